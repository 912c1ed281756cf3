"""The parts of the study `simulate`, one question each."""
