"""The report: what every study says of a plant, gathered on one page."""
