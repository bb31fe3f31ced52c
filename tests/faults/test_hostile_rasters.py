"""Hostile and broken files: a reason each, never a traceback, never a dead parent."""

import os
import struct
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.sandbox import Sandbox
from catalogue.model import Rejected, Scene
from catalogue.read.imagery import ReadOptions, read_imagery


def sound(path: Path, side: int = 64, **profile) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", height=side, width=side, count=1, dtype="uint8",
        crs="EPSG:4326", transform=from_origin(10, 50, 0.01, 0.01), **profile,
    ) as out:  # fmt: skip
        out.write(np.random.default_rng(0).integers(1, 255, (1, side, side)).astype(np.uint8))
    return path


def sparse_tiff(width: int, height: int, held: int = 0) -> bytes:
    """A TIFF header that claims one strip of width x height bytes, and holds `held` of them."""
    tags = [
        (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1),
        (273, 4, 8 if held else 0), (277, 3, 1), (278, 4, height), (279, 4, held),
    ]  # fmt: skip
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + body + b"\x00" * 4


VRT = (
    b'<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1"/>'
    b"</VRTDataset>"
)
HOSTILE = {
    "vrt.tif": VRT,
    "empty.tif": b"",
    "text.tif": b"hello",
    "bomb.tif": sparse_tiff(1_000_000, 1_000_000),
    "block.tif": sparse_tiff(40_000, 40_000),
    "flat.tif": sparse_tiff(0, 0),
    "short.tif": b"II*\x00",
    "noise.png": b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
    "noise.jpg": b"\xff\xd8\xff" + bytes(range(200)),
    "noise.jp2": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(range(200)),
}


def test_each_hostile_file_is_rejected_with_a_reason_and_the_rest_goes_in(tmp_path):
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    sound(tmp_path / "good.tif")
    cut = sound(tmp_path / "cut.tif", 256)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    results = list(read_imagery([tmp_path], ReadOptions()))
    rejected = {Path(r.source).name: r.reason for r in results if isinstance(r, Rejected)}
    assert set(rejected) == {*HOSTILE, "cut.tif"}
    assert [r.id for r in results if isinstance(r, Scene)] == ["good"]
    assert "1000000 x 1000000" in rejected["bomb.tif"]
    assert "cut off" in rejected["cut.tif"]
    assert "XML" in rejected["vrt.tif"]
    assert "empty" in rejected["empty.tif"]


def test_a_blank_sparse_scene_is_no_bomb(tmp_path):
    path = tmp_path / "blank.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=20000, width=20000, count=1, dtype="uint8", nodata=0,
        crs="EPSG:32636", transform=from_origin(5e5, 5e6, 1, 1), tiled=True, sparse_ok=True,
    ):  # fmt: skip
        pass
    (scene,) = read_imagery([path], ReadOptions())
    assert isinstance(scene, Scene)
    assert scene.footprint is None


def test_a_raster_that_refers_to_others_is_refused(tmp_path):
    path = sound(tmp_path / "a.tif")
    with rasterio.open(path, "r+") as out:
        out.update_tags(ns="GEOLOCATION", X_DATASET="elsewhere.tif")
    (result,) = read_imagery([path], ReadOptions())
    assert isinstance(result, Rejected)
    assert "refers to other files" in result.reason


def test_what_lies_beside_a_raster_is_not_opened(tmp_path):
    path = sound(tmp_path / "a.tif")
    (tmp_path / "a.tif.aux.xml").write_text(
        "<PAMDataset><Metadata><MDI key='ACQUISITION_DATETIME'>2020-01-01</MDI></Metadata>"
        "</PAMDataset>"
    )
    scenes = [r for r in read_imagery([tmp_path], ReadOptions()) if isinstance(r, Scene)]
    assert [s.id for s in scenes] == ["a"]
    assert scenes[0].when is None
    assert path.exists()


def test_a_child_that_dies_or_hangs_costs_one_file_and_is_replaced(tmp_path):
    path = str(sound(tmp_path / "a.tif"))
    with Sandbox(1, Limits(time_s=2)) as box:
        assert box.run("probe", path=path)["bands"] == 1
        fifo = str(tmp_path / "pipe")
        os.mkfifo(fifo)  # opening it waits for ever
        begun = time.monotonic()
        with pytest.raises(UnreadableFile, match="took longer than 2 s"):
            box.run("probe", path=fifo)
        assert time.monotonic() - begun < 10
        child = box._idle.get()
        assert child is None
        box._idle.put(child)
        assert box.run("probe", path=path)["bands"] == 1


def test_a_killed_child_is_reported(tmp_path):
    fifo = str(tmp_path / "pipe")
    os.mkfifo(fifo)
    with Sandbox(1, Limits(time_s=60)) as box:
        path = str(sound(tmp_path / "a.tif"))
        box.run("probe", path=path)
        child = box._idle.get()
        box._idle.put(child)
        threading.Timer(0.5, child._process.kill).start()
        with pytest.raises(UnreadableFile, match="signal 9"):
            box.run("probe", path=fifo)
        assert box.run("probe", path=path)["bands"] == 1


def test_a_block_larger_than_memory_costs_one_file(tmp_path):
    path = sound(tmp_path / "a.tif", 4096)
    with Sandbox(1, Limits(memory_bytes=700 * 2**20, max_block_pixels=2**31)) as box:
        (tmp_path / "big.tif").write_bytes(sparse_tiff(30_000, 30_000, 8))
        with pytest.raises(UnreadableFile):
            box.run("probe", path=str(tmp_path / "big.tif"))
        assert box.run("probe", path=str(path))["shape"] == [4096, 4096]


@pytest.mark.parametrize("folder", ["rasters", "derived", "malformed/tiff_fuzz"])
def test_every_real_raster_goes_in_or_is_rejected(shared_data, folder):
    results = list(read_imagery([shared_data / folder], ReadOptions()))
    told = {a.href for r in results if isinstance(r, Scene) for a in r.assets}
    told |= {getattr(r, "source", None) or str(getattr(r, "path", "")) for r in results}
    files = {str(p.absolute()) for p in (shared_data / folder).rglob("*") if p.is_file()}
    assert files <= told
    assert all(len(r.reason) > 10 for r in results if isinstance(r, Rejected))
