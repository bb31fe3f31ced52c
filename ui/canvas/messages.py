"""Messages between Python and the canvas: the one source. `frontend/src/messages.ts` mirrors it
and a test compares the two.

Longitudes and latitudes are degrees (WGS 84), lengths metres. What comes from the browser is
checked before anything acts on it; a message that makes no sense is dropped as None.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Mode = Literal["map", "tag", "compare", "place"]
MODES = ("map", "tag", "compare", "place")
Kind = Literal["scene", "observation"]

SELECTED_FIELDS = ("kind", "uid")
COMMAND_FIELDS = ("id", "op", "bounds")
QUEUE_FIELDS = ("by", "observation", "class", "seed")
_MAX_UID = 200
MOST_TOGETHER = 60


@dataclass(frozen=True, slots=True)
class LinkMark:
    """One ranked link to outline on the map; rank 1 is the best."""

    scene: str
    rank: int
    role: str
    level: str


@dataclass(frozen=True, slots=True)
class CanvasData:
    """What the canvas shows.

    `api` is the server's base path ("" at the root). `scene` and `z` (the tagging zoom, None
    for the scene's own) count in mode "tag"; in mode "compare" `scene` is held against `other`
    (None: the next in time) at `place` (lon, lat; None: all of it), among `scenes` (none: all over
    the place); in mode "place" it is the picture to place against `other` (None: the map), None to
    take one in. In mode "tag" a `queue` {"by", "observation", "class", "seed"} runs over `scenes`.
    `selected` is {"kind",
    "uid"}; `command` is {"id", "op": "zoom_to", "bounds": [w, s, e, n]} and is carried out once
    per id. A `rev` higher than the last has the canvas ask the server what is new. `cls` is the
    class to draw with, `height` is in CSS pixels. What the map shows beside that (filters, area,
    view) is the canvas's own and stands in the address bar. Raises ValueError for a field that
    the canvas would not understand: that is a slip in the program.
    """

    mode: Mode
    api: str = ""
    scene: str | None = None
    other: str | None = None
    scenes: tuple[str, ...] = ()
    queue: Mapping[str, Any] | None = None
    place: tuple[float, float] | None = None
    z: int | None = None
    selected: Mapping[str, Any] | None = None
    links: tuple[LinkMark, ...] = ()
    tool: Literal["pin"] | None = None
    cls: str | None = None
    author: str = "anonymous"
    rev: int = 0
    height: int = 720
    command: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        _only(self.selected, SELECTED_FIELDS, "selected")
        _only(self.command, COMMAND_FIELDS, "command")
        _only(self.queue, QUEUE_FIELDS, "queue")
        if self.mode not in MODES:
            raise ValueError(f"mode {self.mode!r} is not one of {', '.join(MODES)}")
        if self.command is not None and self.command.get("op") != "zoom_to":
            raise ValueError(f"command {self.command.get('op')!r} is not 'zoom_to'")

    def to_json(self) -> dict[str, Any]:
        """The message as messages.ts reads it: `cls` is "class" there."""
        return {
            "mode": self.mode,
            "api": self.api,
            "scene": self.scene,
            "other": self.other,
            "scenes": list(self.scenes),
            "queue": dict(self.queue) if self.queue else None,
            "place": list(self.place) if self.place else None,
            "z": self.z,
            "selected": dict(self.selected) if self.selected else None,
            "links": [{f.name: getattr(link, f.name) for f in fields(link)} for link in self.links],
            "tool": self.tool,
            "class": self.cls,
            "author": self.author,
            "rev": self.rev,
            "height": self.height,
            "command": dict(self.command) if self.command else None,
        }


@dataclass(frozen=True, slots=True)
class Selected:
    """A scene or an observation was chosen on the map."""

    kind: Kind
    uid: str

    @classmethod
    def parse(cls, value: object) -> Selected | None:
        """The message, or None if it is not one."""
        kind, uid = _get(value, "kind"), _uid(_get(value, "uid"))
        if kind not in ("scene", "observation") or uid is None:
            return None
        return cls(kind, uid)


@dataclass(frozen=True, slots=True)
class Changed:
    """Annotations were stored; the newest has this revision."""

    rev: int

    @classmethod
    def parse(cls, value: object) -> Changed | None:
        """The message, or None if it is not one."""
        rev = _get(value, "rev")
        if isinstance(rev, bool) or not isinstance(rev, int) or rev < 0:
            return None
        return cls(rev)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A place was pinned: degrees, and metres within which one is 95 % sure (None: not said)."""

    lon: float
    lat: float
    r95_m: float | None

    @classmethod
    def parse(cls, value: object) -> Pinned | None:
        """The message, or None if it is not one."""
        lon = _number(_get(value, "lon"), -180, 180)
        lat = _number(_get(value, "lat"), -90, 90)
        given = _get(value, "r95_m")
        radius = _number(given, 0, 2.1e7)
        if lon is None or lat is None or (given is not None and radius is None):
            return None
        return cls(lon, lat, radius)


