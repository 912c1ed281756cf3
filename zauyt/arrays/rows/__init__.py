"""The kernel's tables, row by row, from the expanded plant."""
