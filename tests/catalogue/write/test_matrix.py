"""The coverage matrix as a file."""

import csv
import io
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from catalogue.errors import InvalidValue
from catalogue.evidence.build import Judged, build
from catalogue.evidence.matrix import Matrix
from catalogue.evidence.verdicts import STATES
from catalogue.write.drawing import Drawing, Shape, Text, png, svg
from catalogue.write.matrix import write_matrix
from catalogue.write.matrix_picture import MOST_COLUMNS, picture

sys.path.insert(0, str(Path(__file__).parents[1] / "evidence"))
from evidence_world import claim, column, linked, verdict

COLUMNS = [column("a", -20), column("b", 0.3), column("c", 12)]
LINKS = linked((0, 0, 0, 0), (0, 1, 1, 0), (0, 2, 3, 2))


@pytest.fixture
def matrix() -> Matrix:
    made = [
        verdict("v", "consistent", "a"),
        verdict("w", "inconsistent", "b"),
        verdict("x", "consistent", "b", author="Ben"),
    ]
    told = claim(report="r", days=((0, 1),))
    object.__setattr__(told, "title", '=HYPERLINK("x")<script>&')
    rows = [told, claim("p", days=((300, 301),))]
    return build(rows, COLUMNS, LINKS, Judged(made), {"r": ("rep", "A <report>")})


def test_the_csv_is_a_line_a_claim_that_no_spreadsheet_runs(matrix, tmp_path):
    path = tmp_path / "m.csv"
    assert write_matrix(path, matrix).rows == 2
    lines = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert lines[0][7:] == ["scene-a", "scene-b", "scene-c"]
    assert lines[1][7] == "2022-05-19T00:00:00Z"
    assert lines[2][:3] == ["rep", "claim-o", '\'=HYPERLINK("x")<script>&']
    assert lines[2][7:] == [
        "consistent", "inconsistent (disagreement)", "could not show (image unusable)",
    ]  # fmt: skip
    assert lines[3][6] == "none in this catalogue (never searched)"
    assert lines[3][7:] == ["", "", ""]


def test_the_svg_is_well_formed_and_escaped_and_has_a_legend(matrix, tmp_path):
    path = tmp_path / "m.svg"
    write_matrix(path, matrix)
    root = ElementTree.parse(path).getroot()
    texts = ["".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert any('=HYPERLINK("x")<script>&' in t for t in texts)
    assert any(t.startswith("rep: A <report>") for t in texts)
    for state in STATES:
        assert any(t.startswith(state.replace("_", " ")) for t in texts), state
    assert any(t.endswith("none in this catalogue (never searched)") for t in texts)


def test_every_state_has_a_colour_and_a_sign_of_its_own():
    looks = {}
    for n, state in enumerate(STATES):
        cells = linked((0, 0, 0, 0))
        made = build([claim()], COLUMNS[:1], cells)
        made.cells.state[0] = n
        drawn = [p for p in picture(made).parts if isinstance(p, Shape)]
        square = next(n for n, shape in enumerate(drawn) if shape.fill)
        sign = drawn[square + 1].outlines
        looks[state] = (drawn[square].fill, len(sign), sign)
    assert len({fill for fill, _, _ in looks.values()}) == len(STATES)
    assert len({(n, outlines) for _, n, outlines in looks.values()}) == len(STATES)


def test_the_png_shows_the_colours_where_the_svg_has_them(matrix, tmp_path):
    path = tmp_path / "m.png"
    write_matrix(path, matrix)
    with Image.open(path) as image:
        colours = {c for _, c in image.convert("RGB").getcolors(2**24)}
    for wanted in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0xE0, 0xE0, 0xE0)):
        assert wanted in colours


def test_text_is_drawn_along_and_upwards():
    along = png(Drawing(100, 100, (Text(10, 50, "Claim"),), "t"), 1)
    upwards = png(Drawing(100, 100, (Text(50, 90, "Claim", upwards=True),), "t"), 1)
    left, top, right, bottom = _inked(along)
    assert right - left > bottom - top
    assert 9 <= left <= 12
    assert bottom in (50, 51)
    left, top, right, bottom = _inked(upwards)
    assert right - left < bottom - top
    assert 88 <= bottom <= 90
    assert right in (50, 51)


def _inked(image):
    return image.convert("L").point(lambda v: 255 if v < 200 else 0).getbbox()


def test_what_xml_cannot_hold_is_left_out():
    body = svg(Drawing(10, 10, (Text(0, 0, "a\0b\x1bc"),), "t"))
    assert ElementTree.fromstring(body)[2].text == "abc"


def test_too_much_for_a_picture_is_refused_and_the_csv_is_not(tmp_path):
    many = [column(f"s{n}", n / 10) for n in range(MOST_COLUMNS + 1)]
    matrix = build([claim()], many, linked((0, 0, 0, 0)))
    with pytest.raises(InvalidValue, match="cannot be read"):
        write_matrix(tmp_path / "m.svg", matrix)
    write_matrix(tmp_path / "m.csv", matrix)


def test_another_extension_and_a_file_that_exists_are_refused(matrix, tmp_path):
    with pytest.raises(InvalidValue, match=r"\.csv, \.svg, \.png"):
        write_matrix(tmp_path / "m.pdf", matrix)
    (tmp_path / "m.csv").write_text("mine")
    with pytest.raises(InvalidValue, match="exists"):
        write_matrix(tmp_path / "m.csv", matrix)
    write_matrix(tmp_path / "m.csv", matrix, overwrite=True)
