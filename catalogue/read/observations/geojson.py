"""GeoJSON to records: FeatureCollection, Feature, bare geometry, or one feature a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson

from catalogue.errors import InvalidGeometry
from catalogue.read.observations.csv_rows import decode
from catalogue.read.observations.records import Record, Source
from catalogue.space import normalise

_WGS84 = ("crs84", "epsg::4326", "epsg:4326", "epsg:4979", "epsg::4979", "crs84h", "wgs84")
# What a plain record must have to be taken for one.
_PLAIN = {"latitude", "longitude"}


def read_geojson(raw: bytes, name: str, encoding: str | None = None) -> Source:
    """Read the bytes of a GeoJSON file (RFC 7946). Rows are counted from 1, lines as lines."""
    source = Source(name)
    if not raw.strip():
        source.reject("the file is empty; it needs a GeoJSON FeatureCollection.")
        return source
    text = decode(raw, source, encoding)
    if text is None:
        return source
    for row, feature in _features(text, source):
        _take(source, row, feature)
    columns: dict[str, None] = {}
    for record in source.records:
        if isinstance(record, Record):
            columns.update(dict.fromkeys(record.values))
    source.columns = list(columns)
    if not source.records:
        source.warnings.append("the file holds no features.")
    return source


def _features(text: str, source: Source) -> Iterator[tuple[int, Any]]:
    try:
        document = _loads(text)
    except ValueError as error:
        lines = list(_lines(text))
        if len(lines) < 2 or not _is_object(lines[0][1]):
            source.reject(f"the file is not JSON: {error}. Save it as GeoJSON again.")
            return
        for row, line in lines:
            try:
                yield row, _loads(line)
            except ValueError as wrong:
                source.reject(f"the line is not JSON: {wrong}.", row)
        return
    if isinstance(document, list) and all(isinstance(part, dict) for part in document):
        # plain records, as osint-geo-extractor has them
        yield from enumerate(document, 1)
        return
    if not isinstance(document, dict):
        source.reject("the file holds no JSON object; GeoJSON is a FeatureCollection or a Feature.")
        return
    if _other_crs(document, source):
        return
    if document.get("type") != "FeatureCollection":
        yield 1, document
        return
    features = document.get("features")
    if not isinstance(features, list):
        source.reject("the FeatureCollection has no list of features; add one.", field="features")
        return
    yield from enumerate(features, 1)


def _loads(text: str) -> Any:
    """JSON; with NaN and Infinity let in, so that only the feature that holds one is rejected."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if "NaN" not in text and "Infinity" not in text:
            raise ValueError(str(error)) from None
    try:
        document = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode()
        return document
    except UnicodeEncodeError:
        raise ValueError("it holds half a character (a lone surrogate)") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for row, line in enumerate(text.splitlines(), 1):
        if line.strip(" \t\x1e"):
            yield row, line.strip(" \t\x1e")


def _is_object(line: str) -> bool:
    try:
        return isinstance(_loads(line), dict)
    except ValueError:
        return False


def _other_crs(document: dict[str, Any], source: Source) -> bool:
    crs = document.get("crs")
    if crs is None:
        return False
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(named, str) and named.lower().endswith(_WGS84):
        return False
    source.reject(
        "the coordinates are in another reference system; convert the file to WGS 84 longitude "
        "and latitude (ogr2ogr -t_srs EPSG:4326).",
        field="crs",
        value=str(named or crs)[:100],
    )
    return True


def _take(source: Source, row: int, feature: Any) -> None:
    if not isinstance(feature, dict):
        source.reject("the feature is not a JSON object.", row, value=repr(feature)[:100])
        return
    kind = feature.get("type")
    if kind is None and feature.keys() >= _PLAIN:
        source.records.append(Record(row, feature))
        return
    if kind != "Feature":
        if "coordinates" not in feature and kind != "GeometryCollection":
            source.reject(
                'the type must be "Feature", "FeatureCollection" or a geometry with coordinates.',
                row, field="type", value=repr(kind)[:100],
            )  # fmt: skip
            return
        feature = {"geometry": feature, "properties": {}}
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        source.reject("properties must be a JSON object or null.", row, field="properties",
            value=repr(properties)[:100])  # fmt: skip
        return
    geometry = feature.get("geometry")
    try:
        placed = None if geometry is None else normalise(_object(geometry))
    except (InvalidGeometry, RecursionError) as error:
        source.reject(str(error) or "it is nested too deeply", row, field="geometry",
            value=repr(geometry)[:100])  # fmt: skip
        return
    own = feature.get("id")
    own = str(own) if isinstance(own, (str, int, float)) and own != "" else None
    source.records.append(Record(row, dict(properties or {}), placed, own))


def _object(geometry: Any) -> dict[str, Any]:
    if not isinstance(geometry, dict):
        raise InvalidGeometry("the geometry must be a JSON object or null.")
    if not _all_numbers(geometry.get("coordinates", [])):
        raise InvalidGeometry("the coordinates must be numbers [longitude, latitude], not text.")
    return geometry


def _all_numbers(coordinates: Any) -> bool:
    if isinstance(coordinates, list):
        return all(_all_numbers(part) for part in coordinates)
    return isinstance(coordinates, (int, float)) and not isinstance(coordinates, bool)
