"""Numbers in, numbers out: intervals, proofs of a probability, rankings."""
