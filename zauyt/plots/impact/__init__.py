"""How a plant's effects are told: small tables, letters, a picture."""
