"""A way through a store, drawn in lines and in letters."""
