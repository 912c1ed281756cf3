"""The command line as ``python -m zauyt``."""

from zauyt.cli import main

if __name__ == "__main__":
    main()
