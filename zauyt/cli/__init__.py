"""The command line: one verb a study, its options read off the study's signature."""

from zauyt.cli.root import main

__all__ = ["main"]
