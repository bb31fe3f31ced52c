"""The command line may write while another process has the catalogue open: both see it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from catalogue.ingest import BATCH_ROWS

# What a server does: hold the file open, look at its version, read.
READER = """
import sys
from catalogue import Catalogue

with Catalogue.open(sys.argv[1]) as cat:
    for line in sys.stdin:
        names = ",".join(sorted(s.id for s in cat.scenes()))
        rows = sum(1 for _ in cat.observations())
        print(cat.store.data_version(), rows, names, flush=True)
"""


def raster(path, seed):
    with rasterio.open(
        path, "w", driver="GTiff", width=32, height=32, count=1, dtype="uint8", crs="EPSG:4326",
        transform=from_origin(10, 10, 0.01, 0.01),
    ) as out:  # fmt: skip
        out.write(np.full((1, 32, 32), seed, np.uint8))
        out.update_tags(ACQUISITION_DATETIME="2024-01-01T00:00:00Z")
    return path


@pytest.fixture
def reader(cli):
    cli.run("init")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", READER, str(cli.folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def look():
        print("look", file=process.stdin, flush=True)
        version, rows, names = process.stdout.readline().rstrip("\n").split(" ", 2)
        return int(version), int(rows), [n for n in names.split(",") if n]

    yield look
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_both_see_what_the_command_line_added(cli, reader, tmp_path):
    version, _, names = reader()
    assert names == []
    assert reader()[0] == version, "changes without a change"
    assert cli.json("add", raster(tmp_path / "a.tif", 1))["added"] == 1
    after, _, names = reader()
    assert after != version
    assert names == ["a"]
    assert cli.json("add", raster(tmp_path / "b.tif", 2))["added"] == 1
    latest, _, names = reader()
    assert latest not in (version, after)
    assert names == ["a", "b"]
    assert sorted(s["id"] for s in cli.json("scenes")) == ["a", "b"]
    assert cli.json("check") == []


def test_a_reader_sees_whole_batches_only(cli, reader, tmp_path):
    rows = "".join(f"o{n},Title,{n % 90},10,5,2024-01-01\n" for n in range(BATCH_ROWS + 500))
    (tmp_path / "many.csv").write_text(f"id,title,lon,lat,radius_m,time\n{rows}")
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(cli.json, "observe", tmp_path / "many.csv")
        seen = set()
        while not writing.done():
            seen.add(reader()[1])
        assert writing.result()["added"] == BATCH_ROWS + 500
    seen.add(reader()[1])
    assert seen <= {0, BATCH_ROWS, BATCH_ROWS + 500}
    assert {0, BATCH_ROWS + 500} <= seen
