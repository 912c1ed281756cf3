"""The plant after its launch: every learning done, every model built."""

from __future__ import annotations

from zauyt.plant.line import Line
from zauyt.plant.plant import Plant


def matured(plant: Plant) -> Plant:
    """Give the plant as it is after its launch.

    Without ``launch``, without the ``pitch_steps`` of its conveyors, and with all
    models built from the beginning.
    """
    gone = ("launch.", *(f"lines.{name}.paced.pitch_steps." for name in plant.lines))
    models = {
        name: model.model_copy(update={"from_date": None})
        for name, model in plant.models.items()
    }
    return plant.model_copy(
        update={
            "launch": {},
            "models": models,
            "lines": {name: _at_speed(line) for name, line in plant.lines.items()},
            "evidence": {
                path: evidence
                for path, evidence in plant.evidence.items()
                if not path.startswith(gone)
            },
        }
    )


def _at_speed(line: Line) -> Line:
    """Give the line at its set speed."""
    if line.paced is None or not line.paced.pitch_steps:
        return line
    paced = line.paced.model_copy(update={"pitch_steps": {}})
    return line.model_copy(update={"paced": paced})
