"""Whether parts, money and content commitments fit together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from zauyt.errors import Problem
from zauyt.plant.content_rule import BY_PRICE, rules_of
from zauyt.plant.localisation import Candidate, Commitment, Content, Part
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed

MOST_PARTS = 2_000
MOST_CHOICES = 60_000
"""Parts' candidates times years."""


def check_content(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with parts, candidates and commitments."""
    unknown = [*_names(plant), *_own_rules(plant), *_currencies(plant), *_bill(plant)]
    yield from unknown
    yield from _parts(plant)
    if plant.content is None:
        return
    if plant.content.table is not None:
        message = "a table is read with the plant's file; give the parts themselves"
        yield Problem("content.table", message, "table")
    yield from _needed(plant, plant.content)
    if unknown or plant.money is None:
        return
    yield from _kit(plant, plant.content)
    yield from _commitments(plant, plant.content)


def counted_by(plant: Plant) -> tuple[str, ...]:
    """Give the rules by which the plant's content is counted, in the order stated.

    Without a list it is every shipped rule for which the file has what it counts.
    """
    content = plant.content
    if content is None:
        return ()
    committed = [each.rule for each in content.commitments.values()]
    if content.rules:
        return tuple(dict.fromkeys([*content.rules, *committed]))
    able = [name for name in rules_of(content) if not _lacks(plant, content, name)]
    return tuple(dict.fromkeys([*committed, *able]))


def value_in_kit(plant: Plant, part: Part) -> float:
    """Give a part's price in the kit, in the currency of answers."""
    assert plant.content is not None, "a kit without content"
    assert plant.money is not None, "a price without money"
    kit = plant.content.kit
    price = part.price if part.price is not None else (part.share or 0.0) * kit.price
    return in_account(plant.money, price, kit.currency)


def _unknown(path: str, what: str, name: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint = did_you_mean(name, names) or f"; there are {listed(names)}"
    return Problem(path, f"there is no {what} {name}{hint}", "unknown_reference")


def _names(plant: Plant) -> Iterator[Problem]:
    """Yield what refers to nothing: rules, parts, candidates."""
    known_rules = rules_of(plant.content)
    for kind in ("parts", "operations"):
        for name, entry in getattr(plant, kind).items():
            for rule in entry.earns:
                path = f"{kind}.{name}.earns.{rule}"
                if rule not in known_rules:
                    yield _unknown(path, "rule", rule, known_rules)
                elif kind == "parts" and known_rules[rule].formula != "points":
                    message = f"{rule} counts a part's price, not points"
                    yield Problem(path, message, "no_points")
    content = plant.content
    if content is None:
        return
    for place, rule in enumerate(content.rules):
        if rule not in known_rules:
            yield _unknown(f"content.rules.{place}", "rule", rule, known_rules)
    for name, each in content.commitments.items():
        if each.rule not in known_rules:
            path = f"content.commitments.{name}.rule"
            yield _unknown(path, "rule", each.rule, known_rules)
    for name, decision in content.roadmap.items():
        path = f"content.roadmap.{name}"
        if name not in plant.parts:
            yield _unknown(path, "part", name, plant.parts)
            continue
        known = plant.parts[name].candidates
        if decision.candidate not in known:
            where = f"{path}.candidate"
            yield _unknown(where, "candidate", decision.candidate, known)
        last = content.first_year + content.years - 1
        if not content.first_year <= decision.decided <= last:
            message = f"the roadmap has the years {content.first_year} to {last}"
            yield Problem(f"{path}.decided", message, "year_outside")


def _own_rules(plant: Plant) -> Iterator[Problem]:
    """Yield what the file's own rules lack: terms of a formula, what is assumed."""
    own = {} if plant.content is None else plant.content.own_rules
    for name, rule in own.items():
        path = f"content.own_rules.{name}"
        of_origin = rule.formula in ("build_up", "build_down")
        if of_origin and rule.part_least_share is None:
            message = f"{rule.formula} needs part_least_share: from which local share"
            yield Problem(path, f"{message} of its price a part counts", "own_rule")
        if not of_origin and rule.part_least_share is not None:
            message = f"{rule.formula} does not ask where a part originates"
            yield Problem(f"{path}.part_least_share", message, "own_rule")
        if rule.formula != "points" and rule.operations_at_most is not None:
            message = f"{rule.formula} counts no points"
            yield Problem(f"{path}.operations_at_most", message, "own_rule")
        if rule.text != "public" and not rule.assumption:
            message = "its text was not seen whole; write under assumption what is"
            yield Problem(path, f"{message} assumed in its place", "own_rule")


def _currencies(plant: Plant) -> Iterator[Problem]:
    """Yield every currency that has no rate."""
    used: list[tuple[str, str | None]] = []
    if plant.content is not None:
        used += [
            ("content.currency", plant.content.currency),
            ("content.kit.currency", plant.content.kit.currency),
        ]
    for name, part in plant.parts.items():
        for each, candidate in part.candidates.items():
            path = f"parts.{name}.candidates.{each}.currency"
            used.append((path, candidate.currency))
    money = plant.money
    if money is None:
        if plant.content is not None:
            message = "needs money.currency: in which money answers are given"
            yield Problem("content", message, "no_money")
        return
    for path, currency in used:
        if currency not in (None, money.currency, *money.rates):
            message = (
                f"{currency} has no rate; write money.rates.{currency}: what one is"
                f" worth in {money.currency}"
            )
            yield Problem(path, message, "no_rate")


def _bill(plant: Plant) -> Iterator[Problem]:
    """Yield parts built into nothing, and the first part of each circle."""
    inside: dict[str, str] = {}
    for name, part in plant.parts.items():
        if part.part_of is None:
            continue
        if part.part_of not in plant.parts:
            path = f"parts.{name}.part_of"
            yield _unknown(path, "part", part.part_of, plant.parts)
        else:
            inside[name] = part.part_of
    told: set[str] = set()
    for name in inside:
        way = [name]
        while way[-1] in inside and inside[way[-1]] not in way:
            way.append(inside[way[-1]])
        circle = inside.get(way[-1]) == name
        if circle and not told & set(way):
            told |= set(way)
            message = f"is part of itself: {' in '.join([*way, name])}"
            yield Problem(f"parts.{name}.part_of", message, "bill_circle")


def _parts(plant: Plant) -> Iterator[Problem]:
    if plant.parts and plant.content is None:
        message = "parts have their prices in a kit; needs content.kit"
        yield Problem("parts", message, "no_content", severity="warning")
    if len(plant.parts) > MOST_PARTS:
        message = f"the plant has {len(plant.parts):,} parts; {MOST_PARTS:,} at most"
        yield Problem("parts", message, "too_many")
    for name, part in plant.parts.items():
        path = f"parts.{name}"
        given = [key for key in ("price", "share") if getattr(part, key) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            message = f"needs exactly one of price and share; {found} given"
            yield Problem(path, message, "part_value")
        if part.deletion_credit is not None and part.deletion_amount is not None:
            message = "deletion_credit says it already; state one of them"
            yield Problem(f"{path}.deletion_amount", message, "part_credit")
        if not part.candidates:
            message = "nobody could make it here, so it stays in the kit"
            yield Problem(path, message, "nobody", severity="warning")
        for each, candidate in part.candidates.items():
            yield from _candidate(f"{path}.candidates.{each}", candidate)


def _candidate(path: str, candidate: Candidate) -> Iterator[Problem]:
    if candidate.reject_cost and not candidate.reject_share:
        message = "needs reject_share: how many are rejected"
        yield Problem(f"{path}.reject_cost", message, "rejects")


def _needed(plant: Plant, content: Content) -> Iterator[Problem]:
    """Yield what is missing for years, rules and commitments to be counted."""
    years = range(content.first_year, content.first_year + content.years)
    without = [str(year) for year in years if str(year) not in plant.volumes]
    if without:
        message = f"needs volumes for {', '.join(without)}"
        yield Problem("content.years", message, "no_volume")
    choices = content.years * sum(len(p.candidates) for p in plant.parts.values())
    if choices > MOST_CHOICES:
        message = f"{choices:,} candidates times years; {MOST_CHOICES:,} at most"
        yield Problem("content.years", message, "too_many")
    stated = [(f"content.rules.{at}", name) for at, name in enumerate(content.rules)]
    stated += [
        (f"content.commitments.{name}.rule", each.rule)
        for name, each in content.commitments.items()
    ]
    known_rules = rules_of(content)
    for path, name in stated:
        lack = _lacks(plant, content, name) if name in known_rules else ""
        if lack:
            yield Problem(path, f"{name} cannot be counted: {lack}", "rule_lacks")


def _lacks(plant: Plant, content: Content, name: str) -> str:
    """Say what a rule counts that the file does not have, or nothing."""
    rule = rules_of(content)[name]
    if rule.formula in BY_PRICE and content.ex_works_price is None:
        return "content.ex_works_price is missing"
    if rule.formula == "points":
        earned = [each.earns for each in plant.operations.values()]
        earned += [each.earns for each in plant.parts.values()]
        if not any(each.get(name) for each in earned):
            return f"no operation or part has earns.{name}"
    if rule.formula == "ckd_share":
        years = range(content.first_year, content.first_year + content.years)
        without = [str(year) for year in years if str(year) not in content.ckd_share]
        if without:
            return f"content.ckd_share lacks {', '.join(without)}"
    return ""


def _kit(plant: Plant, content: Content) -> Iterator[Problem]:
    """Yield parts that cost more than the kit, or save more than they cost."""
    assert plant.money is not None
    whole = in_account(plant.money, content.kit.price, content.kit.currency)
    values = {
        name: value_in_kit(plant, part) * part.fitted_share
        for name, part in plant.parts.items()
    }
    total = math.fsum(values.values())
    if total > whole * (1 + 1e-9):
        message = (
            f"the parts' shares of the kit add up to {total / whole:.3g}; 1 at most"
        )
        yield Problem("parts", message, "shares")
    for name, part in plant.parts.items():
        amount = part.deletion_amount
        if amount is None:
            continue
        credit = in_account(plant.money, amount, content.kit.currency)
        if credit > value_in_kit(plant, part) * (1 + 1e-9):
            message = f"{amount:g} is more than the part costs in the kit"
            yield Problem(f"parts.{name}.deletion_amount", message, "part_credit")
    if content.ex_works_price is not None:
        price = in_account(plant.money, content.ex_works_price, content.currency)
        if whole > price:
            message = "the kit costs more than the vehicle; is a currency missing?"
            yield Problem("content.kit.price", message, "kit_price", severity="warning")


def _commitments(plant: Plant, content: Content) -> Iterator[Problem]:
    last = content.first_year + content.years - 1
    known_rules = rules_of(content)
    before: dict[str, tuple[str, Commitment]] = {}
    ordered = sorted(content.commitments.items(), key=lambda item: item[1].year)
    for name, each in ordered:
        path = f"content.commitments.{name}"
        if not content.first_year <= each.year <= last:
            message = f"the roadmap has the years {content.first_year} to {last}"
            yield Problem(f"{path}.year", message, "year_outside")
        if known_rules[each.rule].unit == "share" and each.least > 1:
            message = f"{each.least:g} is above 1; {each.least:g} % is written"
            message += f" {each.least / 100:g}"
            yield Problem(f"{path}.least", message, "out_of_range")
        if each.rule in before:
            earlier, other = before[each.rule]
            if other.year == each.year:
                message = f"{earlier} has the same rule and year"
                yield Problem(f"{path}.year", message, "commitment_twice")
            elif each.least < other.least:
                message = (
                    f"{each.least:g} from {each.year} is less than {earlier} wants from"
                    f" {other.year}: {other.least:g}; commitments hold on, and rise"
                )
                yield Problem(f"{path}.least", message, "commitment_falls")
        before[each.rule] = (name, each)
