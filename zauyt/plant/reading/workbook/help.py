"""The first sheet of a workbook: how to fill it in, and what every column means."""

from __future__ import annotations

from collections.abc import Iterator

from zauyt.plant.evidence import Evidence
from zauyt.plant.reading.shape import Many, Named, Shape, Tagged, keys_of
from zauyt.plant.reading.wanted import wanted
from zauyt.plant.reading.workbook.layout import (
    EVIDENCE,
    NETWORK,
    PLANT,
    Column,
    Root,
    branches,
    sheets,
    top_of,
)

BEGINS = {
    PLANT: ("A plant for zauyt, one row a line, station, model or failure.",),
    NETWORK: (
        "Several plants planned together, one row a plant, market, lane or scenario.",
        "What holds from a month on is written month: value, as in 2026: 400, 2026-07:"
        " 900; one number alone holds always.",
    ),
}
HOW_TO = (
    "Fill in what you know; a blank cell states nothing, and the default holds.",
    "Several names or days in one cell stand apart by commas: andon, equipment",
    "Values by name are written name: value, as in white: 0.4, black: 0.6",
    "Source, low, high and confidence of a number stand in the sheet evidence, which"
    " names it by its path: its sheet, its name and its column, with points between.",
    "Rows and columns in brackets, and sheets whose name begins with #, are for you.",
)
ENDS = {
    PLANT: (
        "A law of chance is its name and its shape, as in lognormal, cv: 0.2",
        "zauyt lint FILE.xlsx tells what is wrong, zauyt simulate FILE.xlsx answers,"
        " and zauyt import FILE.xlsx -o plant.yaml makes a plant file of it.",
    ),
    NETWORK: (
        "zauyt lint FILE.xlsx tells what is wrong, zauyt plan FILE.xlsx answers, and"
        " zauyt import FILE.xlsx -o network.yaml makes a network file of it.",
    ),
}
HEADS = ("sheet", "column", "needed", "what may stand there", "if blank", "meaning")


def help_rows(root: Root) -> Iterator[tuple[str, ...]]:
    """Give the rows of the sheet, each a tuple of texts."""
    top = top_of(root)
    for text in (*BEGINS[top], *HOW_TO, *ENDS[top]):
        yield (text,)
    yield ("",)
    yield HEADS
    for name, sheet in sheets(root).items():
        for heading in sheet.names:
            yield name, heading, "yes", "a name", "", ""
        for column in sheet.columns:
            yield name, column.heading, *_told(column)
    for heading, key in keys_of(Evidence).items():
        yield EVIDENCE, heading, "", _allowed(key.shape), "", key.meaning


def _told(column: Column) -> tuple[str, str, str, str]:
    key = column.key
    needed = "yes" if key.required and len(column.steps) == 1 else ""
    default = key.default
    is_shown = isinstance(default, bool | int | float | str) and default != ""
    return needed, _allowed(key.shape), str(default) if is_shown else "", key.meaning


def _allowed(shape: Shape) -> str:
    """Say what may stand in a cell, in words."""
    return ", or ".join(_one(each) for each in branches(shape))


def _one(shape: Shape) -> str:
    match shape:
        case Many():
            return f"several, apart by commas: {_allowed(shape.item)}"
        case Named():
            return f"name: value, ..., each {_allowed(shape.entry)}"
        case Tagged():
            words = ", ".join(word for word, _ in shape.groups)
            return f"one of {words}, then its shape"
        case _:
            return wanted(shape)
