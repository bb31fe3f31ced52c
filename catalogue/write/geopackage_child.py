"""Run as a script by `geopackage.py`: Arrow file, GeoPackage and layer name are its arguments.

It imports nothing of this package, so that it runs wherever the two libraries are installed.
"""

from __future__ import annotations

import sys

import pyarrow as pa
import pyogrio


def main(batches: str, path: str, layer: str) -> None:
    """Write the Arrow file's rows to one layer of a new GeoPackage."""
    with pa.OSFile(batches, "rb") as source:
        rows = pa.ipc.open_file(source).read_all()
    pyogrio.write_arrow(
        rows,
        path,
        layer=layer,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="Unknown",  # GEOMETRY: a layer may mix points, lines and areas
        crs="EPSG:4326",
        layer_options={"GEOMETRY_NAME": "geom"},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
