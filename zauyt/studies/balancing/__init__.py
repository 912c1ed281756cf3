"""The parts of `balance`: bounds, searches, rules, and what is told of a balance."""
