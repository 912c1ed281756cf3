"""The flow kernel: a plant's year event by event, and its critical path."""
