"""Whether materials, lanes and suppliers fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zauyt.errors import Problem
from zauyt.plant.inbound import Material, Supply
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed

MOST_MATERIALS = 3_000
MOST_LANES = 60
MOST_VARIANTS = 2_000
MOST_OPTIONS = 10
MOST_VEHICLES = 1_000_000


def check_supply(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with what comes in."""
    supply = plant.supply
    if supply is None:
        return
    if supply.table is not None:
        message = "a table is read with the plant's file; give the materials themselves"
        yield Problem("supply.table", message, "table")
    if not supply.materials:
        message = "has no materials; give them here or as a table beside the file"
        yield Problem("supply.materials", message, "no_materials")
        return
    dangling = [*_names(plant, supply), *_circles(supply)]
    yield from dangling
    yield from _money(plant, supply)
    yield from _sizes(plant, supply)
    for name, material in supply.materials.items():
        yield from _material(supply, f"supply.materials.{name}", name, material)
    for name in supply.lanes:
        yield from _lane(supply, name)
    if not dangling:
        for name, material in supply.materials.items():
            yield from _of_kit(plant, f"supply.materials.{name}", material)
        yield from _bought(supply)
        yield from _rate(plant, supply)


def _unknown(path: str, what: str, name: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint = did_you_mean(name, names) or f"; there are {listed(names)}"
    if not names:
        hint = "; there is none"
    return Problem(path, f"there is no {what} {name}{hint}", "unknown_reference")


def _names(plant: Plant, supply: Supply) -> Iterator[Problem]:
    """Yield every name that refers to nothing."""
    for path, what, name, known in _named(plant, supply):
        if name not in known:
            yield _unknown(path, what, name, known)


def _named(
    plant: Plant, supply: Supply
) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    if supply.calendar is not None:
        yield "supply.calendar", "calendar", supply.calendar, plant.calendars
    for model in supply.mix:
        yield f"supply.mix.{model}", "model", model, plant.models
    options = {each for model in plant.models.values() for each in model.options}
    for name, each in supply.materials.items():
        path = f"supply.materials.{name}"
        for place, model in enumerate(each.models):
            yield f"{path}.models.{place}", "model", model, plant.models
        for model in each.per_model:
            yield f"{path}.per_model.{model}", "model", model, plant.models
        if each.option is not None:
            yield f"{path}.option", "option", each.option, sorted(options)
        for into in each.into:
            yield f"{path}.into.{into}", "material", into, supply.materials
        if each.kit is not None:
            yield f"{path}.kit", "kit", each.kit, plant.kits
    if supply.felt_disruption is not None:
        where = "supply.felt_disruption"
        yield where, "disruption", supply.felt_disruption, supply.disruptions
    places = set(supply.suppliers)
    for name, lane in supply.lanes.items():
        path = f"supply.lanes.{name}"
        yield f"{path}.supplier", "supplier", lane.supplier, supply.suppliers
        for place, material in enumerate(lane.materials):
            where = f"{path}.materials.{place}"
            yield where, "material", material, supply.materials
        places |= {leg.to for leg in lane.legs[:-1]}
    for name, trial in supply.disruptions.items():
        path = f"supply.disruptions.{name}"
        for key, what, known in (
            ("closed_places", "place", sorted(places)),
            ("closed_suppliers", "supplier", list(supply.suppliers)),
            ("lost_lanes", "lane", list(supply.lanes)),
        ):
            for place, each_name in enumerate(getattr(trial, key)):
                yield f"{path}.{key}.{place}", what, each_name, known
        for lane_name in trial.weights:
            yield f"{path}.weights.{lane_name}", "lane", lane_name, supply.lanes


def _circles(supply: Supply) -> Iterator[Problem]:
    """Yield the first material of each circle in the bill."""
    told: set[str] = set()
    for name in supply.materials:
        way = _circle(supply, name)
        if way and not told & set(way):
            told |= set(way)
            message = f"goes into itself: {' into '.join([*way, name])}"
            yield Problem(f"supply.materials.{name}.into.{way[1 % len(way)]}", message,
                          "bill_circle")  # fmt: skip


def _circle(supply: Supply, name: str) -> list[str]:
    """Give a way from a material back into itself, or nothing."""
    before: dict[str, str] = {}
    ahead = [name]
    while ahead:
        at = ahead.pop()
        for into in supply.materials[at].into if at in supply.materials else ():
            if into == name:
                way = [at]
                while way[-1] != name:
                    way.append(before[way[-1]])
                return way[::-1]
            if into not in before:
                before[into] = at
                ahead.append(into)
    return []


def _money(plant: Plant, supply: Supply) -> Iterator[Problem]:
    """Yield every currency that has no rate."""
    used = [("supply.unpacking.currency", supply.unpacking.currency)]
    for name, lane in supply.lanes.items():
        used.append((f"supply.lanes.{name}.currency", lane.currency))
    for name, material in supply.materials.items():
        used.append((f"supply.materials.{name}.currency", material.currency))
    if plant.money is None:
        message = "needs money.currency: in which money answers are given"
        yield Problem("supply", message, "no_money")
        return
    for path, currency in used:
        if currency not in (None, plant.money.currency, *plant.money.rates):
            message = (
                f"{currency} has no rate; write money.rates.{currency}: what one is"
                f" worth in {plant.money.currency}"
            )
            yield Problem(path, message, "no_rate")


def _sizes(plant: Plant, supply: Supply) -> Iterator[Problem]:
    for key, most in (("materials", MOST_MATERIALS), ("lanes", MOST_LANES)):
        count = len(getattr(supply, key))
        if count > most:
            yield Problem(f"supply.{key}", f"{count:,} {key}; {most:,} at most",
                          "too_many")  # fmt: skip
    asked = {each.option for each in supply.materials.values()}
    total = 0
    for name, model in plant.models.items():
        felt = len(asked & set(model.options))
        total += 2 ** min(felt, 2 * MOST_OPTIONS)
        if felt > MOST_OPTIONS:
            message = f"{felt} options of {name} have materials; {MOST_OPTIONS} at most"
            yield Problem("supply.materials", message, "too_many")
    if total > MOST_VARIANTS:
        message = f"{total:,} variants of models and options; {MOST_VARIANTS:,} at most"
        yield Problem("supply.materials", message, "too_many")


def _material(
    supply: Supply, path: str, name: str, each: Material
) -> Iterator[Problem]:
    if (each.reorder_level is None) != (each.order_up_to is None):
        given = "reorder_level" if each.order_up_to is None else "order_up_to"
        other = "order_up_to" if given == "reorder_level" else "reorder_level"
        yield Problem(f"{path}.{given}", f"needs {other}, too", "levels")
    elif each.reorder_level is not None and each.order_up_to is not None:
        if each.order_up_to <= each.reorder_level:
            message = f"{each.order_up_to:,} is not above the level at which is ordered"
            yield Problem(f"{path}.order_up_to", message, "levels")
        if each.safety_stock:
            message = "reorder_level and order_up_to say it already"
            yield Problem(f"{path}.safety_stock", message, "levels")
    bad = each.damaged_share + each.short_share
    if bad > 0.5:
        message = f"damaged and short shares add up to {bad:g}; 0.5 at most"
        yield Problem(f"{path}.short_share", message, "shares")
    if supply.opening == "steady" and (each.stock or each.deliveries):
        key = "stock" if each.stock else "deliveries"
        message = "counts only where the supply has opening: stated"
        yield Problem(f"{path}.{key}", message, "opening")
    urgent = any(
        lane.urgent and name in lane.materials for lane in supply.lanes.values()
    )
    if each.urgent_below_days is not None and not urgent:
        message = "no lane with urgent: true brings it"
        yield Problem(f"{path}.urgent_below_days", message, "urgent")


def _of_kit(plant: Plant, path: str, each: Material) -> Iterator[Problem]:
    """Yield why a material cannot be counted in the kits that vehicles take."""
    if each.kit is None:
        return
    assert plant.supply is not None, "a material without a supply"
    for key in ("option", "per_model", "into"):
        if getattr(each, key):
            message = f"every vehicle of a kit's models needs the same; leave {key} out"
            yield Problem(f"{path}.{key}", message + ", or kit", "kit")
    made = {into for one in plant.supply.materials.values() for into in one.into}
    if path.removeprefix("supply.materials.") in made:
        message = "is built here of others; name the kit there"
        yield Problem(f"{path}.kit", message, "kit")
    if not each.per_vehicle and not each.into:
        message = "no vehicle needs it; a kit of it is never used up"
        yield Problem(f"{path}.per_vehicle", message, "kit")
    every = set(plant.models)
    needed, taken = set(each.models) or every, set(plant.kits[each.kit].models) or every
    if needed != taken:
        message = (
            f"is for {listed(sorted(taken))}, this material for"
            f" {listed(sorted(needed))}; they have to be the same models"
        )
        yield Problem(f"{path}.kit", message, "kit")


def _lane(supply: Supply, name: str) -> Iterator[Problem]:
    lane, path = supply.lanes[name], f"supply.lanes.{name}"
    if len(set(lane.materials)) < len(lane.materials):
        yield Problem(f"{path}.materials", "a material is named twice", "name_twice")
    for place, leg in enumerate(lane.legs):
        if leg.delay_share and not leg.delay_days:
            message = "needs delay_days: how long a delay is"
            yield Problem(f"{path}.legs.{place}.delay_share", message, "delay")
    if lane.most_containers is None:
        return
    for material in lane.materials:
        each = supply.materials.get(material)
        if each is not None and not lane.urgent:
            needs = each.lot / each.per_container
            if needs > lane.most_containers * (1 + 1e-9):
                message = (
                    f"a lot of {material} takes {needs:,.4g} containers;"
                    f" {lane.most_containers:,} can leave at once"
                )
                yield Problem(f"{path}.most_containers", message, "lot_too_large")


def _bought(supply: Supply) -> Iterator[Problem]:
    """Yield materials that nobody supplies, and those built here and bought, too."""
    made = {into for each in supply.materials.values() for into in each.into}
    usual: dict[str, list[str]] = {}
    asked: dict[str, list[str]] = {}
    for name, lane in supply.lanes.items():
        for material in lane.materials:
            if not lane.urgent:
                asked.setdefault(material, []).append(name)
                if lane.weight:
                    usual.setdefault(material, []).append(name)
    for name, each in supply.materials.items():
        path = f"supply.materials.{name}"
        if name in made:
            if name in asked:
                message = (
                    f"is built here of others, and {asked[name][0]} brings it, too;"
                    " one of them only"
                )
                yield Problem(path, message, "bought_and_built")
        elif name not in usual:
            message = "nobody supplies it: no lane with a weight brings it"
            yield Problem(path, message, "nobody")
        if not each.per_vehicle and not each.per_model and not each.into:
            message = "nothing needs it: no vehicle, and no other material"
            yield Problem(path, message, "idle")


def _rate(plant: Plant, supply: Supply) -> Iterator[Problem]:
    """Yield a plan without vehicles, or with more than can be simulated."""
    if not supply.per_workday and not plant.volumes:
        message = "needs per_workday, or volumes: how many vehicles are planned"
        yield Problem("supply", message, "no_volume")
        return
    most = max(supply.per_workday.values(), default=0.0)
    if not supply.per_workday:
        most = max(plant.volumes.values()) / 200
    if most <= 0:
        yield Problem("supply.per_workday", "no vehicle is planned", "no_volume")
    if most * 7 * supply.weeks > MOST_VEHICLES:
        message = f"more than {MOST_VEHICLES:,} vehicles in {supply.weeks} weeks"
        yield Problem("supply.weeks", message, "too_many")
    weights = supply.mix or {name: each.share for name, each in plant.models.items()}
    if plant.models and not any(weights.values()):
        yield Problem("supply.mix", "no model has a share", "shares")
