"""stac-geoparquet gives the same scenes as the items it was made from."""

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from catalogue.model import Rejected, Scene
from catalogue.read.imagery import ReadOptions, read_imagery


def test_rows_become_scenes(tmp_path):
    table = pa.table(
        {
            "id": ["a", "b"],
            "geometry": [shapely.to_wkb(shapely.box(0, 0, 1, 1)), None],
            "assets": [{"x": {"href": "https://x.org/x.tif"}}] * 2,
            "datetime": pa.array([1_577_836_800_000_000] * 2, pa.timestamp("us", "UTC")),
            "gsd": [10.0, None],
        }
    )
    pq.write_table(table, tmp_path / "s.parquet")
    first, second = read_imagery([tmp_path / "s.parquet"], ReadOptions())
    assert first.footprint.bounds == (0, 0, 1, 1)
    assert first.when.begin.isoformat() == "2020-01-01T00:00:00+00:00"
    assert (first.gsd_m, first.assets[0].href) == (10, "https://x.org/x.tif")
    assert second.footprint is None


@pytest.mark.parametrize("data", [b"PAR1 and nothing else", None])
def test_what_is_no_stac_geoparquet(tmp_path, data):
    path = tmp_path / "s.parquet"
    if data is None:
        pq.write_table(pa.table({"x": [1]}), path)
    else:
        path.write_bytes(data)
    (result,) = read_imagery([path], ReadOptions())
    assert isinstance(result, Rejected)
    assert "Parquet" in result.reason


def test_real_tables(shared_data):
    results = list(read_imagery([shared_data / "stac" / "rustac"], ReadOptions()))
    scenes = [r for r in results if isinstance(r, Scene)]
    assert len(scenes) == len(results) == 200
    assert all(s.can_link and s.gsd_m and s.cloud_pct is not None for s in scenes)
    assert orjson.dumps(scenes[0].stac)
