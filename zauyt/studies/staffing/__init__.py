"""The parts of the study `staff`: posts, rules, pools, law, shifts, rosters."""
