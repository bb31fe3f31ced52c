"""Could this scene have shown it? Five terms in [0, 1], multiplied; each says why in words.

The score orders images and is not a probability. A term that cannot be known is [0, 1] with a
documented prior as its value, and says so. Every number used is in `Parameters`.
"""

from catalogue.score.classes import (
    EFFECTS,
    KINDS,
    critical_m,
    effect_of,
    is_aircraft,
    kind_of,
)
from catalogue.score.clear_view import clear_at, clear_share, clear_view, light
from catalogue.score.combine import score
from catalogue.score.giqe import PER_DECADE, giqe5, niirs
from catalogue.score.observability import NOT_DONE, observability, observability_of
from catalogue.score.parameters import (
    DEFAULTS,
    TASKS,
    Parameters,
    Row,
    changed,
    fingerprint,
    from_json,
    table,
    to_json,
)
from catalogue.score.place import Covered, place_advice
from catalogue.score.sensor import ANY_SENSOR, SENSORS, Sensor, fit_table, sensor_of
from catalogue.score.sharpness import Need, limits, losses, needs
from catalogue.score.terms import SECONDS_PER_DAY
from catalogue.score.timing import Seen, baseline, faded, persistence, persistences, seen

__all__ = [
    "ANY_SENSOR",
    "DEFAULTS",
    "EFFECTS",
    "KINDS",
    "NOT_DONE",
    "PER_DECADE",
    "SECONDS_PER_DAY",
    "SENSORS",
    "TASKS",
    "Covered",
    "Need",
    "Parameters",
    "Row",
    "Seen",
    "Sensor",
    "baseline",
    "changed",
    "clear_at",
    "clear_share",
    "clear_view",
    "critical_m",
    "effect_of",
    "faded",
    "fingerprint",
    "fit_table",
    "from_json",
    "giqe5",
    "is_aircraft",
    "kind_of",
    "light",
    "limits",
    "losses",
    "needs",
    "niirs",
    "observability",
    "observability_of",
    "persistence",
    "persistences",
    "place_advice",
    "score",
    "seen",
    "sensor_of",
    "table",
    "to_json",
]
