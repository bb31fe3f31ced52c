"""The extension chooses the format; what is not known is answered with what is."""

from pathlib import Path

import pytest

from catalogue.errors import InvalidValue
from catalogue.write.registry import export, format_of


@pytest.mark.parametrize(
    ("kind", "name", "ext"),
    [
        ("annotations", "a.GeoJSON", ".geojson"),
        ("annotations", "a.coco.json", ".coco.json"),
        ("annotations", "a.json", ".json"),
        ("scenes", "a.b.parquet", ".parquet"),
    ],
)
def test_the_longest_extension_counts(kind: str, name: str, ext: str) -> None:
    assert format_of(kind, Path(name)) == ext


@pytest.mark.parametrize(
    ("kind", "name"), [("links", "a.json"), ("scenes", "a"), ("scenes", ".csv")]
)
def test_an_unknown_extension_lists_the_known(kind: str, name: str) -> None:
    with pytest.raises(InvalidValue, match=r"\.csv, \.geojson, \.gpkg"):
        format_of(kind, Path(name))


def test_an_unknown_kind_lists_the_known() -> None:
    with pytest.raises(InvalidValue, match="annotations, observations, scenes, links"):
        format_of("reports", Path("a.csv"))


class Everything:
    """The verbs of a catalogue that `export` calls, over the fixtures."""

    def __init__(self, scenes, observations, annotations, links, classes) -> None:
        self.scenes = scenes.values
        self.observations = observations.values
        self.annotations = lambda: annotations
        self.link = lambda: iter(links)
        self.classes = lambda: classes


@pytest.mark.parametrize(
    ("kind", "rows"), [("scenes", 3), ("observations", 2), ("annotations", 7), ("links", 1)]
)
def test_export_writes_all_of_a_kind(
    tmp_path, kind, rows, scenes, observations, annotations, links, classes
) -> None:
    source = Everything(scenes, observations, annotations, links, classes)
    written = export(source, kind, tmp_path / "out.geojson")
    assert written.rows == rows
    with pytest.raises(InvalidValue, match="--overwrite"):
        export(source, kind, tmp_path / "out.geojson")
