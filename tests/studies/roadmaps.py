"""Small localisation plans at random, every roadmap of them, and a plain checker."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.optimize import linprog

import zauyt

RULES = ("kz_ex_works", "kz_without_margin", "us_korea_build_up", "cis_build_down")
SHARE_OF_PART = {"us_korea_build_up": 0.35, "cis_build_down": 0.5}


def drawn_plan(seed: int, *, parts: int = 4, years: int = 3) -> dict[str, Any]:
    """Give a plant file's content at random, as plain data."""
    draw = random.Random(seed)
    money = {"currency": "KZT", "rates": {"USD": 500}, "discount_share": 0.1}
    names = [f"p{n}" for n in range(parts)]
    found: dict[str, Any] = {}
    for at, name in enumerate(names):
        share = draw.uniform(0.02, 0.15)
        found[name] = {"share": share, "candidates": {}}
        if at and draw.random() < 0.3:
            found[name]["part_of"] = names[draw.randrange(at)]
        if draw.random() < 0.3:
            found[name]["fitted_share"] = draw.uniform(0.4, 1)
        for label in ("a", "b")[: draw.randint(1, 2)]:
            found[name]["candidates"][label] = {
                "price": share * 20000 * draw.uniform(0.6, 1.2),
                "currency": "USD",
                "tooling": draw.uniform(0, 3e6),
                "lead_months": draw.choice([0, 6, 9.5, 14]),
                "ramp_months": draw.choice([0, 5, 12]),
                "capacity_per_year": draw.uniform(8_000, 60_000),
                "imported_share": draw.uniform(0.1, 0.8),
                "reject_share": draw.uniform(0, 0.02),
                "reject_cost": draw.uniform(0, 500),
            }
            if not found[name]["candidates"][label]["reject_share"]:
                found[name]["candidates"][label].pop("reject_cost")
    rule = draw.choice(RULES)
    content = {
        "first_year": 2026, "years": years, "ex_works_price": 14e6,
        "conversion_cost": 1.3e6,
        "kit": {"price": 20000, "currency": "USD", "handling_share": 0.02,
                "deletion_credit": draw.uniform(0.6, 1),
                "freight_share": draw.uniform(0, 0.1),
                "duty_share": draw.uniform(0, 0.1)},
        "rules": list(RULES),
        "commitments": {
            "asked": {"rule": rule, "year": 2026 + years - 2, "least": 0.1}
        },
    }  # fmt: skip
    if draw.random() < 0.5:
        content["most_launches"] = 2
    if draw.random() < 0.5:
        content["most_investment"] = 2.5e9
    return {
        "format": 1, "plant": f"random {seed}", "lines": {"a": {"cycle_s": 100}},
        "money": money, "parts": found, "content": content,
        "volumes": {str(2026 + y): draw.uniform(5_000, 40_000) for y in range(years)},
    }  # fmt: skip


def plant_of(data: dict[str, Any]) -> zauyt.Plant:
    """Give the plant of plain data."""
    return zauyt.read_text(json.dumps(data))


def months_of_supply(candidate: dict[str, Any], decided: int, year: int) -> float:
    """Give the mean supply of a year, added up over small steps of time."""
    steps = 4800
    total = 0.0
    for step in range(steps):
        since = (year - decided) * 12 + 12 * (step + 0.5) / steps
        past = since - candidate["lead_months"]
        if past >= 0:
            ramp = candidate["ramp_months"]
            total += 1.0 if not ramp else min(1.0, past / ramp)
    return total / steps


