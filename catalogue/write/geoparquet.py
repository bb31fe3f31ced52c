"""Rows -> GeoParquet 1.1: WKB geometries in lon/lat (OGC:CRS84)."""

from __future__ import annotations

import json
from pathlib import Path

from catalogue.write.atomic import atomic
from catalogue.write.table import Table, Written


def write_geoparquet(path: Path, table: Table, *, overwrite: bool = False) -> Written:
    """Write the table with zstd compression. Raises InvalidValue (see `checked`, `atomic`)."""
    import pyarrow.parquet
    import pyproj

    from catalogue.write.arrow import GEOMETRY, to_arrow

    rows, types = to_arrow(table)
    column = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "crs": pyproj.CRS.from_user_input("OGC:CRS84").to_json_dict(),
        "edges": "planar",  # straight in lon/lat, as RFC 7946 has them
    }
    geo = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    rows = rows.replace_schema_metadata({"geo": json.dumps(geo)})
    with atomic(path, overwrite=overwrite) as draft:
        pyarrow.parquet.write_table(rows, draft, compression="zstd")
    return Written(path, rows.num_rows)
