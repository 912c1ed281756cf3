"""What the plant is: frozen records in shop-floor words, their file, their faults."""
