"""The cars of a day and the rules of their order: from a plant, or benchmark files."""
