"""The pictures of a dossier: the same ground on every date, and close-ups of what was drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from PIL.Image import Image as Picture

from catalogue import space
from catalogue.dossier.contents import Contents, Image
from catalogue.dossier.picture import Mark, captioned, clean, marked, metres_text
from catalogue.errors import CatalogueError
from catalogue.imagery import display
from catalogue.imagery.chip import ChipRequest, cut_chip, on_chip, side_for
from catalogue.imagery.copies import ensure_working, layers_of
from catalogue.imagery.render import Layer
from catalogue.imagery.working import Copier
from catalogue.interval import Interval
from catalogue.model import Annotation, Candidate, Observation, Scene, TaxonomyClass

PX = 720
# A place less sure than this is too wide for a picture of it.
_WIDEST_M = 20_000.0
_LIKELY = 0.5
# A close-up shows so many times what was drawn, and no fewer scene pixels than this.
_AROUND, _LEAST_PIXELS = 5.0, 60
_COLOUR = "#ffcc00"


@dataclass(frozen=True, slots=True)
class Frame:
    """A square of ground that is cut out of each scene: its middle in lon/lat, side in metres."""

    name: str
    lon: float
    lat: float
    side_m: float


@dataclass(frozen=True, slots=True)
class Chip:
    """One picture of one scene: the pixels alone, with marks and scale, and what stands below."""

    frame: Frame
    scene: Scene
    clean: Picture
    marked: Picture
    lines: tuple[str, ...]

    @property
    def whole(self) -> Picture:
        """The picture with all that is to be read below it: it can stand alone."""
        return captioned(self.marked, self.lines)


def frames_of(contents: Contents) -> list[Frame]:
    """The place of the claim, and where people drew something; none of a place nobody knows."""
    frames = []
    place = likely(contents.observation)
    gsds = [i.scene.gsd_m for i in contents.images if i.scene.gsd_m]
    if place is not None:
        lon, lat = space.representative_point(place.geometry)
        side = side_for(min(gsds, default=None), _radius_m(place), PX)
        frames.append(Frame("place", lon, lat, side))
    drawn = [a for image in contents.images for a in _shapes(image.annotations)]
    if drawn:
        frames.append(_around([a.geometry for a in drawn if a.geometry], min(gsds, default=1.0)))
    return frames


def likely(observation: Observation) -> Candidate | None:
    """The candidate a picture can be cut out of: probable enough and not too wide."""
    if observation.place is None:
        return None
    best = max(observation.place.candidates, key=lambda c: c.p)
    return best if best.p >= _LIKELY and (_radius_m(best) or 0) <= _WIDEST_M else None


def _radius_m(candidate: Candidate) -> float | None:
    if candidate.geometry.geom_type == "Point":
        return candidate.r95_m
    return float(math.sqrt(space.area_m2(candidate.geometry) / math.pi)) + (candidate.r95_m or 0)


def _shapes(annotations: Sequence[Annotation]) -> Iterator[Annotation]:
    """What was drawn with a class; a tile that was tagged as a whole is no close-up."""
    for made in annotations:
        if made.geometry is not None and made.kind != "tile":
            yield made


def _around(shapes: Sequence[shapely.Geometry], gsd_m: float) -> Frame:
    together = shapely.union_all(shapes)
    lon, lat = together.envelope.centroid.coords[0][:2]
    reach = max(space.gap_m(shapely.Point(lon, lat), shapely.Point(*c)) for c in _corners(together))
    return Frame("drawn", lon, lat, max(_AROUND * reach, _LEAST_PIXELS * gsd_m))


def _corners(shape: shapely.Geometry) -> list[tuple[float, float]]:
    west, south, east, north = shape.bounds
    return [(west, south), (west, north), (east, south), (east, north)]


class Cutter:
    """Cuts pictures out of scenes; keeps for each why there is none."""

    def __init__(
        self, folder: Path, copier: Copier, classes: dict[str, TaxonomyClass] | None = None
    ) -> None:
        self._folder, self._copier = folder, copier
        self._classes = classes or {}
        self.reasons: dict[str, str] = {}

    def chips(
        self, image: Image, frames: Sequence[Frame], caption: Callable[[Scene], Sequence[str]]
    ) -> list[Chip]:
        """The pictures of one scene; empty with a reason where there are none."""
        scene = image.scene
        try:
            layers = self._layers(scene)
            if not frames:
                raise CatalogueError("the place is not known well enough to cut a picture out.")
            found = [
                made for frame in frames if (made := self._chip(image, frame, layers, caption))
            ]
        except (CatalogueError, OSError) as error:
            self.reasons[scene.uid] = str(error)
            return []
        if not found:
            self.reasons[scene.uid] = "it has no valid pixels at the place."
        return found

    def _layers(self, scene: Scene) -> tuple[Layer, ...]:
        shown = display.choose(scene)
        if shown is None:
            raise CatalogueError(display.why_not(scene))
        if shown.grid == display.PIXELS:
            raise CatalogueError("it is not placed on the ground.")
        working = [ensure_working(self._folder, p.asset, self._copier) for p in shown.drawn]
        return layers_of(shown, working)

    def _chip(
        self,
        image: Image,
        frame: Frame,
        layers: tuple[Layer, ...],
        caption: Callable[[Scene], Sequence[str]],
    ) -> Chip | None:
        request = ChipRequest(layers, frame.lon, frame.lat, frame.side_m, PX)
        cut = cut_chip(request)
        if cut is None:
            return None
        bare = clean(*cut)
        marks = [self._mark(request, made) for made in _shapes(image.annotations)]
        lines = (*caption(image.scene), f"{_across(frame.side_m)} across, north is up.")
        return Chip(frame, image.scene, bare, marked(bare, request.metres_per_pixel, marks), lines)

    def _mark(self, request: ChipRequest, made: Annotation) -> Mark:
        entry = self._classes.get(made.cls or "")
        name = entry.path.rsplit("/", 1)[-1] if entry else made.cls or ""
        return Mark(on_chip(request, made.geometry), entry.colour if entry else _COLOUR, name)


def _across(metres: float) -> str:
    return metres_text(float(f"{metres:.2g}"))


def caption_lines(scene: Scene, role: str | None) -> tuple[str, ...]:
    """What stands below a picture; what is unknown is said."""
    asset = display.choose(scene)
    credit = asset.asset.provenance.attribution if asset else None
    sha = asset.asset.sha256 if asset else None
    sensor = ", ".join(filter(None, [scene.platform, *scene.instruments])) or "sensor unknown"
    nadir = None if scene.off_nadir_deg is None else f"{scene.off_nadir_deg:.0f}° off nadir"
    sun = None if scene.sun_elevation_deg is None else f"sun {scene.sun_elevation_deg:.0f}° high"
    pixel = "pixel size unknown" if scene.gsd_m is None else f"pixel {scene.gsd_m:.3g} m"
    facts = [moment_text(scene.when), sensor, pixel, nadir, sun]
    return (
        f"{role.capitalize()}: {scene.name}" if role else scene.name,
        " · ".join(fact for fact in facts if fact),
        f"{f'© {credit}' if credit else 'Credit not stated'}"
        + (f" · file SHA-256 {sha[:16]}…" if sha else ""),
    )


def moment_text(when: Interval | None) -> str:
    """An acquisition time in UTC to the minute; what is open or unknown is said."""
    if when is None:
        return "acquisition time unknown"
    begin = f"{when.begin:%Y-%m-%d %H:%M}" if when.begin else "open"
    if when.is_instant:
        return f"{begin} UTC"
    return f"{begin} to {f'{when.end:%Y-%m-%d %H:%M}' if when.end else 'open'} UTC"
