"""How a roadmap of local parts is told: small tables, letters, a picture."""