@dataclass(frozen=True, slots=True)
class Open:
    """A scene is to be opened for tagging."""

    uid: str

    @classmethod
    def parse(cls, value: object) -> Open | None:
        """The message, or None if it is not one."""
        uid = _uid(_get(value, "uid"))
        return None if uid is None else cls(uid)


@dataclass(frozen=True, slots=True)
class Compared:
    """These two scenes are on screen; `b` is None while there is only one."""

    a: str
    b: str | None

    @classmethod
    def parse(cls, value: object) -> Compared | None:
        """The message, or None if it is not one."""
        a, given = _uid(_get(value, "a")), _get(value, "b")
        b = _uid(given)
        if a is None or (given is not None and b is None):
            return None
        return cls(a, b)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture was taken in or placed, and is to be shown there."""

    uid: str
    to: Literal["place", "map", "compare", "tag"]

    @classmethod
    def parse(cls, value: object) -> Picture | None:
        """The message, or None if it is not one."""
        uid, to = _uid(_get(value, "uid")), _get(value, "to")
        if uid is None or to not in ("place", "map", "compare", "tag"):
            return None
        return cls(uid, to)


@dataclass(frozen=True, slots=True)
class Together:
    """These scenes, at most `MOST_TOGETHER`, in order of time: to be compared or to be tagged."""

    scenes: tuple[str, ...]
    to: Literal["compare", "tag"]

    @classmethod
    def parse(cls, value: object) -> Together | None:
        """The message, or None if it is not one."""
        given, to = _get(value, "scenes"), _get(value, "to")
        if not isinstance(given, list | tuple) or not 0 < len(given) <= MOST_TOGETHER:
            return None
        uids = tuple(uid for uid in map(_uid, given) if uid)
        return cls(uids, to) if len(uids) == len(given) and to in ("compare", "tag") else None


@dataclass(frozen=True, slots=True)
class CanvasEvents:
    """What the canvas said in this run; None where it said nothing. `open` is a scene's uid."""

    select: Selected | None = None
    changed: Changed | None = None
    pinned: Pinned | None = None
    open: str | None = None
    compared: Compared | None = None
    picture: Picture | None = None
    together: Together | None = None

    @classmethod
    def parse(cls, result: object) -> CanvasEvents:
        """Read Streamlit's result, a mapping by name of trigger."""
        opened = Open.parse(_get(result, "open"))
        return cls(
            select=Selected.parse(_get(result, "select")),
            changed=Changed.parse(_get(result, "changed")),
            pinned=Pinned.parse(_get(result, "pinned")),
            open=opened.uid if opened else None,
            compared=Compared.parse(_get(result, "compared")),
            picture=Picture.parse(_get(result, "picture")),
            together=Together.parse(_get(result, "together")),
        )


TRIGGERS: dict[str, type[Any]] = {
    "select": Selected,
    "changed": Changed,
    "pinned": Pinned,
    "open": Open,
    "compared": Compared,
    "picture": Picture,
    "together": Together,
}


def _only(value: Mapping[str, Any] | None, names: tuple[str, ...], field: str) -> None:
    unknown = set(value or ()) - set(names)
    if unknown:
        raise ValueError(f"{field} has {sorted(unknown)[0]!r}; it may have {', '.join(names)}")


def _get(value: object, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _uid(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_UID else None


def _number(value: object, low: float, high: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value)
    return number if math.isfinite(number) and low <= number <= high else None
