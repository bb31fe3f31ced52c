"""GeoPackage to records, through a child process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import shapely

from catalogue.errors import CatalogueError, InvalidGeometry
from catalogue.read.observations.records import Record, Source
from catalogue.space import normalise

_TIME_LIMIT_S = 300


def read_gpkg(path: Path, layer: str | None = None) -> Source:
    """Read one layer (the given, else `observations`, else the first) of a GeoPackage.

    Geometries are moved from the layer's reference system to lon/lat.
    """
    source = Source(path.name)
    answer = _ask(path, layer or "")
    if "error" in answer:
        source.reject(f"the GeoPackage cannot be read: {answer['error']}")
        return source
    source.columns = list(answer["columns"])
    if layer is None and len(answer["layers"]) > 1:
        others = ", ".join(n for n in answer["layers"] if n != answer["layer"])
        source.warnings.append(f"layer {answer['layer']!r} was read; there are also {others}.")
    wkb = answer["wkb"]
    if wkb is not None and answer["crs"] is None and any(wkb):
        source.reject(f"layer {answer['layer']!r} names no reference system; assign one.")
        return source
    move = _mover(answer["crs"])
    for i, cells in enumerate(answer["rows"]):
        values = dict(zip(source.columns, cells, strict=True))
        try:
            geometry = _geometry(wkb[i] if wkb is not None else None, move)
        except (CatalogueError, shapely.errors.ShapelyError) as error:
            source.reject(str(error), i + 1, field="geometry")
            continue
        source.records.append(Record(i + 1, values, geometry))
    return source


def _ask(path: Path, layer: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "catalogue.read.observations.gpkg_child"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [*command, str(path.resolve()), layer],
            capture_output=True, env=env, timeout=_TIME_LIMIT_S, check=False,
        )  # fmt: skip
        answer = orjson.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": f"it took longer than {_TIME_LIMIT_S} s; split the file."}
    except orjson.JSONDecodeError:
        return {"error": "the reader crashed on it; is the file damaged?"}
    return answer if isinstance(answer, dict) else {"error": "the reader gave no answer."}


def _mover(crs: str | None) -> Any:
    if crs is None or crs.upper() in ("EPSG:4326", "OGC:CRS84"):
        return None
    from pyproj import Transformer

    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def _geometry(wkb: str | None, move: Any) -> Any:
    if wkb is None:
        return None
    geometry = shapely.from_wkb(bytes.fromhex(wkb))
    if geometry.is_empty:
        raise InvalidGeometry("the geometry is empty; give it coordinates or leave it out.")
    if move is not None:
        geometry = shapely.transform(
            geometry, lambda xy: shapely.get_coordinates(shapely.points(*move.transform(*xy.T)))
        )
    return normalise(geometry)
