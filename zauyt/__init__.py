"""zauyt: a digital twin and planner of a vehicle plant and its cluster."""

__version__ = "0.1.0"
