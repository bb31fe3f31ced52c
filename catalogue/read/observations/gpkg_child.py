"""Run in a child process: one layer of a GeoPackage as JSON on standard output.

A process of its own because GDAL brings its own SQLite, and two of those in one process lose
each other's locks.
"""

from __future__ import annotations

import sys
from typing import Any

import orjson


def main(path: str, layer: str) -> dict[str, Any]:
    """{"layers", "layer", "crs", "columns", "rows", "wkb" (hex)} or {"error"}."""
    import pyogrio

    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    if not layers:
        return {"error": "the GeoPackage has no layers."}
    chosen = layer or ("observations" if "observations" in layers else layers[0])
    if chosen not in layers:
        return {"error": f"there is no layer {chosen!r}; there are {', '.join(layers)}."}
    meta, _, geometry, fields = pyogrio.raw.read(path, layer=chosen, force_2d=True)
    columns = [str(name) for name in meta["fields"]]
    wkb = None if geometry is None else [None if g is None else g.hex() for g in geometry]
    count = len(fields[0]) if len(fields) else len(wkb or ())
    rows = [[_plain(column[i]) for column in fields] for i in range(count)]
    return {
        "layers": layers, "layer": chosen, "crs": meta["crs"], "columns": columns,
        "rows": rows, "wkb": wkb,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    text = str(value)
    if text in ("NaT", "nan", "None"):
        return None
    if isinstance(value, (str, bool, int, float)):
        return value
    return value.item() if hasattr(value, "item") and "datetime" not in str(type(value)) else text


if __name__ == "__main__":
    try:
        answer = main(sys.argv[1], sys.argv[2])
    except (
        Exception
    ) as error:  # everything the file can cause is the file's fault, told to the parent
        answer = {"error": str(error) or type(error).__name__}
    sys.stdout.buffer.write(orjson.dumps(answer, default=str))
