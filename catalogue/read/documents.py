"""JSON documents: single items, collections of items, one item a line, static catalogs on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.errors import UnreadableFile
from catalogue.read.files import Found, ending
from catalogue.read.json_text import load, not_finite
from catalogue.read.parquet import read_rows
from catalogue.read.stac import inside, is_item
from catalogue.read.stac_fields import mapping

_MAX_BYTES = 512 * 1024 * 1024
_MAX_LINE = 64 * 1024 * 1024
_LINES = (".ndjson", ".jsonl")
_NO_STAC = "is JSON but no STAC: skipped."


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One STAC item and where it stood; `row` counts from 1, None for a file of one item."""

    item: Mapping[str, Any]
    row: int | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row, or a link of a catalog, that cannot be used."""

    reason: str
    row: int | None = None
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A file that a catalog leads to."""

    path: Path


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about the document."""

    text: str


class NotStac(UnreadableFile):
    """JSON or Parquet that is sound but holds no STAC."""


Part = ItemRow | BadRow | LinkTo | Note


def read_document(found: Found) -> Iterator[Part]:
    """Everything in one document. Raises UnreadableFile, NotStac when it is something else."""
    if found.kind == "parquet":
        for row, item in read_rows(found.path):
            yield _finite(item, row)
    elif ending(found.path) in _LINES:
        yield from _lines(found.path)
    else:
        yield from _one(found)


def _lines(path: Path) -> Iterator[Part]:
    try:
        with path.open("rb") as file:
            row = 0
            while line := file.readline(_MAX_LINE):
                row += 1
                if not line.strip():
                    continue
                try:
                    yield _row(load(line), row)
                except UnreadableFile as error:
                    yield BadRow(str(error), row)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from error


def _row(value: Any, row: int) -> Part:
    if is_item(value):
        return _finite(value, row)
    return BadRow("is no STAC item: it needs type Feature, id and assets.", row)


def _finite(item: Mapping[str, Any], row: int | None) -> Part:
    """The item, if all its numbers are numbers."""
    strange = not_finite(item)
    if strange is None:
        return ItemRow(item, row)
    where, value = strange
    reason = f"{value} at {where} is not a finite number; leave the field out if it is unknown."
    return BadRow(reason, row, where, str(value))


def _one(found: Found) -> Iterator[Part]:
    value = _load(found.path)
    if not isinstance(value, Mapping):
        raise NotStac(_NO_STAC)
    kind, features = value.get("type"), value.get("features")
    if is_item(value):
        yield _finite(value, None)
    elif isinstance(features, list) and kind in ("FeatureCollection", "ItemCollection", None):
        if not any(is_item(f) for f in features):
            raise NotStac(
                "is GeoJSON but no STAC ItemCollection; observations go in with "
                "`catalogue observe`."
                if features
                else "is a FeatureCollection without features."
            )
        for row, feature in enumerate(features, 1):
            yield _row(feature, row)
    elif kind in ("Catalog", "Collection") or ("stac_version" in value and "links" in value):
        yield from _catalog(value, found)
    elif kind == "Feature":
        raise NotStac("is a GeoJSON feature but no STAC item: skipped.")
    elif {"images", "annotations", "categories"} <= value.keys():
        raise NotStac("holds annotations (COCO), no imagery: skipped.")
    else:
        raise NotStac(_NO_STAC)


def _load(path: Path) -> Any:
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise UnreadableFile(
                f"holds {size} bytes of JSON in one piece; save it as one item a line (.ndjson)."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from error
    return load(data)


def _catalog(value: Mapping[str, Any], found: Found) -> Iterator[Part]:
    """The files a static catalog leads to; links to the network are counted, never followed."""
    links = value.get("links")
    remote = 0
    for link in links if isinstance(links, list) else []:
        link = mapping(link)
        href = link.get("href")
        if link.get("rel") not in ("child", "item", "items") or not isinstance(href, str):
            continue
        if "://" in href:
            remote += 1
            continue
        path = inside(href, found.path.parent, found.root)
        if path is None:
            reason = "leads out of the folder that was given; name that file itself."
            yield BadRow(reason, None, "links", href[:200])
        elif not os.path.isfile(path):
            reason = "leads to a file that is not there; get it, or remove the link."
            yield BadRow(reason, None, "links", href[:200])
        else:
            yield LinkTo(path)
    if remote:
        yield Note(f"{remote} of its links lead to the network and were not followed.")
