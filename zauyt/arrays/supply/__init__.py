"""What the supply of a plant is, as the kernel takes it: plan, lanes, materials."""
