"""A wrong supply is refused, each fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import zauyt
from tests.studies import supplies
from zauyt.errors import WrongInput

FAULTS = {
    "nobody supplies": (
        "materials: [kit_suv, kit_car, roof]\n      leaves",
        "materials: [kit_suv, kit_car]\n      leaves",
        "supply.materials.roof: nobody supplies it: no lane with a weight brings it",
        "roof: {option",
    ),
    "a circle in the bill": (
        "wheel: {per_vehicle: 5}",
        "wheel: {per_vehicle: 5, into: {tyre: 1}}",
        "wheel.into.tyre: goes into itself: wheel into tyre into wheel",
        "wheel: {per",
    ),
    "a share above 1": (
        "delay_share: 0.3",
        "delay_share: 1.3",
        "delay_share: 1.3 is above 1",
        "delay_share: 1.3",
    ),
    "bad pieces above a half": (
        "damaged_share: 0.03, short_share: 0.01",
        "damaged_share: 0.3, short_share: 0.4",
        "damaged and short shares add up to 0.7; 0.5 at most",
        "damaged_share",
    ),
    "a lead time below zero": (
        "{to: port, days: 4,",
        "{to: port, days: -4,",
        "days: -4 is below 0",
        "days: -4",
    ),
    "money without a rate": (
        "kit_car: {models: [car], price: 12000, currency: USD",
        "kit_car: {models: [car], price: 12000, currency: EUR",
        "EUR has no rate; write money.rates.EUR: what one is worth in KZT",
        "currency: EUR",
    ),
    "a lane of an unknown supplier": (
        "supplier: maker\n      materials: [kit_suv, kit_car, roof]\n      leaves",
        "supplier: makr\n      materials: [kit_suv, kit_car, roof]\n      leaves",
        "supply.lanes.train.supplier: there is no supplier makr; did you mean maker?",
        "supplier: makr",
    ),
    "an unknown material": (
        "materials: [tyre]",
        "materials: [tire]",
        "there is no material tire; did you mean tyre?",
        "[tire]",
    ),
    "an unknown option": (
        "roof: {option: roof,",
        "roof: {option: rof,",
        "there is no option rof; did you mean roof?",
        "option: rof",
    ),
    "an unknown place": (
        "border_closed: {first: 2027-03-01, days: 21, closed_places: [border]}",
        "border_closed: {first: 2027-03-01, days: 21, closed_places: [boder]}",
        "there is no place boder; did you mean border?",
        "boder",
    ),
    "one of two levels": (
        "safety_stock: 500}",
        "reorder_level: 500}",
        "reorder_level: needs order_up_to, too",
        "reorder_level",
    ),
    "a lot larger than a train": (
        "most_containers: 120",
        "most_containers: 5",
        "a lot of kit_suv takes 8 containers; 5 can leave at once",
        "most_containers",
    ),
    "built here and bought": (
        "materials: [tyre]",
        "materials: [tyre, wheel]",
        "is built here of others, and road brings it, too; one of them only",
        "wheel: {per",
    ),
    "urgent without a lane": (
        "safety_stock: 150}",
        "safety_stock: 150, urgent_below_days: 3}",
        "no lane with urgent: true brings it",
        "urgent_below_days: 3",
    ),
    "stock that does not count": (
        "safety_stock: 150}",
        "safety_stock: 150, stock: 10}",
        "counts only where the supply has opening: stated",
        "stock: 10",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line(fault: str, tmp_path: Path) -> None:
    old, new, said, where = FAULTS[fault]
    assert old in supplies.TWO_MODELS
    text = supplies.TWO_MODELS.replace(old, new, 1)
    file = tmp_path / "plant.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInput) as caught:
        zauyt.read(file)
    lines = text.splitlines()
    told = [
        (f"{problem.path}: {problem.message}", problem.line)
        for problem in caught.value.problems
    ]
    found = [line for message, line in told if said in message]
    assert found, told
    assert found[0] is not None
    assert where in lines[found[0] - 1], (lines[found[0] - 1], told)


def test_all_faults_are_told_at_once() -> None:
    text = supplies.TWO_MODELS
    for old, new, _, _ in (FAULTS["money without a rate"], FAULTS["an unknown option"]):
        text = text.replace(old, new, 1)
    with pytest.raises(WrongInput) as caught:
        zauyt.read_text(text)
    assert {problem.code for problem in caught.value.problems} == {
        "no_rate", "unknown_reference",
    }  # fmt: skip


def test_the_example_of_the_tests_is_free_of_faults() -> None:
    assert zauyt.read_text(supplies.TWO_MODELS).supply is not None
