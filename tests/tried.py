"""Which of the random cases a test tries: as many as is usual, or a stretch of them.

``make soak`` goes through many more in stretches (`tests.soak`): it says in the
environment from which number on and how many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

FIRST = "ZAUYT_FIRST"


def tried(variable: str, usual: int, *, per: int = 1) -> range:
    """Give the numbers of the cases to try.

    Parameters
    ----------
    variable
        Environment variable that says how many, if not as usual.
    usual
        How many they usually are.
    per
        What the environment counts for one case, of those that take long.
    """
    first = int(os.environ.get(FIRST, "0"))
    count = int(os.environ.get(variable, str(usual * per)))
    return range(first // per, (first + count) // per)


@contextmanager
def of_case(what: str) -> Iterator[None]:
    """Let an error on its way to pytest say which case it is of."""
    try:
        yield
    except BaseException as error:
        error.add_note(what)
        raise
