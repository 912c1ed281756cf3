"""How a plant's money is told: small tables, letters, a picture."""
