"""The parts of the study `supply`: runs, levels, disruptions, tables."""
