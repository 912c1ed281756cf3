"""What `staff` and `supply` find is what `impact` and `finance` then pay."""

from __future__ import annotations

import pytest

import zauyt


@pytest.fixture(scope="module")
def plant():
    return zauyt.read("kostanay")


def _keys(result):
    return [note.key for note in result.notes]


def test_people_whom_staff_counts_are_paid_once_they_are_in_the_file(plant):
    staff = zauyt.staff(plant, draws=0, rosters=False)
    counted = staff.headline["people"].value
    assert staff.changes["economy.people.2028"] == counted != 1500
    before = zauyt.finance(plant, draws=0)
    assert "staff.payroll" in _keys(before)
    manned = plant.change(dict(staff.changes))
    after = zauyt.finance(manned, draws=0)
    assert "staff.payroll" not in _keys(after)
    assert "staff.payroll" not in _keys(zauyt.impact(manned, draws=0))
    pay = [dict(zip(r.tables["years"]["year"].tolist(),
                    r.tables["years"]["pay"].tolist(), strict=True))
           for r in (before, after)]  # fmt: skip
    assert pay[1][2028] == pytest.approx(pay[0][2028] * counted / 1500)
    assert pay[1][2027] == pay[0][2027]


def test_freight_and_days_of_kits_that_supply_finds_are_those_of_the_books(plant):
    supply = zauyt.supply(plant, runs=2, doubt_runs=0, what_ifs=False)
    assert plant.supply is not None
    rows = {row["material"]: row for row in supply.tables["materials"].rows()}
    price = {
        name: each.price * (539 if each.currency == "USD" else 1)
        for name, each in plant.supply.materials.items()
    }
    kits = [name for name in rows if name.startswith("kit_")]
    workdays = supply.headline["planned"].value / sum(rows[k]["need"] for k in kits)
    used = {name: row["need"] * workdays * price[name] for name, row in rows.items()}
    from_abroad = sum(
        used[name]
        for name, each in plant.supply.materials.items()
        if each.currency == "USD" and name in used
    )
    money = {row["item"]: row["best"] for row in supply.tables["money"].rows()}
    spent = sum(money[name] for name in ("freight", "urgent_freight", "demurrage"))
    # by what is used here, by what is sent there, which in a growing year is more
    share = supply.changes["content.kit.freight_share"]
    assert share == pytest.approx(spent / from_abroad, rel=0.08)
    days = 365 * supply.headline["best_tied"].value / sum(used.values())
    assert supply.changes["finance.kit_days"] == pytest.approx(days, rel=0.08)
    booked = plant.change(dict(supply.changes))
    assert booked.content is not None
    assert booked.content.kit.freight_share == share
    years = zauyt.finance(booked, draws=0).tables["years"]
    freight = dict(zip(years["year"].tolist(), years["freight"].tolist(), strict=True))
    plain = zauyt.finance(plant, draws=0).tables["years"]
    before = dict(zip(plain["year"].tolist(), plain["freight"].tolist(), strict=True))
    assert freight[2026] == pytest.approx(before[2026] * share / 0.08)
