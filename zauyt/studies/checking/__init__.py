"""Steps of `check`: what becomes of each commitment, its verdict, what mends it."""
