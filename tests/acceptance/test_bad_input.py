"""The list of bad input through the command line: a reason each, the rest in, nothing by halves."""

import json
import struct

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

AREA = [[1, 1], [2, 1], [2, 2], [1, 1]]
HEADER = "id,title,lon,lat,radius_m,time,end\n"
GOOD = "good,A good row,10,10,100,2024-01-01,\n"


def raster(path, transform=None, seed=1):
    transform = transform or Affine(0.01, 0, 10, 0, -0.01, 10)
    with rasterio.open(
        path, "w", driver="GTiff", width=64, height=64, count=1, dtype="uint8", crs="EPSG:4326",
        transform=transform,
    ) as out:  # fmt: skip
        out.write(np.full((1, 64, 64), seed, np.uint8))
        out.update_tags(ACQUISITION_DATETIME="2024-01-01T00:00:00Z")
    return path


def huge(path):
    """A TIFF of 200 bytes that claims a million times a million pixels."""
    tags = [
        (256, 4, 1, 10**6), (257, 4, 1, 10**6), (258, 3, 1, 8), (259, 3, 1, 5), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 10**6), (279, 4, 1, 10),
    ]  # fmt: skip
    body = struct.pack("<4sIH", b"II*\0", 8, len(tags))
    body += b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    path.write_bytes(body.ljust(200, b"\0"))


def cut_in_pixels(path):
    """A COG of noise whose directory is whole and whose pixels are cut off."""
    pixels = np.random.default_rng(1).integers(0, 255, (1, 256, 256), np.uint8)
    with rasterio.open(
        path, "w", driver="COG", width=256, height=256, count=1, dtype="uint8", crs="EPSG:4326",
        transform=Affine(0.01, 0, 10, 0, -0.01, 10),
    ) as out:  # fmt: skip
        out.write(pixels)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def item(path, name, ring=AREA, **properties):
    path.write_text(
        json.dumps(
            {
                "type": "Feature", "stac_version": "1.0.0", "id": name, "links": [], "assets": {},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
                "properties": {"datetime": "2024-01-01T00:00:00Z", **properties},
            }
        )
    )  # fmt: skip


# file -> a word that its reason must hold
BAD_IMAGERY = {
    "note.tif": "is text, not an image",
    "empty.tif": "empty",
    "truncated.tif": "cut off",
    "truncated_later.tif": "cut off",
    "huge.tif": "1000000 x 1000000",
    "vrt.tif": "XML",
    "wms.tif": "XML",
    "page.png": "XML",
    "thin.tif": "covers no ground",
    "thin.json": "no area",
    "lat123.json": "123",
    "backwards.json": "before begin",
    "nan.json": "not a finite number",
    "nul.json": "control characters",
    "nul_byte.json": "JSON",
    "twin_b.json": "says something else",
    "gone.tif": "no such file",
}


