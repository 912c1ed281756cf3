"""Commitments as text and as a picture."""
