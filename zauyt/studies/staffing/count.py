"""The headcount as tables: rows, months, the way from posts to people, the doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.plant import Plant
from zauyt.plant.workforce import Kind, Workforce
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Table, of_rows
from zauyt.statistics.probability import probability_interval
from zauyt.studies.staffing.groups import CREW
from zauyt.studies.staffing.pools import Pool, apportioned, stated
from zauyt.studies.staffing.reached import Band, measures
from zauyt.studies.staffing.year import Year

KINDS: tuple[str, ...] = (CREW, *get_args(Kind))
"""What people are for, in the order told."""

Row = tuple[str, str, str, str]
"""Kind, shop, skill and shift of a row of the headcount."""

POINTS = (0.05, 0.95)


@dataclass(frozen=True)
class Drawn:
    """People in each draw: by row, and in all."""

    rows: dict[Row, NDArray[np.float64]]

    @property
    def total(self) -> NDArray[np.float64]:
        """Give the people of each draw in all."""
        return np.asarray(sum(self.rows.values()), dtype=np.float64)


def people_by_row(pools: Sequence[Pool]) -> dict[Row, int]:
    """Give the people of every kind, shop, skill and shift."""
    found: dict[Row, int] = {}
    for pool in pools:
        group = pool.group
        shares = apportioned(pool.people, list(group.posts.values()))
        for shop, people in zip(group.posts, shares, strict=True):
            found[group.terms.kind, shop, group.skill, group.shift] = people
    return found


def gathered(draws: Sequence[Mapping[Row, int]]) -> Drawn:
    """Gather the rows of all draws; a row that one draw lacks has nobody there."""
    names = dict.fromkeys(row for draw in draws for row in draw)
    return Drawn(
        {row: np.array([float(d.get(row, 0)) for d in draws]) for row in names}
    )


def runs(pools: Sequence[Pool], drawn: Drawn | None, band: Band | None) -> Table:
    """Give a row a draw: people in all and by what they are for, and the pipeline.

    Without draws there is one row, of the stated numbers.
    """
    if drawn is None:
        one = {row: np.array([float(n)]) for row, n in people_by_row(pools).items()}
        drawn = Drawn(one)
    data: dict[Column, Any] = {
        Column("run", "1", "number of the draw", "whole"): range(drawn.total.size),
        Column("people", "1", "people in all", "number"): drawn.total,
    }
    for kind in KINDS:
        own = [each for row, each in drawn.rows.items() if row[0] == kind]
        if own:
            column = Column(f"people_{kind}", "1", f"people, {kind}", "number")
            data[column] = np.sum(own, axis=0)
    return Table(data | (measures(band) if band is not None else {}))


def headcount(pools: Sequence[Pool], drawn: Drawn | None) -> Table:
    """Give who is needed, by kind, shop, skill and shift."""
    rows = []
    for pool in sorted(pools, key=lambda each: KINDS.index(each.group.terms.kind)):
        group = pool.group
        parts = list(group.posts.values())
        split = [
            apportioned(whole, parts) for whole in (pool.at_work, pool.due, pool.people)
        ]
        for place, (shop, posts) in enumerate(group.posts.items()):
            row = (group.terms.kind, shop, group.skill, group.shift)
            ends = _ends(None if drawn is None else drawn.rows.get(row))
            rows.append((*row, posts, *(each[place] for each in split), *ends))
    columns = (
        Column("role", "", "what they are for; crew stands at stations", "text"),
        Column("shop", "", "shop", "text"),
        Column("skill", "", "skill of a crew, or role", "text"),
        Column("shift", "", "shift", "text"),
        Column("posts", "1", "places to be filled at a time", "number"),
        Column("at_work", "1", "people at work: posts and those who step in at"
               " breaks, whole", "whole"),
        Column("due", "1", "people of whom enough come with the wanted chance",
               "whole"),
        Column("people", "1", "people on the books: those due, more where hours are"
               " shorter than the shift, and those on leave", "whole"),
        *_low_high(),
    )  # fmt: skip
    return of_rows(rows, *columns)


def by_pool(plant: Plant, pools: Sequence[Pool], drawn: Drawn | None) -> Table:
    """Give the way from posts to people, and how surely posts are filled."""
    shares = doubt_shares(pools, drawn)
    in_file = [stated(plant, pool) or (None, None) for pool in pools]
    rows = [
        (
            pool.group.terms.kind, pool.group.skill, pool.group.shift,
            pool.group.all_posts, pool.group.breaks, pool.at_work,
            pool.due - pool.at_work, pool.rotating - pool.due,
            pool.people - pool.rotating, pool.people, pool.whole_chance,
            pool.whole_week_chance, pool.short_days, share, *filed,
        )
        for pool, share, filed in zip(pools, shares, in_file, strict=True)
    ]  # fmt: skip
    columns = (
        Column("role", "", "what they are for", "text"),
        Column("skill", "", "skill of a crew, or role", "text"),
        Column("shift", "", "shift", "text"),
        Column("posts", "1", "places to be filled at a time", "number"),
        Column("step_in", "1", "further ones who step in at breaks", "number"),
        Column("at_work", "1", "people at work, whole", "whole"),
        Column("for_absence", "1", "further ones, for absence", "whole"),
        Column("for_hours", "1", "further ones, since a person's hours are shorter"
               " than those of the shift", "number"),
        Column("for_leave", "1", "further ones, for leave in the month with most,"
               " and to make the number whole", "number"),
        Column("people", "1", "people on the books", "whole"),
        Column("whole_chance", "share", "chance on a workday that all posts are"
               " filled", "number"),
        Column("whole_week_chance", "share", "chance that they are on each of five"
               " ordinary workdays in a row (not of very large pools)", "number"),
        Column("short_days", "d", "workdays in a row with an empty post, once there"
               " is one", "number"),
        Column("doubt_share", "share", "share of the doubt in the total that comes"
               " with these people", "number"),
        Column("in_file", "1", "people due and relief that the file states", "number"),
        Column("in_file_chance", "share", "chance on a workday that they fill all"
               " posts", "number"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def by_month(pools: Sequence[Pool], years: Mapping[str, Year]) -> Table:
    """Give, by month and role, who is needed, on leave, absent and at work."""
    months = list(next(iter(years.values())).by_month())
    worked = {name: list(year.by_month().values()) for name, year in years.items()}
    rows = []
    for place, month in enumerate(months):
        for kind in KINDS:
            chosen = [pool for pool in pools if pool.group.terms.kind == kind]
            if not chosen:
                continue
            days = max(
                worked[name][place] for each in chosen for name in each.group.calendars
            )
            open_month = days > 0
            people = sum(pool.people for pool in chosen)
            needed = sum(pool.by_month[place] for pool in chosen)
            leave = math.fsum(p.people * p.leave_share[place] for p in chosen)
            absent = math.fsum(p.due * p.group.terms.absence for p in chosen)
            rows.append(
                (
                    month, kind, days, people, needed if open_month else 0,
                    leave if open_month else 0.0, absent if open_month else 0.0,
                    sum(pool.at_work for pool in chosen) if open_month else 0,
                )
            )  # fmt: skip
    columns = (
        Column("month", "", "month", "text"),
        Column("role", "", "what they are for", "text"),
        Column("workdays", "d", "days worked", "whole"),
        Column("people", "1", "people on the books", "whole"),
        Column("needed", "1", "people who would do in this month", "whole"),
        Column("on_leave", "1", "people on leave, mean of a workday", "number"),
        Column("absent", "1", "people absent, mean of a workday", "number"),
        Column("at_work", "1", "people at work", "whole"),
    )
    return of_rows(rows, *columns)


def steps(pools: Sequence[Pool]) -> Table:
    """Give the way from the crews' posts to all people, in steps that add up."""
    crew = [pool for pool in pools if pool.group.terms.kind == CREW]
    made: list[tuple[str, float]] = [
        ("posts", math.fsum(pool.group.all_posts for pool in crew)),
        (
            "step_in",
            math.fsum(pool.at_work - pool.group.all_posts for pool in crew),
        ),
        ("absence", float(sum(pool.due - pool.at_work for pool in crew))),
        ("hours", math.fsum(pool.rotating - pool.due for pool in crew)),
        ("leave", math.fsum(pool.people - pool.rotating for pool in crew)),
    ]
    for kind in KINDS[1:]:
        of_kind = sum(p.people for p in pools if p.group.terms.kind == kind)
        if of_kind:
            made.append((kind, float(of_kind)))
    rows, total = [], 0.0
    for name, people in made:
        total += people
        rows.append((name, people, total))
    columns = (
        Column("step", "", "posts of crews; those who step in at breaks, and whole"
               " people; further ones for absence, hours and leave; other roles",
               "text"),
        Column("people", "1", "people that it adds", "number"),
        Column("total", "1", "people so far", "number"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def doubt_shares(pools: Sequence[Pool], drawn: Drawn | None) -> list[float | None]:
    """Give what share of the variance of all people each pool has; they add up to 1.

    It is the covariance of the pool with the total over the variance of the total.
    """
    total = None if drawn is None else drawn.total
    if drawn is None or total is None or total.size < 2 or not total.var():
        return [None] * len(pools)
    centred = total - total.mean()
    found: list[float | None] = []
    for pool in pools:
        own = np.zeros_like(total)
        for (_, _, skill, shift), people in drawn.rows.items():
            if (skill, shift) == (pool.group.skill, pool.group.shift):
                own = own + people
        found.append(float(((own - own.mean()) * centred).mean() / total.var()))
    return found


def headline(
    plant: Plant, pools: Sequence[Pool], drawn: Drawn | None
) -> dict[str, Figure]:
    """Give the people in all, their parts, and how the announced number compares."""
    people = sum(pool.people for pool in pools)
    ends = _ends(None if drawn is None else drawn.total)
    head = {"people": _figure(people, ends)}
    for kind in KINDS:
        own = sum(pool.people for pool in pools if pool.group.terms.kind == kind)
        if own:
            rows = [] if drawn is None else [
                each for row, each in drawn.rows.items() if row[0] == kind
            ]  # fmt: skip
            ends = _ends(np.sum(rows, axis=0) if rows else None)
            head[f"people_{kind}"] = _figure(own, ends)
    head["at_work"] = Figure(float(sum(pool.at_work for pool in pools)))
    whole = math.prod(pool.whole_chance for pool in pools if pool.group.terms.relieved)
    head["all_whole_chance"] = Figure(whole, unit="share")
    workforce = plant.workforce or Workforce()
    head["presence_wanted"] = Figure(workforce.presence_probability, unit="share")
    announced = workforce.announced
    if announced is not None:
        head["announced"] = Figure(float(announced))
        if drawn is not None:
            enough = int((drawn.total <= announced).sum())
            found = probability_interval(enough, drawn.total.size)
            head["announced_enough"] = Figure(
                found.value, found.low, found.high, "share"
            )
    return head


def notes(head: Mapping[str, Figure]) -> list[Note]:
    """Say what the announced people leave for absence and leave, and who is too many.

    Both only where fewer are announced than are needed.
    """
    announced = head["announced"].value if "announced" in head else None
    people, at_work = head["people"].value, head["at_work"].value
    assert isinstance(people, float), "people that are no number"
    assert isinstance(at_work, float), "people at work that are no number"
    if not isinstance(announced, float) or announced >= people:
        return []
    numbers = {"announced": announced, "at_work": at_work, "cover": people - at_work}
    spare = announced - at_work
    key = "staff.cover" if spare >= 0 else "staff.cover.none"
    told = [Note(key, numbers | {"spare": abs(spare)})]
    fewer = {}
    for kind in KINDS:
        own = head.get(f"people_{kind}")
        if own is not None and own.low is not None and isinstance(own.value, float):
            fewer[kind] = own.value - own.low
    rows = sorted(fewer.items(), key=lambda each: -each[1])
    rows = [(kind, less) for kind, less in rows if less >= 1]
    if rows:
        said = [f"{kind} {less:,.0f}" for kind, less in rows]
        told.append(
            Note("staff.difference", {"over": people - announced, "rows": said})
        )
    return told


def _figure(value: float, ends: tuple[float | None, float | None]) -> Figure:
    low, high = ends
    return Figure(float(value), low, high)


def _ends(sample: NDArray[np.float64] | None) -> tuple[float | None, float | None]:
    if sample is None or sample.size < 2:
        return None, None
    low, high = np.quantile(sample, POINTS)
    return float(low), float(high)


def _low_high() -> tuple[Column, Column]:
    return (
        Column("low", "1", "people, 5 % of the draws have fewer", "number"),
        Column("high", "1", "people, 5 % of the draws have more", "number"),
    )
