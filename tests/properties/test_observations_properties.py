"""Any bytes are read into observations and reasons, never into a traceback."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.model import Observation, Rejected
from catalogue.read.observations import build_observation, read_observations

CELLS = st.text("0123456789,;.\"NSEW'°-/:TZ~?%X{}[]=+@\n\r\x00é ", max_size=16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def check(path):
    for row in read_observations(path).rows:
        assert isinstance(row, (Observation, Rejected))
        assert row.id if isinstance(row, Observation) else row.reason


@settings(deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes(folder, raw):
    for name in ("x.csv", "x.geojson", "x.gpkg"):
        (folder / name).write_bytes(raw)
        check(folder / name)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=5))
def test_any_cells(folder, rows):
    lines = ["id,lon,lat,radius_m,time", *(",".join(cells) for cells in rows)]
    (folder / "y.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    check(folder / "y.csv")


FIELDS = (
    "id", "title", "lon", "lat", "place", "time", "begin", "end", "count", "radius_m", "object",
    "length_m", "status",
)  # fmt: skip


@settings(deadline=None)
@given(fields=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, CELLS)))
def test_any_form(fields):
    assert isinstance(build_observation(fields), (Observation, Rejected))
