"""Which formats there are: one table from what is written and the file's extension to a writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from catalogue.errors import InvalidValue
from catalogue.model import Annotation, Link, Observation, Scene, TaxonomyClass
from catalogue.write import rows
from catalogue.write.coco import write_coco
from catalogue.write.csvfile import write_csv
from catalogue.write.geojson import write_geojson
from catalogue.write.geopackage import write_geopackage
from catalogue.write.geoparquet import write_geoparquet
from catalogue.write.stac import write_stac
from catalogue.write.table import Table, Written

KINDS = ("annotations", "observations", "scenes", "links")
_TABULAR: Mapping[str, Callable[..., Written]] = {
    ".geojson": write_geojson,
    ".gpkg": write_geopackage,
    ".parquet": write_geoparquet,
    ".csv": write_csv,
}
# (kind, extension) -> writer. Those of tables take a Table, the others the values themselves.
FORMATS: Mapping[tuple[str, str], Callable[..., Written]] = {
    **{(kind, ext): writer for kind in KINDS for ext, writer in _TABULAR.items()},
    ("annotations", ".coco.json"): write_coco,
    ("annotations", ".json"): write_coco,
    ("scenes", ".stac.json"): write_stac,
    ("scenes", ".json"): write_stac,
}


class Source(Protocol):
    """Where `export` takes the values from; `Catalogue` is one."""

    def scenes(self) -> Iterable[Scene]:
        """All scenes."""

    def observations(self) -> Iterable[Observation]:
        """All observations."""

    def annotations(self) -> Iterable[Annotation]:
        """All annotations that are not retracted."""

    def classes(self) -> Sequence[TaxonomyClass]:
        """The taxonomy."""

    def link(self) -> Iterator[Link]:
        """All links."""


def format_of(kind: str, path: Path) -> str:
    """The longest known extension of the file's name.

    Raises InvalidValue, listing what is possible, for a kind or an extension that is not known.
    """
    if kind not in KINDS:
        raise InvalidValue(f"cannot export {kind!r}; choose one of {', '.join(KINDS)}.")
    known = sorted((ext for k, ext in FORMATS if k == kind), key=len, reverse=True)
    for ext in known:
        if path.name.lower().endswith(ext) and len(path.name) > len(ext):
            return ext
    raise InvalidValue(
        f"cannot write {kind} to {path.name}: its extension must be one of "
        f"{', '.join(sorted(known))}."
    )


def write_annotations(
    path: Path,
    annotations: Iterable[Annotation],
    scenes: Mapping[str, Scene],
    classes: Sequence[TaxonomyClass],
    *,
    overwrite: bool = False,
) -> Written:
    """Write annotations that are not retracted; `scenes` by uid are those they lie on.

    All writers raise InvalidValue for an unknown extension, for a file that exists unless
    `overwrite`, and for a value that a file could hold only by changing it.
    """
    writer = FORMATS["annotations", format_of("annotations", path)]
    if writer is write_coco:
        return write_coco(path, annotations, scenes, classes, overwrite=overwrite)
    return writer(path, rows.annotation_table(annotations, scenes, classes), overwrite=overwrite)


def write_observations(
    path: Path, observations: Iterable[Observation], *, overwrite: bool = False
) -> Written:
    """Write observations with the most probable place as geometry."""
    return _write("observations", path, rows.observation_table(observations), overwrite)


def write_scenes(path: Path, scenes: Iterable[Scene], *, overwrite: bool = False) -> Written:
    """Write scenes with their footprints; to .json as a STAC ItemCollection."""
    writer = FORMATS["scenes", format_of("scenes", path)]
    values: Any = scenes if writer is write_stac else rows.scene_table(scenes)
    return writer(path, values, overwrite=overwrite)


def write_links(
    path: Path,
    links: Iterable[Link],
    scenes: Mapping[str, Scene],
    observations: Mapping[str, Observation],
    *,
    overwrite: bool = False,
) -> Written:
    """Write links in the order given; `scenes` and `observations` by uid are those they join."""
    return _write("links", path, rows.link_table(links, scenes, observations), overwrite)


def _write(kind: str, path: Path, table: Table, overwrite: bool) -> Written:
    return FORMATS[kind, format_of(kind, path)](path, table, overwrite=overwrite)


def export(source: Source, kind: str, path: Path, *, overwrite: bool = False) -> Written:
    """Write everything of one kind that `source` holds; the extension is the format."""
    format_of(kind, path)
    if kind == "observations":
        return write_observations(path, source.observations(), overwrite=overwrite)
    if kind == "scenes":
        return write_scenes(path, source.scenes(), overwrite=overwrite)
    scenes = {scene.uid: scene for scene in source.scenes()}
    if kind == "annotations":
        annotations, classes = source.annotations(), source.classes()
        return write_annotations(path, annotations, scenes, classes, overwrite=overwrite)
    observations = {o.uid: o for o in source.observations()}
    return write_links(path, source.link(), scenes, observations, overwrite=overwrite)
