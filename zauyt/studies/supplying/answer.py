"""What was found of a supply, before it is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from zauyt.arrays.supply.bill import Floats
from zauyt.arrays.supply.case import Case
from zauyt.studies.supplying.held import Held
from zauyt.studies.supplying.levels import Levels, Paths
from zauyt.studies.supplying.money import Account
from zauyt.studies.supplying.outcome import Outcome
from zauyt.studies.supplying.trials import Shorter, Tried
from zauyt.studies.supplying.ways import Ways


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that was found, before it is told."""

    outcome: Outcome
    ways: Ways
    account: Account
    paths: Paths
    found: Held
    best_account: Account
    policies: dict[str, Outcome]
    spread: Floats
    fresh: Floats
    tried: list[Tried] = field(default_factory=list)
    shorter: list[Shorter] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """Give the case of the plant as it is."""
        return self.outcome.case

    @property
    def levels(self) -> Levels:
        """Give the stocks found."""
        return self.found.levels

    @property
    def best(self) -> Outcome:
        """Give what comes of the runs with the stocks found."""
        return self.found.outcome

    @property
    def currency(self) -> str:
        """Give the currency of answers."""
        money = self.case.plant.money
        assert money is not None
        return money.currency
