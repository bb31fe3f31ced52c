"""Cloud over the places of observations, looked up in the masks of the scenes that may show them.

Computed, like links, and so no part of the history: the same mask and the same place give the same
shares again. Each is kept with what it was computed from: the SHA-256 of its mask, and the rules. A
new version of its scene or its observation makes it forgotten. What is done is kept scene by scene,
so it can be stopped anywhere and goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import UnreadableFile
from catalogue.imagery.copies import check_original
from catalogue.imagery.masks import RULES, WORDS, Mask, masks_of
from catalogue.imagery.sandbox import Sandbox
from catalogue.join import apart_in_time, met_pairs
from catalogue.model import BBox, CloudAtPlace, Observation, Place, Scene
from catalogue.read.files import hashed
from catalogue.space.spread import SIGMAS
from catalogue.store.clouded import PlaceCloud
from catalogue.store.protocol import Store

Progress = Callable[[int, int | None], None]
# Places that a child is asked for at a time.
_PLACES = 500
# A line is looked at in so many points.
_ALONG = 64
# Wider discs count evenly, as the join has it.
_WIDEST_M = 3_000_000.0


@dataclass(frozen=True, slots=True)
class Looked:
    """`scenes` with a mask on this machine; pairs with observations that were looked at now, and
    those that were known before. `failed` are masks that could not be read, and why.
    """

    scenes: int = 0
    pairs: int = 0
    known: int = 0
    failed: tuple[str, ...] = ()


def look_at_clouds(
    store: Store, sandbox: Sandbox, margin_days: float, progress: Progress | None = None
) -> Looked:
    """Look at every place that a scene with a mask may show, as far as it is not known yet."""
    scenes = pairs = known = 0
    failed: list[str] = []
    for scene in store.clouds.scenes_naming(WORDS):
        masks = masks_of(scene)
        if not masks or not scene.can_link:
            continue
        scenes += 1
        try:
            inputs = " ".join([RULES, *map(_sha256, masks)])
            near = _may_show(store, scene, margin_days)
            told = store.clouds.of_scene(scene.uid)
            due = [o for o in near if o.uid not in told or told[o.uid].inputs != inputs]
            known += len(near) - len(due)
            pairs += _looked(store, sandbox, scene, masks, due, inputs)
        except UnreadableFile as error:
            failed.append(f"{scene.name}: the mask {masks[0].asset.key} {error}")
        if progress:
            progress(scenes, None)
    return Looked(scenes, pairs, known, tuple(failed))


def _sha256(mask: Mask) -> str:
    """Of the file as it was taken in; of one that nobody hashed as it is."""
    return mask.asset.sha256 or hashed(Path(mask.asset.href))[0]


def _may_show(store: Store, scene: Scene, margin_days: float) -> list[Observation]:
    """The observations that a scene is linked to."""
    if scene.footprint is None or scene.when is None:
        return []
    margin = timedelta(days=margin_days, microseconds=1)
    boxes = [BBox(*b) for b in space.boxes(scene.footprint)]
    near = [
        o
        for o in store.observations(boxes, scene.when.widened(margin, margin))
        if apart_in_time(o, scene, margin_days) is not None
    ]
    mets = met_pairs([(o.place, scene.footprint) for o in near])
    return [o for o, met in zip(near, mets, strict=True) if met is not None and met.meets]


def _looked(
    store: Store, sandbox: Sandbox, scene: Scene, masks: Sequence[Mask],
    due: Sequence[Observation], inputs: str,
) -> int:  # fmt: skip
    """Look at these and keep it; how many."""
    if due:
        for mask in masks:
            if mask.asset.sha256:
                check_original(Path(mask.asset.href), mask.asset.sha256)
    done = 0
    for start in range(0, len(due), _PLACES):
        some = due[start : start + _PLACES]
        places = [list(place_parts(o.place, scene.footprint)) for o in some]
        found = clouds_at(sandbox, masks, places)
        rows = [
            PlaceCloud(o.uid, scene.uid, cloud, inputs)
            for o, cloud in zip(some, found, strict=True)
        ]
        with store.transaction():
            # What has a new version meanwhile has forgotten all; it comes with the next run.
            if store.scene(scene.uid).version == scene.version:
                versions = {o.uid: o.version for o in some}
                rows = [
                    r for r in rows
                    if store.observation(r.observation).version == versions[r.observation]
                ]  # fmt: skip
                store.clouds.put(rows)
                done += len(rows)
    return done


def clouds_at(
    sandbox: Sandbox, masks: Sequence[Mask], places: Sequence[Sequence[dict[str, Any]]]
) -> list[CloudAtPlace]:
    """What masks say of places (their parts, as a child takes them). Raises UnreadableFile."""
    answers = [_asked(sandbox, mask, places) for mask in masks]
    return [
        _together(" and ".join(m.name for m in masks), each)
        for each in zip(*answers, strict=True)
    ]  # fmt: skip


def _asked(
    sandbox: Sandbox, mask: Mask, places: Sequence[Sequence[dict[str, Any]]]
) -> list[list[float] | None]:
    plan = {
        "meanings": [asdict(meaning) for meaning in mask.meanings],
        "yes_no": mask.kind == "yes_no",
        "places": places,
    }
    path = str(Path(mask.asset.href).resolve())
    answer = sandbox.run("clouds", path=path, plan=orjson.dumps(plan).decode())
    shares: list[list[float] | None] = answer["shares"]
    return shares


def _together(name: str, each: Sequence[list[float] | None]) -> CloudAtPlace:
    """Of one mask, or of one of cloud and one of shadow: what is cloud is no shadow."""
    first = each[0]
    if first is None:
        return CloudAtPlace(0.0, name, unknown=1.0)
    cloud, shadow, unknown = first
    for other in each[1:]:
        shadow += other[1] if other else 0.0
    cloud = min(1.0, cloud)
    unknown = min(unknown, 1 - cloud)
    return CloudAtPlace(cloud, name, max(0.0, min(shadow, 1 - cloud - unknown)), unknown)


def place_parts(place: Place | None, footprint: BaseGeometry | None) -> Iterator[dict[str, Any]]:
    """What of a place lies in a footprint, by candidate: shape, weight and spread."""
    if place is None or footprint is None:
        return
    alone = [
        (piece, c.r95_m, c.p / max(1, len(pieces)))
        for c in place.candidates
        for pieces in [_pieces(c.geometry, c.r95_m)]
        for piece in pieces
    ]
    covers = space.covered_pairs([(footprint, piece, r95_m) for piece, r95_m, _ in alone])
    for (piece, r95_m, p), cover in zip(alone, covers, strict=True):
        if not cover.meets:
            continue
        spread = piece.geom_type == "Point" and r95_m is not None and 0 < r95_m <= _WIDEST_M
        yield {
            "wkb": shapely.to_wkb(_shown(piece, r95_m, footprint), hex=True),
            "p": p * cover.mass,
            "sigma_m": r95_m / SIGMAS if spread and r95_m else None,
            "lon": piece.x if spread else None,
            "lat": piece.y if spread else None,
        }


def _pieces(geometry: BaseGeometry, r95_m: float | None) -> list[BaseGeometry]:
    """Points one by one, lines as points along them."""
    if geometry.geom_type in ("LineString", "MultiLineString") and not r95_m:
        steps = [(n + 0.5) / _ALONG for n in range(_ALONG)]
        lines = [line for line in shapely.get_parts(geometry) if line.length > 0]
        return [line.interpolate(step, normalized=True) for line in lines for step in steps]
    return list(geometry.geoms) if geometry.geom_type == "MultiPoint" else [geometry]


def _shown(piece: BaseGeometry, r95_m: float | None, footprint: BaseGeometry) -> BaseGeometry:
    """Where to look: the disc or the area, as far as the footprint holds it."""
    if piece.geom_type == "Point" and not r95_m:
        return piece
    if r95_m:
        point = piece.geom_type == "Point"
        piece = space.disc(piece.x, piece.y, r95_m) if point else space.grown(piece, r95_m)
    within = piece.intersection(footprint)
    areas = [part for part in shapely.get_parts(within) if part.geom_type == "Polygon"]
    return shapely.union_all(areas) if areas else shapely.point_on_surface(piece)
