"""The tasks of a line: from a plant, or from benchmark files as they are."""
