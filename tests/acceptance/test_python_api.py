"""The catalogue from Python: README's example runs as it stands, and frames come out."""

import re
import subprocess
import sys
from pathlib import Path

import geopandas
import pytest

from catalogue import Catalogue
from catalogue.errors import StoreError
from catalogue.model import BBox, SceneQuery

README = Path(__file__).resolve().parents[2] / "README.md"
EVENT = (
    "id,title,lon,lat,radius_m,time,object,length_m,width_m\n"
    "EVENT-7,A visit,{},{},500,{},uav,16,8\n"
)


@pytest.fixture(scope="module")
def place(new_cli, samples):
    """A folder that holds `case-1`, as README's commands make it."""
    cli = new_cli("readme")
    folder = cli.folder.parent
    with Catalogue.open(folder / "case-1", create=True) as cat:
        assert cat.add([samples / "scenes"]).added > 10
        with (samples / "observations.csv").open(encoding="utf-8") as file:
            visit = next(line.split(",") for line in file if line.startswith("visit-1,"))
        (folder / "events.csv").write_text(EVENT.format(visit[2], visit[3], visit[5]))
        assert cat.observe(folder / "events.csv").added == 1
    return folder


def test_the_example_of_the_readme_runs_as_it_stands(place):
    [code] = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nprint(type(frame).__name__, len(frame))"],
        capture_output=True, text=True, cwd=place, timeout=60, check=True,
    )  # fmt: skip
    *links, frame = done.stdout.splitlines()
    assert any(" during good " in line for line in links)
    assert frame.startswith("GeoDataFrame ")


def test_frames_have_a_row_a_record_and_know_their_reference_system(place):
    with Catalogue.open(place / "case-1") as cat:
        scenes, counts = cat.scenes_frame(), cat.counts()
        assert isinstance(scenes, geopandas.GeoDataFrame)
        assert (len(scenes), scenes.crs) == (counts["scenes"], "EPSG:4326")
        assert scenes.begin.isna().sum() == 1
        near_180 = SceneQuery(boxes=(BBox(179, -90, -179, 90),))
        assert len(cat.scenes_frame(near_180)) == len(list(cat.scenes(near_180))) > 0
        observations = cat.observations_frame()
        assert list(observations.id) == ["EVENT-7"]
        assert observations.geometry.iloc[0].geom_type == "Point"
        nothing = cat.annotations_frame()
        assert (len(nothing), nothing.crs) == (0, "EPSG:4326")
        assert nothing.geometry.name == "geometry"


def test_leaving_the_block_releases_the_file_also_by_an_error(place):
    held = []

    def failing():
        with Catalogue.open(place / "case-1") as cat:
            held.append(cat)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    with pytest.raises(StoreError):
        held[0].counts()
    held[0].close()
    with Catalogue.open(place / "case-1") as again:
        assert list(again.check()) == []


def test_the_verbs_of_the_command_line_are_methods():
    verbs = "open add observe link search scenes observations annotate export check close"
    for verb in verbs.split():
        assert callable(getattr(Catalogue, verb)), verb


LIGHT = """
import sys
from catalogue.cli import main
sys.argv = ["catalogue", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = [n for n in ("streamlit", "rasterio", "pyarrow", "geopandas", "pandas") if n in sys.modules]
print("HEAVY", *heavy, file=sys.stderr)
"""


@pytest.mark.parametrize("command", [["--help"], ["scenes", "EVENT-7"], ["search"], ["check"]])
def test_commands_that_read_load_nothing_heavy(place, command):
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, *command],
        capture_output=True, text=True, cwd=place / "case-1", timeout=60, check=True,
    )  # fmt: skip
    [line] = [x for x in done.stderr.splitlines() if x.startswith("HEAVY")]
    assert line == "HEAVY"


def test_help_takes_less_than_a_second_of_processor_time():
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-P', '-m', 'catalogue', '--help'], check=True,"
        " stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert float(done.stdout) < 1.0
