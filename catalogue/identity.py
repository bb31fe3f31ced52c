"""Is this scene new, known, moved, or a new version? Pure: the store's answers come in as values.

A scene is known by (collection, id) and by the content of its files. Paths on this machine are
not content: a moved file is the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from catalogue.model import LINK, Asset, Observation, Scene
from catalogue.store.codec import row_digest

# What stands for the collection of a scene that is in none, where a name needs one.
UNCOLLECTED = "uncollected"

Verdict = Literal["new", "unchanged", "moved", "version", "copy"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What to do: `scene` is the record to store (None when there is nothing to store)."""

    verdict: Verdict
    scene: Scene | None
    known: Scene | None = None


def full_name(scene: Scene) -> str:
    """`collection/id`, with "uncollected" for none: two scenes never share it."""
    return f"{scene.collection or UNCOLLECTED}/{scene.id}"


def readings_of(name: str) -> Iterator[tuple[str, str]]:
    """Every (collection, id) that a full name may mean; ids and collections may hold slashes."""
    parts = name.split("/")
    for n in range(len(parts) - 1, 0, -1):
        yield "/".join(parts[:n]), "/".join(parts[n:])


def _content(scene: Scene) -> Scene:
    """The scene without what may differ between two readings of the same evidence."""
    scene = scene.unplaced()
    assets = tuple(replace(a, href="") if a.is_local else a for a in scene.assets)
    stac: dict[str, Any] = {
        k: v for k, v in scene.stac.items() if k not in ("id", "assets", "links")
    }
    return replace(scene, uid="", id="-", version=1, assets=assets, stac=stac, warnings=())


def same_content(a: Scene, b: Scene) -> bool:
    """True if two scenes say the same and hold the same bytes, wherever their files lie."""
    return row_digest(_content(a)) == row_digest(_content(b))


def is_lone(scene: Scene) -> bool:
    """True for one raster or picture without a STAC item beside it."""
    keys = [a.key for a in scene.unplaced().assets if a.key != LINK]
    return scene.collection is None and keys == ["data"]


def _hrefs(scene: Scene) -> set[str]:
    return {asset.href for asset in scene.assets if asset.is_local}


def _hashes(scene: Scene) -> set[str]:
    return {asset.sha256 for asset in scene.assets if asset.sha256}


def identify(
    scene: Scene,
    named: Sequence[Scene],
    hashed: Sequence[Scene],
    exists: Callable[[Asset], bool],
) -> Identity:
    """Decide about one scene.

    `named` are the stored scenes with its (collection, id), `hashed` those with one of its
    files' content, `exists` tells whether a local asset is still where it was.
    """
    lone = is_lone(scene)
    known = next((k for k in hashed if lone and is_lone(k)), None) or next(iter(named), None)
    if known is None:
        return Identity("new", scene)
    if lone and is_lone(known) and not _hashes(scene) & _hashes(known):
        if not _hrefs(scene) & _hrefs(known):  # another file that happens to have this name
            return Identity("new", _with_hash_suffix(scene))
        return Identity("version", _version_of(scene, known), known)
    if not same_content(scene, known):
        return Identity("version", _version_of(scene, known), known)
    if _hrefs(scene) == _hrefs(known):
        return Identity("unchanged", None, known)
    if any(exists(a) for a in known.assets if a.is_local):
        return Identity("copy", None, known)
    stac = {**known.stac, "assets": scene.stac.get("assets", {})}
    moved = replace(known.unplaced(), assets=scene.assets, stac=stac, version=known.version + 1)
    return Identity("moved", moved.placed_as(known), known)


def _version_of(scene: Scene, known: Scene) -> Scene:
    same = replace(scene, uid=known.uid, id=known.id, version=known.version + 1)
    return same.placed_as(known)


def _with_hash_suffix(scene: Scene) -> Scene:
    sha = next(iter(_hashes(scene)), scene.uid)
    new_id = f"{scene.id}-{sha[:8]}"
    return replace(scene, id=new_id, stac={**scene.stac, "id": new_id})


def same_observation(a: Observation, b: Observation) -> bool:
    """True if two observations say the same; uid, version and warnings aside."""
    return row_digest(_claim(a)) == row_digest(_claim(b))


def _claim(observation: Observation) -> Observation:
    return replace(observation, uid="", version=1, warnings=())
