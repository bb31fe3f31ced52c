"""How each field of each noun becomes JSON and comes back. `codec` is what others call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, TypeVar

import shapely

from catalogue.errors import InvalidValue
from catalogue.interval import Interval, format_utc
from catalogue.model import (
    EVIDENCE,
    Annotation,
    Assessment,
    Asset,
    BandStatistics,
    Candidate,
    Case,
    ControlPoint,
    Decision,
    EventTime,
    Look,
    Match,
    Observation,
    Occurrence,
    Photo,
    Place,
    Placing,
    Provenance,
    RasterInfo,
    Redaction,
    Report,
    ReportedObject,
    Scene,
    Score,
    Search,
    Span,
    TaxonomyClass,
    Term,
)

Json = dict[str, Any]
T = TypeVar("T")
_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def plain(value: Any) -> Any:
    """A copy made of dict, list, str, int, float, bool and None only.

    Tuples become lists. Raises InvalidValue for a number that is not finite, a key that is not
    text, and any other type.
    """
    kind = type(value)
    if value is None or kind is str or kind is int or kind is bool:
        return value
    if kind is float:
        if math.isfinite(value):
            return value
        raise InvalidValue(f"{value} is not a finite number; leave the field out instead.")
    # First by its very type: to ask an abstract class takes longer than all else here.
    if kind is dict or isinstance(value, Mapping):
        return {
            name if type(name) is str else _name(name): plain(item) for name, item in value.items()
        }
    if kind is list or isinstance(value, list | tuple):
        return [plain(item) for item in value]
    for known in (str, int, float):
        if isinstance(value, known):
            return plain(known(value))
    if callable(getattr(value, "item", None)):  # a number of numpy's
        return plain(value.item())
    raise InvalidValue(f"{value!r} ({kind.__name__}) cannot be kept as JSON; write it as text.")


def _name(name: Any) -> str:
    if isinstance(name, str):
        return str(name)
    raise InvalidValue(f"the key {name!r} is not text; JSON keys must be.")


# -- the parts that are not plain ----------------------------------------------------------------
def _geometry_out(geometry: Any) -> str | None:
    if geometry is None:
        return None
    return str(shapely.to_wkb(geometry, hex=True, byte_order=1, flavor="iso"))


def _geometry_in(value: Any) -> Any:
    # A store that keeps WKB of its own hands the geometry in as it is.
    return shapely.from_wkb(value) if isinstance(value, str) else value


def _interval_out(value: Interval | None) -> list[str | None] | None:
    if value is None:
        return None
    return [None if side is None else format_utc(side) for side in (value.begin, value.end)]


def _interval_in(value: Sequence[str | None] | None) -> Interval | None:
    if value is None:
        return None
    begin, end = (None if side is None else datetime.fromisoformat(side) for side in value)
    return Interval(begin, end)


def _alternatives_out(value: Sequence[tuple[Interval, float]]) -> list[Any]:
    return [[_interval_out(interval), plain(weight)] for interval, weight in value]


def _alternatives_in(value: Sequence[Any]) -> tuple[Any, ...]:
    return tuple((_interval_in(interval), weight) for interval, weight in value)


def _pixels_in(value: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple((x, y) for x, y in part) for part in value)


def _pairs_in(value: Sequence[Any]) -> tuple[Any, ...]:
    return tuple((name, number) for name, number in value)


def _one(cls: type[Any]) -> _Codec:
    return (
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else _decode(cls, value),
    )


def _many(cls: type[Any]) -> _Codec:
    return (
        lambda values: [encode(value) for value in values],
        lambda values: tuple(_decode(cls, value) for value in values),
    )


def _tuple_in(value: Sequence[Any] | None) -> tuple[Any, ...] | None:
    return None if value is None else tuple(value)


_PLAIN: _Codec = (plain, lambda value: value)
_TUPLE: _Codec = (plain, _tuple_in)
_GEOMETRY: _Codec = (_geometry_out, _geometry_in)
_INTERVAL: _Codec = (_interval_out, _interval_in)

_CODECS: dict[type[Any], dict[str, _Codec]] = {
    Scene: {
        "footprint": _GEOMETRY,
        "when": _INTERVAL,
        "instruments": _TUPLE,
        "assets": _many(Asset),
        "warnings": _TUPLE,
        "placing": _one(Placing),
    },
    Placing: {"points": _many(ControlPoint), "matrix": _TUPLE},
    Asset: {"roles": _TUPLE, "raster": _one(RasterInfo), "provenance": _one(Provenance)},
    RasterInfo: {
        "shape": _TUPLE,
        "transform": _TUPLE,
        "statistics": _many(BandStatistics),
        "band_names": _TUPLE,
        "colour": _TUPLE,
    },
    Observation: {
        "place": _one(Place),
        "when": _one(EventTime),
        "objects": _many(ReportedObject),
        "attribution": _TUPLE,
        "warnings": _TUPLE,
        "spans": _many(Span),
    },
    Report: {"file": _one(Asset), "chain": _TUPLE, "redactions": _many(Redaction)},
    Place: {"candidates": _many(Candidate)},
    Candidate: {"geometry": _GEOMETRY},
    EventTime: {"occurrences": _many(Occurrence)},
    Occurrence: {"alternatives": (_alternatives_out, _alternatives_in)},
    Annotation: {"geometry": _GEOMETRY, "pixels": (plain, _pixels_in)},
    TaxonomyClass: {"attributes": _TUPLE},
    Assessment: {
        "score": _one(Score),
        "alternatives": _TUPLE,
        "annotations": (plain, _pairs_in),
    },
    Score: {"terms": _many(Term)},
    Look: {"classes": _TUPLE, "annotations": (plain, _pairs_in)},
    Case: {"reports": _TUPLE, "observations": _TUPLE, "places": _GEOMETRY},
    Search: {
        "area": _GEOMETRY,
        "sent_area": _GEOMETRY,
        "when": _INTERVAL,
        "collections": _TUPLE,
        "scenes": _TUPLE,
        "observations": _TUPLE,
    },
    Photo: {"file": _one(Asset), "matches": _many(Match)},
    Match: {"photo": _TUPLE, "pixels": _TUPLE, "place": _GEOMETRY},
}


def _fields(cls: Any) -> tuple[tuple[str, Any, Callable[[Any], Any]], ...]:
    codecs = _CODECS.get(cls, {})
    found = []
    for field in fields(cls):
        default = field.default
        if field.default_factory is not MISSING:
            default = field.default_factory()
        found.append((field.name, default, codecs.get(field.name, _PLAIN)[0]))
    return tuple(found)


_NOUNS: tuple[type[Any], ...] = (
    *_CODECS,
    BandStatistics,
    ControlPoint,
    Decision,
    Provenance,
    Redaction,
    ReportedObject,
    Span,
    Term,
    *(kind for kind in EVIDENCE if kind not in _CODECS),
)
_FIELDS = {cls: _fields(cls) for cls in _NOUNS}
_DECODERS = {
    cls: {name: codec[1] for name, codec in _CODECS.get(cls, {}).items()} for cls in _NOUNS
}


def encode(value: Any) -> Json:
    """A noun as a JSON value, without the fields that have their default."""
    out: Json = {}
    for name, default, write in _FIELDS[type(value)]:
        item = getattr(value, name)
        if item is default or (default is not None and item == default):
            continue
        try:
            out[name] = write(item)
        except InvalidValue as error:
            raise InvalidValue(f"{name}: {error}") from error
        except RecursionError as error:
            raise InvalidValue(f"{name} is nested too deeply to be kept.") from error
    return out


def _decode(cls: type[T], value: Mapping[str, Any]) -> T:
    known = dict(value)
    for name, read in _DECODERS[cls].items():
        if name in known:
            known[name] = read(known[name])
    return cls(**known)


def decode(cls: type[T], value: Mapping[str, Any]) -> T:
    """The reverse of `encode`. Raises InvalidValue for what is no such noun."""
    try:
        return _decode(cls, value)
    except (TypeError, KeyError, ValueError, AttributeError, shapely.GEOSException) as error:
        raise InvalidValue(f"not a stored {cls.__name__.lower()}: {error}") from error
