"""What the study `launch` is made of."""