class Counted:
    """Money and content of one plan by plain arithmetic, from the file's own words."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.content = data, data["content"]
        self.years = self.content["years"]
        self.volumes = [data["volumes"][str(2026 + y)] for y in range(self.years)]
        self.kit = self.content["kit"]
        self.choices = [
            (part, label)
            for part, entry in data["parts"].items()
            for label in entry["candidates"]
        ]

        self._kept: dict[Any, Any] = {}

    def numbers(self, part: str, label: str) -> dict[str, float]:
        """Give what a vehicle with a local part saves, costs and imports."""
        if (part, label) not in self._kept:
            self._kept[part, label] = self._numbers(part, label)
        found: dict[str, float] = self._kept[part, label]
        return found

    def _numbers(self, part: str, label: str) -> dict[str, float]:
        entry = self.data["parts"][part]
        maker, kit = entry["candidates"][label], self.kit
        fitted = entry.get("fitted_share", 1.0)
        value = entry["share"] * kit["price"] * 500
        credit = kit["deletion_credit"] * value
        saved = credit + credit * kit["duty_share"] + value * kit["freight_share"]
        saved += value * kit["handling_share"]
        price = maker["price"] * 500
        rejects = maker["reject_share"] * (price + maker.get("reject_cost", 0) * 500)
        return {
            "gain": fitted * (saved - price - rejects),
            "abroad": fitted * (credit + value * kit["freight_share"]),
            "imported": fitted * price * maker["imported_share"],
            "price": fitted * price,
            "saved": fitted * saved,
            "local_share": 1 - maker["imported_share"],
            "spent": maker["tooling"] * 500,
        }

    def most(self, part: str, label: str, decided: int, year: int) -> float:
        """Give the share of vehicles that can have the part."""
        key = (part, label, decided, year)
        if key not in self._kept:
            self._kept[key] = self._most(*key)
        return float(self._kept[key])

    def _most(self, part: str, label: str, decided: int, year: int) -> float:
        entry = self.data["parts"][part]
        maker = entry["candidates"][label]
        fitted = entry.get("fitted_share", 1.0)
        capacity = maker["capacity_per_year"] / (self.volumes[year] * fitted)
        return months_of_supply(maker, decided, year) * min(1.0, capacity)

    def content_of(self, rule: str, local: dict[tuple[str, str], float]) -> float:
        """Give a year's content; ``local`` has the share of vehicles by choice."""
        price, paid = self.content["ex_works_price"], self.kit["price"] * 500
        foreign = paid * (1 + self.kit["freight_share"])
        cost = foreign + paid * (self.kit["duty_share"] + self.kit["handling_share"])
        cost += self.content["conversion_cost"]
        originating = 0.0
        other = foreign
        for (part, label), share in local.items():
            n = self.numbers(part, label)
            foreign += share * (n["imported"] - n["abroad"])
            cost += share * (n["price"] - n["saved"])
            counts = n["local_share"] >= SHARE_OF_PART.get(rule, 0) - 1e-12
            originating += share * n["price"] * counts
            other += share * (n["price"] * (not counts) - n["abroad"])
        return {
            "kz_ex_works": (price - foreign) / price,
            "kz_without_margin": (cost - foreign) / cost,
            "us_korea_build_up": originating / price,
            "cis_build_down": (price - other) / price,
        }[rule]

    def roadmaps(self) -> Iterator[dict[str, tuple[str, int]]]:
        """Yield every roadmap that keeps to launches and investment."""
        options: list[list[tuple[str, int] | None]] = [
            [None, *((label, y) for label in entry["candidates"]
                     for y in range(self.years))]
            for entry in self.data["parts"].values()
        ]  # fmt: skip
        for chosen in itertools.product(*options):
            made = {
                part: each
                for part, each in zip(self.data["parts"], chosen, strict=True)
                if each is not None
            }
            if self.allowed(made):
                yield made

    def allowed(self, made: dict[str, tuple[str, int]]) -> bool:
        """Tell whether a roadmap keeps to launches and investment of every year."""
        for year in range(self.years):
            own = [(p, label) for p, (label, y) in made.items() if y == year]
            if len(own) > self.content.get("most_launches", 99):
                return False
            spent = sum(self.numbers(p, label)["spent"] for p, label in own)
            if spent > self.content.get("most_investment", 1e18) * (1 + 1e-6):
                return False
        return True

    def best_of(
        self, made: dict[str, tuple[str, int]], rule: str, least: list[float | None]
    ) -> float | None:
        """Give the worth of a roadmap with its best shares; None if it falls short."""
        worth = 0.0
        for part, (label, decided) in made.items():
            worth -= self.numbers(part, label)["spent"] * 1.1**-decided
        for year in range(self.years):
            gained = self._year(made, rule, least[year], year)
            if gained is None:
                return None
            worth += gained * self.volumes[year] * 1.1 ** -(year + 0.5)
        return worth

    def _year(
        self,
        made: dict[str, tuple[str, int]],
        rule: str,
        least: float | None,
        year: int,
    ) -> float | None:
        """Give the most that a vehicle of one year gains, by a linear program."""
        names = list(made)
        keys = [(part, made[part][0]) for part in names]
        if not keys:
            empty = least is None or self.content_of(rule, {}) >= least
            return 0.0 if empty else None
        gains = [self.numbers(*key)["gain"] for key in keys]
        highs = [self.most(*key, made[key[0]][1], year) for key in keys]
        rows, ends = [], []
        for at, part in enumerate(names):
            above = self.data["parts"][part].get("part_of")
            if above is not None:
                rows.append([float(n == at) - float(names[n] == above)
                             for n in range(len(names))])  # fmt: skip
                ends.append(0.0)
        if least is not None:
            rows.append([-self._slack(rule, {key: 1.0}, least)
                         + self._slack(rule, {}, least) for key in keys])  # fmt: skip
            ends.append(self._slack(rule, {}, least))
        answer = linprog(
            -np.array(gains), A_ub=rows or None, b_ub=ends or None,
            bounds=[(0, max(high, 0.0)) for high in highs],
        )  # fmt: skip
        return -float(answer.fun) if answer.status == 0 else None

    def _slack(
        self, rule: str, local: dict[tuple[str, str], float], least: float
    ) -> float:
        """Give numerator less least x denominator, in shares of the price."""
        price = self.content["ex_works_price"]
        below = price
        if rule == "kz_without_margin":
            paid = self.kit["price"] * 500
            shares = ("freight_share", "duty_share", "handling_share")
            below = paid * (1 + sum(self.kit[key] for key in shares))
            below += self.content["conversion_cost"]
            for key, share in local.items():
                n = self.numbers(*key)
                below += share * (n["price"] - n["saved"])
        return (self.content_of(rule, local) - least) * below / price
