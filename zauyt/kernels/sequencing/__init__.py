"""The search for a sequence: what it costs to move cars, and which moves to try."""
