"""The same plants in other engines, in each one's plain style, frozen."""
