"""The parts of `resequence`: the order of paint, the way through the store, tables."""
