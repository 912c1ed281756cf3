"""What the writing of a plant file does not change: order of entries and names.

``ZAUYT_PLANTS`` says how many random plants are tried (100 unless stated).
"""

import dataclasses
import json
import random
import re

from naive.compared import by_kernel, outcome_of, prepared, random_case
from naive.plants import as_plant, random_tree

from tests.tried import tried
from zauyt.arrays.pack import records
from zauyt.kernels.flow import layout
from zauyt.runs.single import Room, carry_out

PLANTS = tried("ZAUYT_PLANTS", 100)
IN_ORDER = {"stations", "outcomes", "breaks_min"}
"""Mappings in which the order of entries means something."""


def shuffled(value, chance, *, key=None):
    """Give plain data with the entries of its mappings in another order."""
    if not isinstance(value, dict):
        return value
    names = list(value)
    if key not in IN_ORDER:
        chance.shuffle(names)
    return {name: shuffled(value[name], chance, key=name) for name in names}


def test_the_order_of_entries_changes_no_bit():
    for number in PLANTS:
        case = random_case(number)
        tree = shuffled(random_tree(number), random.Random(number))
        other = dataclasses.replace(case, plant=as_plant(tree))
        assert other.plant.id == case.plant.id, number
        before = by_kernel(case, operations=4000)
        assert by_kernel(other, operations=4000) == before, number


def test_the_order_of_breaks_is_part_of_what_a_plant_is():
    def plant(**breaks):
        calendar = {"shifts": {"day": "07:00-15:30"}, "breaks_min": breaks}
        tree = {"format": 1, "plant": "p", "calendars": {"c": calendar}}
        return as_plant({**tree, "lines": {"a": {"cycle_s": 60}}})

    assert plant(meal=30, rest=10).id != plant(rest=10, meal=30).id


def renamed(tree):
    """Give the tree with all lines, stores and so on under longer names.

    Their order by name stays: it decides who is first when nothing else does.
    """
    names = {
        name: f"{name}_{name}_x"
        for key in ("lines", "stores", "models", "failures", "calendars", "carriers")
        for name in tree.get(key, ())
    }
    text = json.dumps(tree)
    for name, new in names.items():
        text = re.sub(rf'"{name}(?=[".])', f'"{new}', text)
    return json.loads(text), names


def given_draws(packed, of, names):
    """Give the packed plant with the draws of another, whose names differ."""

    def old(text):
        line, _, rest = text.partition(".")
        back = {new: name for name, new in names.items()}
        return f"{back[line]}.{rest}" if rest else back[line]

    memory = packed.memory.copy()
    h, theirs = layout.H, of.memory
    stops = {stop.name: number for number, stop in enumerate(of.stops)}
    mine = records(memory, "stations", memory[h.stations_count], layout.S)
    other = records(theirs, "stations", memory[h.stations_count], layout.S)
    count = max(mine["mode_to"])
    assert count == max(other["mode_to"])
    my_modes = records(memory, "modes", count, layout.M)
    their_modes = records(theirs, "modes", count, layout.M)
    for number, stop in enumerate(packed.stops):
        place = stops[old(stop.name)]
        mine["key"][number] = other["key"][place]
        span = slice(other["mode_from"][place], other["mode_to"][place])
        my_modes["key"][mine["mode_from"][number] : mine["mode_to"][number]] = (
            their_modes["key"][span]
        )
    for table, fields, mine_names, their_names in (
        ("routes", layout.Q, packed.network.route_names, of.network.route_names),
        ("sources", layout.R, [o.name for o in packed.network.origins],
         [o.name for o in of.network.origins]),
    ):  # fmt: skip
        rows = records(memory, table, len(mine_names), fields)
        from_rows = records(theirs, table, len(mine_names), fields)
        for number, name in enumerate(mine_names):
            rows["key"][number] = from_rows["key"][their_names.index(old(name))]
    wall, theirs = packed.stated.wall, of.stated.wall
    modes = wall.modes.copy()
    for number, stop in enumerate(packed.stops):
        place = stops[old(stop.name)]
        modes[wall.station == number, 0] = theirs.modes[theirs.station == place, 0]
    wall = dataclasses.replace(wall, modes=modes)
    known = dataclasses.replace(packed.stated, wall=wall)
    return dataclasses.replace(packed, memory=memory, stated=known)


def test_a_name_changes_no_bit_once_the_draws_are_given():
    for number in PLANTS:
        case = random_case(number)
        tree, names = renamed(random_tree(number))
        original = prepared(case, operations=4000)
        other = prepared(
            dataclasses.replace(case, plant=as_plant(tree)), operations=4000
        )
        packed = given_draws(other, original, names)
        outcomes = []
        for each in (original, packed):
            run, _ = carry_out(each, seed=1, run=0, room=Room(64, 4001, 64))
            outcomes.append(outcome_of(each, run))
        before, after = outcomes
        assert list(after.departures.values()) == list(before.departures.values())
        assert [sorted(each.values()) for each in after.spent.values()] == [
            sorted(each.values()) for each in before.spent.values()
        ], number
        assert after.buffers == before.buffers, number
        assert after.passages == before.passages, number
