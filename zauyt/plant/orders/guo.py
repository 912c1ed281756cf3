"""Days through a painted-body store as a text: Guo, Côté, Zhang, Miao (2025).

Whole numbers, one a line: the costs of a change of body, of one of colour and of uneven
use; the bodies, colours, configurations, options; lanes, places in each, and the most
of one colour in a row. Then rows of body, colour, configuration and cars; of body,
colour and cars; of configuration, option, 0 or 1; of option and its share.

References: Guo, Côté, Zhang, Miao (2025), A logic-based Benders decomposition for the
car resequencing problem with a painted body storage, INFORMS Journal on Computing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.bodies import Bodies, Lanes
from zauyt.plant.orders.cars import Cars, Level

HEAD = (
    "cost of a change of body", "cost of a change of colour", "cost of uneven use",
    "bodies", "colours", "configurations", "options", "lanes", "places of a lane",
    "most cars of one colour in a row",
)  # fmt: skip
MOST_CARS = 5_000
FINE = 1_000_000


def read_guo(path: Path) -> Bodies:
    """Read a day and its store.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, with its line.
    """
    lines = [
        (number, text.split())
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if text.strip()
    ]
    reader = _Reader(path, lines)
    head = [reader.whole(name) for name in HEAD]
    reader.stop_if_wrong()
    for name, value in zip(HEAD[3:], head[3:], strict=True):
        if value < 1:
            reader.wrong(HEAD.index(name), f"{name}: {value}; 1 or more is meant")
    reader.stop_if_wrong()
    bodies, colours, configurations, options = head[3:7]
    made = reader.rows(bodies * colours * configurations, 4)
    painted = reader.rows(bodies * colours, 3)
    uses = reader.rows(configurations * options, 3)
    shares = reader.rows(options, 2)
    reader.stop_if_wrong()
    _check(reader, head, made, painted)
    return _bodies(path.stem, head, made, uses, shares)


class _Reader:
    """Lines still to be read, and what was wrong with those before."""

    def __init__(self, path: Path, lines: list[tuple[int, list[str]]]) -> None:
        self.path, self.lines = path, lines
        self.at = 0
        self.problems: list[Problem] = []

    def wrong(self, place: int, message: str) -> None:
        line = self.lines[min(place, len(self.lines) - 1)][0] if self.lines else 1
        self.problems.append(Problem("", message, "store", str(self.path), line))

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise WrongInput(self.problems)

    def whole(self, name: str) -> int:
        """Read a line of one whole number."""
        place, self.at = self.at, self.at + 1
        words = self.lines[place][1] if place < len(self.lines) else []
        if len(words) == 1 and words[0].isdecimal():
            return int(words[0])
        found = " ".join(words) or "nothing"
        self.wrong(place, f"{name}: {found}; one whole number is meant")
        return 1

    def rows(self, count: int, width: int) -> list[list[float]]:
        """Read so many lines of so many numbers, all of them 0 or more."""
        found = []
        for place in range(self.at, self.at + count):
            if place >= len(self.lines):
                self.wrong(place, f"ends after {len(self.lines)} lines; more are meant")
                break
            words = self.lines[place][1]
            try:
                numbers = [float(word) for word in words]
            except ValueError:
                numbers = []
            if len(numbers) != width or min(numbers) < 0:
                self.wrong(place, f"{' '.join(words)}: {width} numbers are meant")
            found.append(numbers)
        self.at += count
        return found


def _check(
    reader: _Reader,
    head: list[int],
    made: list[list[float]],
    painted: list[list[float]],
) -> None:
    """Refuse numbers that do not agree with one another."""
    by_look: dict[tuple[float, ...], float] = {}
    for body, colour, _, count in made:
        by_look[body, colour] = by_look.get((body, colour), 0) + count
    begin = len(HEAD) + len(made)
    for place, (body, colour, count) in enumerate(painted, begin):
        if by_look.get((body, colour), 0) != count:
            message = (
                f"{count:g} bodies {body:g} in colour {colour:g}, but their"
                f" configurations are {by_look.get((body, colour), 0):g}"
            )
            reader.wrong(place, message)
    for place, row in enumerate(made, len(HEAD)):
        if any(
            not 1 <= each <= most for each, most in zip(row, head[3:6], strict=False)
        ):
            reader.wrong(place, f"{row}: there is no such body, colour, configuration")
    total = sum(row[3] for row in made)
    if not 1 <= total <= MOST_CARS:
        reader.wrong(len(HEAD), f"has {total:g} cars; 1 to {MOST_CARS:,} are meant")
    reader.stop_if_wrong()


def _bodies(
    name: str,
    head: list[int],
    made: list[list[float]],
    uses: list[list[float]],
    shares: list[list[float]],
) -> Bodies:
    model_cost, colour_cost, level_cost = head[:3]
    options = head[6]
    rows = [
        (int(body) - 1, int(colour) - 1, int(configuration) - 1)
        for body, colour, configuration, count in made
        for _ in range(int(count))
    ]
    has = np.zeros((head[5], options), dtype=np.int64)
    for configuration, option, use in uses:
        has[int(configuration) - 1, int(option) - 1] = int(use)
    rate = {int(option) - 1: share for option, share in shares}
    count = len(rows)
    whole = all(abs(s * count - round(s * count)) < 1e-6 for s in rate.values())
    cars = Cars(
        title=name,
        names=tuple(
            f"{place + 1}: body {body + 1}, configuration {configuration + 1}"
            for place, (body, _, configuration) in enumerate(rows)
        ),
        options=np.zeros((count, 0), dtype=np.int64),
        colours=np.array([colour for _, colour, _ in rows]),
        colour_names=tuple(f"colour {n + 1}" for n in range(head[4])),
        tail=0,
        rules=(),
        objectives=("uneven_use",),
        batch_limit=head[9],
        levels=tuple(Level(f"option {n + 1}", rate[n], 0) for n in range(options)),
        uses=has[[configuration for _, _, configuration in rows]],
        level_unit=count if whole else FINE,
    )
    return Bodies(
        cars=cars,
        models=np.array([body for body, _, _ in rows]),
        model_names=tuple(f"body {n + 1}" for n in range(head[3])),
        lanes=Lanes(head[7], head[8], strict=False),
        model_weight=model_cost,
        colour_weight=colour_cost,
        rank_weights=(level_cost,),
        chosen=True,
    )
