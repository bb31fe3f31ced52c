"""Records as JSON values and back, without loss: one form for every store and the journal.

A field that has its default is left out, so that a field added later does not change the digest
of the records that lack it. A geometry is its ISO WKB in hex (every bit of every coordinate), a
time is ISO 8601 with Z and microseconds where there are some, an open side of an interval null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
import rfc8785
from shapely.geometry.base import BaseGeometry

from catalogue.canonical import SAFE_INTEGER, canonical
from catalogue.errors import InvalidValue
from catalogue.model import (
    Annotation,
    Decision,
    E,
    Evidence,
    Observation,
    Report,
    Scene,
    TaxonomyClass,
)
from catalogue.store.fields import Json, decode, encode

Record = Scene | Observation | Annotation | Report | Decision | TaxonomyClass | Evidence


def scene_to_json(scene: Scene) -> Json:
    """The scene as a JSON value; its `stac` is kept as it is."""
    return encode(scene)


def scene_from_json(value: Mapping[str, Any], footprint: BaseGeometry | None = None) -> Scene:
    """The scene that `scene_to_json` was given. Raises InvalidValue for anything else.

    `footprint` is for a store that keeps it apart from the rest; a footprint in `value` wins.
    """
    return decode(Scene, value if footprint is None else {"footprint": footprint, **value})


def observation_to_json(observation: Observation) -> Json:
    """The observation as a JSON value."""
    return encode(observation)


def observation_from_json(value: Mapping[str, Any]) -> Observation:
    """The reverse of `observation_to_json`. Raises InvalidValue."""
    return decode(Observation, value)


def annotation_to_json(annotation: Annotation) -> Json:
    """The annotation as a JSON value."""
    return encode(annotation)


def annotation_from_json(value: Mapping[str, Any]) -> Annotation:
    """The reverse of `annotation_to_json`. Raises InvalidValue."""
    return decode(Annotation, value)


def report_to_json(report: Report) -> Json:
    """The report as a JSON value."""
    return encode(report)


def report_from_json(value: Mapping[str, Any]) -> Report:
    """The reverse of `report_to_json`. Raises InvalidValue."""
    return decode(Report, value)


def decision_to_json(decision: Decision) -> Json:
    """The decision as a JSON value."""
    return encode(decision)


def decision_from_json(value: Mapping[str, Any]) -> Decision:
    """The reverse of `decision_to_json`. Raises InvalidValue."""
    return decode(Decision, value)


def evidence_to_json(record: Evidence) -> Json:
    """An assessment, a case, a search... as a JSON value."""
    return encode(record)


def evidence_from_json(cls: type[E], value: Mapping[str, Any]) -> E:
    """The reverse of `evidence_to_json`. Raises InvalidValue."""
    return decode(cls, value)


def taxonomy_to_json(entry: TaxonomyClass) -> Json:
    """One class of a taxonomy as a JSON value."""
    return encode(entry)


def taxonomy_from_json(value: Mapping[str, Any]) -> TaxonomyClass:
    """The reverse of `taxonomy_to_json`. Raises InvalidValue."""
    return decode(TaxonomyClass, value)


def dumps(value: Any) -> str:
    """JSON text of one of the values above. Raises InvalidValue for what JSON has no form for."""
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:
        raise InvalidValue(f"a record cannot be written as JSON: {error}") from error


def loads(text: str | bytes) -> Any:
    """The value of `dumps`. Raises InvalidValue for text that is not JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidValue(f"a stored record is not JSON: {error}") from error


def row_digest(record: Record) -> str:
    """sha256, in lower-case hex, of the record's canonical JSON (RFC 8785).

    An integer beyond 2^53 in `stac`, `properties` or `attributes` stands in the hashed text as
    {"$int": "its digits"}. Raises InvalidValue for what JSON has no form for.
    """
    return _digest(encode(record))


def storable_digest(record: Record) -> str:
    """The same of a record that `dumps` can write too. Raises InvalidValue (NaN, say)."""
    value = encode(record)
    dumps(value)
    return _digest(value)


def _digest(value: Json) -> str:
    try:
        try:
            text = canonical(value)
        except rfc8785.IntegerDomainError:
            text = canonical(_spelt(value))
    except (rfc8785.CanonicalizationError, ValueError) as error:
        raise InvalidValue(f"a record cannot be written as JSON: {error}") from error
    return hashlib.sha256(text).hexdigest()


def _spelt(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _spelt(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_spelt(item) for item in value]
    if type(value) is int and abs(value) > SAFE_INTEGER:
        return {"$int": str(value)}
    return value
