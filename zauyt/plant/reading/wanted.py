"""What may stand at a place of a plant file, in words."""

from __future__ import annotations

from zauyt.plant.reading.nearest import listed, number_words
from zauyt.plant.reading.shape import (
    Date,
    Flag,
    Group,
    Many,
    Named,
    Nothing,
    Number,
    OneOf,
    Shape,
    Tagged,
    Text,
    Words,
    keys_of,
)


def wanted(shape: Shape) -> str:
    """Say what may stand at a place, in words."""
    match shape:
        case Number():
            return number_wanted(shape)
        case Text():
            return shape.wanted
        case Words():
            return " or ".join(str(word) for word in shape.words)
        case Flag():
            return "true or false"
        case Date():
            return "a date like 2026-01-15"
        case Many():
            return "a list in [ ]"
        case Named(entry=Group() | Tagged() | OneOf()):
            return "a mapping of names"
        case Named():
            return f"a mapping of names, each with {wanted(shape.entry)}"
        case Group():
            return f"a mapping with the keys {listed(keys_of(shape.record), most=6)}"
        case Tagged():
            return f"a mapping with the key {shape.by}"
        case OneOf():
            parts = [each for each in shape.branches if not isinstance(each, Nothing)]
            return ", or ".join(wanted(part) for part in parts)
        case Nothing():
            return "nothing"


def number_wanted(shape: Number) -> str:
    """Say what number is wanted: ``a number in seconds above 0``."""
    kind = "a whole number" if shape.whole else "a number"
    unit = (
        f" in {shape.unit.meaning}" if shape.unit and shape.unit.symbol != "1" else ""
    )
    return kind + unit + _range(shape)


def _range(shape: Number) -> str:
    low, high = shape.low, shape.high
    if low is None and high is None:
        return ""
    if high is None and low is not None:
        return f" {'above' if shape.low_open else 'of at least'} {number_words(low)}"
    if low is None and high is not None:
        return f" {'below' if shape.high_open else 'of at most'} {number_words(high)}"
    assert low is not None
    assert high is not None
    if not shape.low_open and not shape.high_open:
        return f" from {number_words(low)} to {number_words(high)}"
    above = "above" if shape.low_open else "of at least"
    below = "below" if shape.high_open else "at most"
    return f" {above} {number_words(low)} and {below} {number_words(high)}"
