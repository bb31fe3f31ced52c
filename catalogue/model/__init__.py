"""The nouns of the catalogue as frozen values. One word per thing; units are in the names.

Geometries are shapely geometries in lon/lat degrees (WGS 84, longitude first), already split at
180 degrees as RFC 7946 asks (`catalogue.space.normalise`). None always means "unknown".
Values are never changed: `dataclasses.replace` makes a new one.
"""

from catalogue.model.annotation import (
    ANNOTATION_KINDS,
    TILE_STATES,
    Annotation,
    AnnotationKind,
    TaxonomyClass,
    TileState,
)
from catalogue.model.assessment import (
    CLAIM_PARTS,
    VERDICTS,
    Assessment,
    ClaimPart,
    Look,
    Verdict,
)
from catalogue.model.case import SENSITIVITIES, Case, Search, Sensitivity
from catalogue.model.cloud import CloudAtPlace, Clouds
from catalogue.model.evidence import EVIDENCE, E, Evidence, kind_of, subjects
from catalogue.model.link import Certainty, Level, Link, Role, Score, Task, Term, TermName
from catalogue.model.observation import (
    OBSERVABILITIES,
    STATUSES,
    Candidate,
    EventTime,
    Observability,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Status,
)
from catalogue.model.outcome import Outcome, Rejected
from catalogue.model.photo import Match, Nudge, Photo, Tuning
from catalogue.model.placing import PLACING_METHODS, ControlPoint, Placing, PlacingMethod
from catalogue.model.query import BBox, SceneQuery
from catalogue.model.ranges import check_range
from catalogue.model.report import (
    MOST_CHARACTERS,
    REASONS,
    SPAN_KINDS,
    Decision,
    Reason,
    Redaction,
    Report,
    Span,
    SpanKind,
    check_text,
    text_sha256,
)
from catalogue.model.scene import LINK, PLACED, Asset, BandStatistics, Provenance, RasterInfo, Scene
from catalogue.model.sheet import SceneSheet
from catalogue.model.summary import (
    ListedScene,
    ObservationSketches,
    SceneRow,
    SceneSummary,
    Sketches,
    row_of,
    summary_of,
)

__all__ = [
    "ANNOTATION_KINDS",
    "CLAIM_PARTS",
    "EVIDENCE",
    "LINK",
    "MOST_CHARACTERS",
    "OBSERVABILITIES",
    "PLACED",
    "PLACING_METHODS",
    "REASONS",
    "SENSITIVITIES",
    "SPAN_KINDS",
    "STATUSES",
    "TILE_STATES",
    "VERDICTS",
    "Annotation",
    "AnnotationKind",
    "Assessment",
    "Asset",
    "BBox",
    "BandStatistics",
    "Candidate",
    "Case",
    "Certainty",
    "ClaimPart",
    "CloudAtPlace",
    "Clouds",
    "ControlPoint",
    "Decision",
    "E",
    "EventTime",
    "Evidence",
    "Level",
    "Link",
    "ListedScene",
    "Look",
    "Match",
    "Nudge",
    "Observability",
    "Observation",
    "ObservationSketches",
    "Occurrence",
    "Outcome",
    "Photo",
    "Place",
    "Placing",
    "PlacingMethod",
    "Provenance",
    "RasterInfo",
    "Reason",
    "Redaction",
    "Rejected",
    "Report",
    "ReportedObject",
    "Role",
    "Scene",
    "SceneQuery",
    "SceneRow",
    "SceneSheet",
    "SceneSummary",
    "Score",
    "Search",
    "Sensitivity",
    "Sketches",
    "Span",
    "SpanKind",
    "Status",
    "Task",
    "TaxonomyClass",
    "Term",
    "TermName",
    "TileState",
    "Tuning",
    "Verdict",
    "check_range",
    "check_text",
    "kind_of",
    "row_of",
    "subjects",
    "summary_of",
    "text_sha256",
]
