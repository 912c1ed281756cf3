"""What a line or a shop would make alone: always fed, never held up."""

from __future__ import annotations

from zauyt.arrays.network import feeders
from zauyt.plant.line import Line, Store
from zauyt.plant.plant import Plant


def _kept(
    record: Line | Store, names: frozenset[str], plant: Plant
) -> dict[str, float]:
    """Give the feeders of a line or store that are among the names."""
    kept = {}
    for text, weight in feeders(record):
        head, _, outcome = text.partition(".")
        if head in names:
            kept[text] = weight
    return kept


def alone(plant: Plant, names: frozenset[str], *, point: str) -> Plant | None:
    """Give the plant that consists of some lines and what lies between them.

    What fed them from outside is replaced by sources that never run dry, and what
    they give is taken at once and counted at ``point``. None if no line is among
    the names.
    """
    lines = {}
    taken: set[str] = set()
    members = {**plant.lines, **plant.stores}
    for name in names:
        record = members[name]
        taken |= {text.partition(".")[0] for text in _kept(record, names, plant)
                  if "." not in text}  # fmt: skip
        if isinstance(record, Line):
            taken |= {text for text in record.joins if text in names}
    for name, record in plant.lines.items():
        if name not in names:
            continue
        after = _kept(record, names, plant)
        joins = tuple(text for text in record.joins if text in names)
        weighted = isinstance(record.after, dict) and len(after) > 1
        lines[name] = record.model_copy(
            update={
                "after": after if weighted else tuple(after),
                "joins": joins,
                "source": record.source if record.source and not after else None,
                "calendar": None,
                "carrier": None,
                "releases_carrier": None,
                "count_point": point if name not in taken else None,
            }
        )
        if lines[name].source is not None and lines[name].source.type == "arrivals":
            lines[name] = lines[name].model_copy(update={"source": None})
    if not lines:
        return None
    stores = {
        name: store.model_copy(update={"after": tuple(_kept(store, names, plant))})
        for name, store in plant.stores.items()
        if name in names and _kept(store, names, plant)
    }
    # A store that nothing inside feeds falls away; what it fed is fed from outside.
    for name, line in lines.items():
        after = line.after
        gone = {
            text for text in after if text in plant.stores and text not in stores
        }
        if gone:
            left = (
                {text: weight for text, weight in after.items() if text not in gone}
                if isinstance(after, dict)
                else tuple(text for text in after if text not in gone)
            )
            lines[name] = line.model_copy(update={"after": left})
    return plant.model_copy(
        update={
            "lines": lines,
            "stores": stores,
            "calendars": {},
            "calendar": None,
            "carriers": {},
            "target": None,
        }
    )
