"""Whether what a file says can be true: names, ways, hours, people, laws."""
