"""Runs carried out, one or many, and what is measured of them."""