@pytest.fixture(scope="module")
def imagery(new_cli):
    cli = new_cli("imagery")
    folder = cli.folder.parent / "in"
    folder.mkdir()
    whole = raster(folder / "good.tif").read_bytes()
    (folder / "note.tif").write_text("These are words, and no image.\n")
    (folder / "empty.tif").touch()
    (folder / "truncated.tif").write_bytes(whole[: len(whole) // 2])
    cut_in_pixels(folder / "truncated_later.tif")
    huge(folder / "huge.tif")
    (folder / "vrt.tif").write_text(
        '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1">'
        "<SimpleSource><SourceFilename>/etc/passwd</SourceFilename></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )
    (folder / "wms.tif").write_text('<GDAL_WMS><Service name="TMS"/></GDAL_WMS>')
    (folder / "page.png").write_text("<html><body>Please log in</body></html>")
    raster(folder / "thin.tif", Affine(1e-30, 0, 10, 0, -1e-30, 10), seed=2)
    item(folder / "thin.json", "thin", ring=[[1, 1]] * 4)
    item(folder / "lat123.json", "lat123", ring=[[1, 1], [2, 1], [2, 123], [1, 1]])
    item(
        folder / "backwards.json", "backwards", datetime=None,
        start_datetime="2024-02-01T00:00:00Z", end_datetime="2024-01-01T00:00:00Z",
    )  # fmt: skip
    item(folder / "nan.json", "nan", gsd=float("nan"))
    item(folder / "nul.json", "nul\0")
    (folder / "nul_byte.json").write_bytes(b'{"type": "Feature"\0}')
    item(folder / "twin_a.json", "twin")
    item(folder / "twin_b.json", "twin", gsd=3)
    item(folder / "good.json", "good-item")
    return cli, folder, cli.json("add", folder, folder / "gone.tif", code=3)


def test_each_bad_image_has_its_reason(imagery):
    _, folder, added = imagery
    reasons = {r["source"]: r["reason"] for r in added["rejected"]}
    assert sorted(reasons) == sorted(str(folder / name) for name in BAD_IMAGERY)
    for name, word in BAD_IMAGERY.items():
        assert word in reasons[str(folder / name)], (name, reasons[str(folder / name)])


def test_the_other_images_go_in_and_the_catalogue_is_sound(imagery):
    cli, folder, added = imagery
    assert added["added"] == 3
    assert {s["id"] for s in cli.json("scenes")} == {"good", "good-item", "twin"}
    assert cli.json("check") == []
    again = cli.json("add", folder, code=3)
    assert (again["added"], again["unchanged"]) == (0, 3)
    assert cli.run("add", folder, code=3).startswith("0 scenes added")


def test_bad_input_alone_still_makes_the_catalogue(cli):
    added = cli.json("add", cli.folder.parent / "gone.tif", code=3)
    assert (added["added"], len(added["rejected"])) == (0, 1)
    assert cli.json("info")["scenes"] == 0
    assert cli.json("scenes") == []


ROWS = {
    "lat123": ("x,Title,10,123,100,2024-01-01,\n", "lat", "123"),
    "lon": ("x,Title,1000,10,100,2024-01-01,\n", "lon", "1000"),
    "nan": ("x,Title,NaN,10,100,2024-01-01,\n", "lon", "finite"),
    "radius": ("x,Title,10,10,inf,2024-01-01,\n", "radius_m", "inf"),
    "negative": ("x,Title,10,10,-5,2024-01-01,\n", "radius_m", "0 or more"),
    "time": ("x,Title,10,10,100,the other day,\n", "time", "the other day"),
    "nul": ("x,Ti\0tle,10,10,100,2024-01-01,\n", "title", "NUL"),
    "long": ("x,Title,10,10,100,2024-01-01,,,,surplus\n", None, ""),
    "twin": ("good,Another story,10,10,100,2024-01-01,\n", "id", "says something else"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_is_named_and_the_others_go_in(new_cli, name):
    cli = new_cli(f"row-{name}")
    row, field, word = ROWS[name]
    path = cli.folder.parent / "events.csv"
    path.write_text(HEADER.replace(",end", ",note") + GOOD + row)
    found = cli.json("observe", path, code=3)
    assert found["added"] == 1
    [rejected] = found["rejected"]
    assert (rejected["source"], rejected["row"]) == ("events.csv", 3)
    assert rejected["field"] == field
    assert word in rejected["reason"]
    assert [o["id"] for o in cli.json("observations")] == ["good"]


def test_an_end_before_its_begin_is_named(cli, tmp_path):
    (tmp_path / "e.csv").write_text(
        "id,title,lon,lat,begin,end\n"
        "x,Backwards,10,10,2024-02-01,2024-01-01\n"
        "y,Forwards,10,10,2024-01-01,2024-02-01\n"
        "z,As one,10,10,2024-01-01,\n"
    )
    found = cli.json("observe", tmp_path / "e.csv", code=3)
    assert found["added"] == 2
    assert [r["row"] for r in found["rejected"]] == [2]
    assert "before" in found["rejected"][0]["reason"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "cp1252"])
def test_other_encodings_are_read(new_cli, encoding):
    cli = new_cli(encoding)
    path = cli.folder.parent / "events.csv"
    path.write_bytes((HEADER + "f,Über die Brücke,10,10,5,2024-01-01,\n").encode(encoding))
    assert cli.json("observe", path)["added"] == 1
    assert cli.json("observations")[0]["title"] == "Über die Brücke"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b" \n\n", "empty"),
        ("words.csv", b"one,two\n1,2\n", "understood"),
        ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
        ("broken.geojson", b'{"type": "FeatureCollection", ', "JSON"),
        ("wrong.gpkg", b"not a database", "GeoPackage"),
        ("damaged.gpkg", b"SQLite format 3\0" + bytes(200), "GeoPackage"),
    ],
)
def test_a_file_that_holds_nothing_to_read_is_rejected(new_cli, name, content, word):
    cli = new_cli("file")
    path = cli.folder.parent / name
    path.write_bytes(content)
    found = cli.json("observe", path, code=3)
    assert found["added"] == 0
    assert found["rejected"]
    assert any(word in r["reason"] for r in found["rejected"]), found["rejected"]


def test_a_file_that_is_not_there_is_rejected_not_a_crash(cli, tmp_path):
    for args in (["observe", tmp_path / "gone.csv"], ["observe", tmp_path]):
        found = cli.json(*args, code=3)
        assert (found["added"], len(found["rejected"])) == (0, 1)
        assert found["rejected"][0]["source"] == str(args[1])
        cli.run(*args, code=3)
    cli.run("observe", tmp_path / "gone.csv", "--dry-run", code=3)


def test_bad_options_end_in_one_sentence(cli, tmp_path):
    raster(tmp_path / "a.tif")
    cli.run("add", tmp_path / "a.tif", "--datetime", "yesterday", code=1)
    for args in (
        ["search", "--bbox", "1,2,3"], ["search", "--bbox", "0,9,1,-9"],
        ["search", "--bbox", "nan,0,1,1"], ["search", "--datetime", "2024-02-30"],
        ["search", "--datetime", "2024-02-02/2024-02-01"], ["scenes", "nobody"],
        ["observations", "nothing"], ["export", "scenes", tmp_path / "x.docx"],
        ["export", "scenes", tmp_path / "no" / "x.csv"], ["export", "dreams", tmp_path / "x.csv"],
        ["tag", "nothing", "1", "--point", "1,1"],
    ):  # fmt: skip
        cli.run(*args, code=1)
    assert cli.json("info")["history_entries"] == 1


@pytest.mark.parametrize("where", ["/proc/nothing", "file/below"])
def test_a_folder_that_cannot_be_made_ends_in_one_sentence(tmp_path, cli, where):
    (tmp_path / "file").touch()
    raster(tmp_path / "a.tif")
    type(cli)(tmp_path / where).run("add", tmp_path / "a.tif", code=1)


@pytest.mark.parametrize("content", [b"junk", b"SQLite format 3\0" + bytes(500)])
def test_a_file_that_is_no_catalogue_is_left_as_it_is(cli, tmp_path, content):
    cli.folder.mkdir()
    file = cli.folder / "catalogue.gpkg"
    file.write_bytes(content)
    cli.run("scenes", code=1)
    cli.run("add", raster(tmp_path / "a.tif"), code=1)
    assert file.read_bytes() == content
