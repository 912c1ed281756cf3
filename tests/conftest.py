"""What holds for every test: the same cases on every machine, on every day."""

from hypothesis import settings

settings.register_profile("zauyt", derandomize=True, deadline=None, database=None)
settings.load_profile("zauyt")
