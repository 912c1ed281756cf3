"""Pictures of a launch, drawn from the same small tables."""
