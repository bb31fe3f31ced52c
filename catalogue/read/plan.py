"""Which files make which scenes: rasters, Landsat products, sidecars and strangers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.imagery.magic import NAMES, PICTURES, RASTERS
from catalogue.model import Rejected
from catalogue.read.files import RASTER_ENDINGS, Found, ending, landsat_paper, sidecar_of
from catalogue.read.names import LANDSAT_PRODUCT
from catalogue.read.results import Consumed, Warned


@dataclass(frozen=True, slots=True)
class Raster:
    """One raster file that makes a scene of its own."""

    path: Path


@dataclass(frozen=True, slots=True)
class Picture:
    """One PNG or JPEG."""

    path: Path


@dataclass(frozen=True, slots=True)
class Landsat:
    """The bands of one Landsat product that lie in one folder, and its MTL files."""

    product: str
    bands: tuple[Path, ...]
    papers: tuple[Path, ...]


@dataclass
class _Folder:
    rasters: list[Found] = field(default_factory=list)
    others: list[Found] = field(default_factory=list)


Step = Raster | Picture | Landsat | Consumed | Warned | Rejected


def plan(found: Iterable[Found]) -> Iterator[Step]:
    """What to do with each file that is no STAC document, folder by folder, sorted."""
    folders: dict[Path, _Folder] = {}
    for file in found:
        folder = folders.setdefault(file.path.parent, _Folder())
        image = file.kind in RASTERS or file.kind in PICTURES
        (folder.rasters if image else folder.others).append(file)
    for folder in folders.values():
        yield from _plan_folder(folder)


def _plan_folder(folder: _Folder) -> Iterator[Step]:
    papers: dict[str, list[Path]] = {}
    strangers = []
    for file in folder.others:
        product = landsat_paper(file.path)
        if product is not None:
            papers.setdefault(product, []).append(file.path)
        else:
            strangers.append(file)
    owners = {file.path.name for file in folder.rasters} | {f.path.stem for f in folder.rasters}
    products, alone = _grouped(folder.rasters, papers)
    for product, bands in products.items():
        mine = tuple(papers.pop(product, ()))
        yield Landsat(product, tuple(bands), mine)
        yield from (Consumed(p) for p in mine)
    for file in alone:
        if file.kind in PICTURES:
            yield Picture(file.path)
        elif sidecar_of(file.path) in owners:  # overviews are TIFF files themselves
            yield Consumed(file.path)
        else:
            yield Raster(file.path)
    for left in papers.values():
        yield from (Warned(str(p), "describes a Landsat product that is not here.") for p in left)
    for file in strangers:
        yield _stranger(file, owners)


def _grouped(
    rasters: list[Found], papers: dict[str, list[Path]]
) -> tuple[dict[str, list[Path]], list[Found]]:
    """Landsat products of several bands, or with an MTL; and the files that stand alone."""
    bands: dict[str, list[Path]] = {}
    for file in rasters:
        match = LANDSAT_PRODUCT.fullmatch(file.path.stem)
        if match and match["part"] and file.kind in RASTERS:
            bands.setdefault(match["product"], []).append(file.path)
    products = {p: b for p, b in bands.items() if len(b) > 1 or p in papers}
    taken = {path for paths in products.values() for path in paths}
    return products, [file for file in rasters if file.path not in taken]


def _stranger(file: Found, owners: set[str]) -> Consumed | Warned | Rejected:
    owner = sidecar_of(file.path)
    if owner is not None and owner in owners:
        return Consumed(file.path)
    source, what = str(file.path), NAMES[file.kind]
    if ending(file.path) == ".vrt":
        return Rejected(source, "is a VRT, which only points at other files: add those instead.")
    if ending(file.path) in RASTER_ENDINGS:
        return Rejected(source, f"is {what}, not an image.")
    if owner is not None:
        return Warned(source, "is a sidecar of no image here: skipped.")
    if not file.named:
        return Warned(source, f"not imagery ({what}): skipped.")
    return Rejected(source, f"is {what}, not imagery. {_advice(file)}".strip())


def _advice(file: Found) -> str:
    if ending(file.path) in (".csv", ".tsv", ".txt", ".gpkg", ".xlsx"):
        return "Observations go in with `catalogue observe`."
    if file.kind in ("zip", "gzip") or ending(file.path) == ".tar":
        return "Unpack it and add the folder."
    return "Add GeoTIFF, JP2, PNG, JPEG, STAC or stac-geoparquet."
