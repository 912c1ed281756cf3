"""The flow of a plant once more: slow, obvious, and in plain Python."""
