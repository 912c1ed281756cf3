"""How a roadmap of local parts is found: choices, rules, the program, its tables."""
