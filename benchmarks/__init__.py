"""How fast the simulator is, beside other engines and as plants and years grow."""
