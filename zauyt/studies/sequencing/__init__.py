"""The parts of `sequence`: the search, its bounds, and what is told of a sequence."""
