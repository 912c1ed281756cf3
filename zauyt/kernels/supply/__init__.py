"""Supply: orders, arrivals, unpacking and building day by day, compiled."""
