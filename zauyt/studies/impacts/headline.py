"""The figures of the effects' headline."""

from __future__ import annotations

from zauyt.results.result import Figure
from zauyt.statistics.probability import probability_interval
from zauyt.studies.impacts.case import Case
from zauyt.studies.impacts.tables import Answer, band, ratios


def headline(answer: Answer) -> dict[str, Figure]:
    """Give further jobs, gross and net, by place; pay, value and tax; the claim."""
    at, books, national = answer.at, answer.books, answer.national
    money = answer.currency

    def further(case: Case) -> float:
        return case.national[at].further("jobs")

    def net(case: Case) -> float:
        whole = case.books[at].people + further(case)
        return (1 - case.displaced) * whole

    head = {
        "people": Figure(books.people),
        "further_jobs": Figure(further(answer.case), *band(answer, further)),
        "jobs_net": Figure(net(answer.case), *band(answer, net)),
        "domestic_share": Figure(books.domestic / books.revenue, unit="share"),
    }
    for (place, counted), value in ratios(answer.case, at).items():
        if counted == "without_pay":
            continue
        name = f"further_per_job_{place}"
        low, high = band(
            answer,
            lambda case, key=(place, counted): ratios(case, at)[key],  # type: ignore[misc]
        )
        head[name] = Figure(value, low, high)
    for measure in ("pay", "value_added", "taxes"):
        total = national.total("direct", measure) + national.further(measure)
        head[measure] = Figure(total, unit=money)
    assert answer.plant.economy is not None
    claim = answer.plant.economy.claim
    if claim is not None and answer.drawn:
        held = sum(
            ratios(case, at)["country", "with_pay"] >= claim.least
            for case in answer.drawn
        )
        chance = probability_interval(held, len(answer.drawn))
        head["claim_chance"] = Figure(chance.value, chance.low, chance.high, "share")
    return head
