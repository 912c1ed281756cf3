"""How a headcount with its rosters is told: small tables, letters, a picture."""
