"""Arrays in, arrays out: the simulator, compiled."""
