"""Loading stations with tasks: complete loads, a search with memory, a beam."""
