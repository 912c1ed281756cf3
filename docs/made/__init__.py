"""What in these pages is made by a command: outputs of examples, the reference."""
