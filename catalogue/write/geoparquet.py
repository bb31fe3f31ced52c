"""Rows -> GeoParquet 1.1: WKB geometries in lon/lat (OGC:CRS84)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from catalogue.write.atomic import atomic
from catalogue.write.table import Table, Written


def write_geoparquet(path: Path, table: Table, *, overwrite: bool = False) -> Written:
    """Write the table with zstd compression. Raises InvalidValue (see `checked`, `atomic`)."""
    import pyarrow.parquet

    from catalogue.write.arrow import to_arrow

    rows, types = to_arrow(table)
    rows = rows.replace_schema_metadata(geo_metadata(sorted(types)))
    with atomic(path, overwrite=overwrite) as draft:
        pyarrow.parquet.write_table(rows, draft, compression="zstd")
    return Written(path, rows.num_rows)


def geo_metadata(types: Sequence[str] = ()) -> dict[str, str]:
    """What makes a Parquet file with WKB in `geometry` a GeoParquet; no types: not told."""
    import pyproj

    from catalogue.write.arrow import GEOMETRY

    column = {
        "encoding": "WKB",
        "geometry_types": list(types),
        "crs": pyproj.CRS.from_user_input("OGC:CRS84").to_json_dict(),
        "edges": "planar",  # straight in lon/lat, as RFC 7946 has them
    }
    geo = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    return {"geo": json.dumps(geo)}
