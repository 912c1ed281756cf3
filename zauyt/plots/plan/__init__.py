"""How a plan of several plants is told: small tables, letters, a picture."""
