"""How a picture was placed on the ground by a person: control points and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

PlacingMethod = Literal["affine", "projective"]
PLACING_METHODS: tuple[PlacingMethod, ...] = get_args(PlacingMethod)


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One feature in the picture and on the ground.

    `column` and `row` count pixels from the upper left corner of the original. `residual_m` is
    how far the placed pixel lies from the place given, `left_out_m` the same when the placing is
    made without this point; None where the other points do not place the picture.
    """

    column: float
    row: float
    lon: float
    lat: float
    residual_m: float = 0.0
    left_out_m: float | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """From pixels to metres of `crs`, a map about the middle of the points.

    `matrix` is 3 x 3, row by row: of (column, row, 1) it makes (x w, y w, w). `rms_m` is of the
    residuals. `error_m` is what the points say: every pixel lies, 95 % sure, within so many
    metres of its place; None where there are no more points than the method needs. `against` is
    the scene (uid) that the places were read from, None for the map, and `against_m` its own
    positional error. `stated_m` is an error that a person stated instead.
    """

    method: PlacingMethod
    points: tuple[ControlPoint, ...]
    crs: str
    matrix: tuple[float, ...]
    rms_m: float
    error_m: float | None
    author: str
    made: str
    against: str | None = None
    against_m: float | None = None
    stated_m: float | None = None
