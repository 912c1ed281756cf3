"""From the plant to the kernels' arrays; the only place where names are numbers."""
