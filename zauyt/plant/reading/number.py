"""Whether a value is the number wanted; if not, why, and what to write instead."""

from __future__ import annotations

import math
import re
from typing import Any

from zauyt.plant.reading.nearest import found_words, number_words
from zauyt.plant.reading.shape import Number
from zauyt.plant.reading.wanted import number_wanted

_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}([ _'\u00a0\u202f,][0-9]{3})+")
_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_PERCENT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?)\s*%")
_PLAIN = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_WITH_UNIT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?)\s*([^\W\d_]+\.?)")


def number_problem(raw: Any, shape: Number) -> tuple[str, str] | None:
    """Give (code, message) of what is wrong with a value, or None if all is well."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        hint = _hint(raw, shape) if isinstance(raw, str) else ""
        return (
            "wrong_kind",
            f"{found_words(raw)} found; {number_wanted(shape)} is wanted{hint}",
        )
    if isinstance(raw, float) and not math.isfinite(raw):
        return (
            "out_of_range",
            f"{raw} is not a finite number; {number_wanted(shape)} is wanted",
        )
    if shape.whole and isinstance(raw, float) and abs(raw) < 2**53:
        return (
            "wrong_kind",
            f"{number_words(raw)} is not a whole number; {number_wanted(shape)} is"
            " wanted",
        )
    return _out_of_range(raw, shape)


def _out_of_range(raw: float, shape: Number) -> tuple[str, str] | None:
    low, high = shape.low, shape.high
    if low is not None and (raw <= low if shape.low_open else raw < low):
        fault = f"{'not above' if shape.low_open else 'below'} {number_words(low)}"
    elif high is not None and (raw >= high if shape.high_open else raw > high):
        fault = f"{'not below' if shape.high_open else 'above'} {number_words(high)}"
    else:
        return None
    hint = ""
    if high == 1 and 1 < raw <= 100:
        hint = f"; {number_words(raw)} % is written {raw / 100:g}"
    return (
        "out_of_range",
        f"{number_words(raw)} is {fault}; {number_wanted(shape)} is wanted{hint}",
    )


def _hint(text: str, shape: Number) -> str:
    """Say what to write in place of text that was meant as a number."""
    text = text.strip()[:60]
    percent = _PERCENT.fullmatch(text)
    with_unit = _WITH_UNIT.fullmatch(text)
    if _PLAIN.fullmatch(text):
        return "; leave the quotes out"
    if percent:
        return f"; write {float(percent.group(1).replace(',', '.')) / 100:g}"
    if _THOUSANDS.fullmatch(text):
        return "; write " + re.sub(r"[^-+0-9]", "", text)
    if _COMMA.fullmatch(text):
        return "; write " + text.replace(",", ".")
    if _CLOCK.fullmatch(text):
        return "; that is a time of day"
    if with_unit:
        unit = f" in {shape.unit.meaning}" if shape.unit else ""
        return f"; write the bare number{unit}, without {with_unit.group(2)}"
    return ""
