"""A style: how someone wants a scene drawn, as it stands in an address and in an annotation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.errors import InvalidValue
from catalogue.imagery.bands import Band, bands_of
from catalogue.imagery.look import COLORMAPS, Look, names_in
from catalogue.model import Asset, Scene

MAX_STYLE = 1000
_FIELDS = {"bands", "expression", "stretch", "gamma", "colormap", "db"}


@dataclass(frozen=True, slots=True)
class Style:
    """Bands by name, or an expression of them; what is None is chosen by the scene's statistics."""

    bands: tuple[str, ...] = ()
    expression: str | None = None
    stretch: tuple[tuple[float, float], ...] | None = None
    gamma: float = 1.0
    colormap: str | None = None
    decibel: bool = False


@dataclass(frozen=True, slots=True)
class Styled:
    """A style on one scene: the files and bands to read, in the order of `look.names`."""

    parts: tuple[tuple[Asset, int], ...]
    look: Look


def parse_style(text: str) -> Style:
    """A style from JSON: bands, expression, stretch, gamma, colormap, db. Raises InvalidValue."""
    if len(text) > MAX_STYLE:
        raise InvalidValue(f"the style has {len(text)} characters; {MAX_STYLE} at most.")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidValue(f"the style is not JSON: {error}.") from None
    if not isinstance(value, dict) or set(value) - _FIELDS:
        raise InvalidValue(f"a style is a JSON object of {', '.join(sorted(_FIELDS))}.")
    expression = value.get("expression")
    if expression is not None and not isinstance(expression, str):
        raise InvalidValue(f"expression is {expression!r}; give a text.")
    colormap = value.get("colormap")
    if colormap is not None and colormap not in COLORMAPS:
        raise InvalidValue(f"colormap is {colormap!r}; use one of {', '.join(COLORMAPS)}.")
    return Style(
        bands=_names(value.get("bands", [])),
        expression=expression or None,
        stretch=_stretch(value.get("stretch")),
        gamma=_gamma(value.get("gamma", 1.0)),
        colormap=colormap,
        decibel=value.get("db") is True,
    )


def style_json(style: Style) -> dict[str, Any]:
    """What `parse_style` reads, without what is as usual."""
    out: dict[str, Any] = {}
    if style.bands:
        out["bands"] = list(style.bands)
    if style.expression:
        out["expression"] = style.expression
    if style.stretch is not None:
        out["stretch"] = [list(pair) for pair in style.stretch]
    if style.gamma != 1.0:
        out["gamma"] = style.gamma
    if style.colormap:
        out["colormap"] = style.colormap
    if style.decibel:
        out["db"] = True
    return out


def styled(scene: Scene, style: Style) -> Styled:
    """What to read and how to draw it. Raises InvalidValue for a band the scene does not have."""
    known = {band.name: band for band in bands_of(scene)}
    names = names_in(style.expression) if style.expression else style.bands
    for name in names:
        if name not in known:
            raise InvalidValue(f"band {name!r} is none of this scene's: {', '.join(known)}.")
    channels = 1 if style.expression else len(names)
    if channels not in (1, 3):
        raise InvalidValue(f"{channels} bands make no picture; choose one or three.")
    if style.stretch is not None and len(style.stretch) != channels:
        raise InvalidValue(f"stretch has {len(style.stretch)} pairs for {channels} channels.")
    chosen = [known[name] for name in names]
    stretch = style.stretch or _usual(chosen, style)
    look = Look(names, stretch, style.expression, style.decibel, style.gamma, style.colormap)
    return Styled(tuple((band.asset, band.index) for band in chosen), look)


def _usual(bands: list[Band], style: Style) -> tuple[tuple[float, float], ...]:
    """p2 to p98 of each band; of an expression nothing is known beforehand: -1 to 1."""
    if style.expression:
        return ((-1.0, 1.0),)
    return tuple(_range(band, style.decibel) for band in bands)


def _range(band: Band, decibel: bool) -> tuple[float, float]:
    known = band.statistics
    if known is None:
        return (-30.0, 0.0) if decibel else (0.0, 255.0)
    low, high = (known.p2, known.p98) if known.p98 > known.p2 else (known.minimum, known.maximum)
    if decibel:
        low = 10 * math.log10(low) if low > 0 else -30.0
        high = 10 * math.log10(high) if high > 0 else 0.0
    return (low, high) if high > low else (low, low + 1)


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value) or len(value) > 3:
        raise InvalidValue(f"bands is {value!r}; give a list of one or three names.")
    return tuple(value)


def _stretch(value: Any) -> tuple[tuple[float, float], ...] | None:
    if value is None:
        return None
    pairs: list[Any] = value if isinstance(value, list) and value else [None]
    if not all(_is_pair(pair) for pair in pairs):
        raise InvalidValue(f"stretch is {value!r}; give [low, high] for each channel.")
    return tuple((float(a), float(b)) for a, b in pairs)


def _is_pair(value: Any) -> bool:
    numbers = isinstance(value, list) and len(value) == 2 and all(_is_number(v) for v in value)
    return numbers and bool(value[0] < value[1])


def _gamma(value: Any) -> float:
    if not _is_number(value) or not 0.1 <= value <= 10:
        raise InvalidValue(f"gamma is {value!r}; give a number from 0.1 to 10.")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
