"""Pictures of what comes in."""
