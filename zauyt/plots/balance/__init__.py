"""A balance, drawn in lines and in letters."""
