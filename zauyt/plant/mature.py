"""The plant after its launch: every learning done, every model built."""

from __future__ import annotations

from collections.abc import Mapping

from zauyt.plant.line import Line
from zauyt.plant.plant import Plant


def matured(plant: Plant) -> Plant:
    """Give the plant as it is after its launch.

    Without ``launch``, ``ramp`` and the kits that this names, without the steps in
    speed of its lines, with all people there, all shifts worked and all models built
    from the beginning.
    """
    kits = plant.ramp.kits if plant.ramp is not None else ()
    gone = (
        "launch.",
        *(f"kits.{name}." for name in kits),
        "ramp.",
        *(f"people.{name}.there_from." for name in plant.people),
        *(f"lines.{name}.paced.pitch_steps." for name in plant.lines),
        *(f"lines.{name}.takt_steps." for name in plant.lines),
    )
    models = {
        name: model.model_copy(update={"from_date": None})
        for name, model in plant.models.items()
    }
    return plant.model_copy(
        update={
            "launch": {},
            "ramp": None,
            "kits": {n: kit for n, kit in plant.kits.items() if n not in kits},
            "people": {
                name: skill.model_copy(update={"there_from": {}})
                for name, skill in plant.people.items()
            },
            "calendars": {
                name: calendar.model_copy(update={"shifts_from": {}})
                for name, calendar in plant.calendars.items()
            },
            "models": models,
            "lines": lines_at_speed(plant.lines),
            "evidence": {
                path: evidence
                for path, evidence in plant.evidence.items()
                if not path.startswith(gone)
            },
        }
    )


def lines_at_speed(lines: Mapping[str, Line]) -> dict[str, Line]:
    """Give the lines with their speed after the launch."""
    return {name: _at_speed(line) for name, line in lines.items()}


def _at_speed(line: Line) -> Line:
    if line.takt_steps:
        line = line.model_copy(update={"takt_steps": {}})
    if line.paced is None or not line.paced.pitch_steps:
        return line
    paced = line.paced.model_copy(update={"pitch_steps": {}})
    return line.model_copy(update={"paced": paced})
