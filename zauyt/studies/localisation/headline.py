"""The figures of a roadmap's headline."""

from __future__ import annotations

import math

import numpy as np

from zauyt.results.result import Figure
from zauyt.studies.localisation.doubted import ALL, POINTS, Doubt
from zauyt.studies.localisation.tables import Answer, currency


def headline(answer: Answer, doubt: Doubt) -> dict[str, Figure]:
    """Give worth, investment, parts, jobs, content by rule, chances."""
    made, plan = answer.made, answer.plan
    money = currency(answer)
    low, high = (
        (None, None)
        if doubt.worth is None
        else (float(each) for each in np.quantile(doubt.worth, POINTS))
    )
    spent = math.fsum(made.all[at].investment for at in plan.decided)
    jobs = math.fsum(made.all[at].jobs for at in plan.decided if plan.local[at, -1] > 0)
    head = {
        "worth": Figure(plan.worth, low, high, money),
        "investment": Figure(spent, unit=money),
        "local_parts": Figure(float(len(plan.decided))),
        "supplier_jobs": Figure(jobs),
        "gap": Figure(plan.gap, unit="share"),
    }
    for name, form in answer.forms.items():
        value = float(form.content(plan.local)[-1])
        head[f"content_{name}"] = Figure(value, unit=form.rule.unit)
    if ALL in doubt.met:
        head["commitments_chance"] = doubt.met[ALL]
    return head
