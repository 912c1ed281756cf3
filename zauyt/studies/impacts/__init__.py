"""What the study of impact is made of: books, model, effects, claim, doubt, tables."""
