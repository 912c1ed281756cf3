"""A sequence, drawn in lines and in letters."""
