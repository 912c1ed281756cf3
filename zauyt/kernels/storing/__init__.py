"""The search for a way through a store: which lane to enter, which body to release."""
