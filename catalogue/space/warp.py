"""Affine and projective maps of the plane as 3 x 3 matrices, fitted by least squares."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Coords = NDArray[np.float64]
Matrix = tuple[float, ...]
_STEPS = 30


def applied(matrix: Coords, points: Coords) -> Coords:
    """The points (n, 2) where the matrix puts them."""
    x, y, w = matrix @ np.vstack([points.T, np.ones(len(points))])
    return np.column_stack([x / w, y / w])


def jacobian(matrix: Coords, points: Coords) -> Coords:
    """(n, 2, 2): how far a step of a column and of a row leads, at each point."""
    x, y, w = matrix @ np.vstack([points.T, np.ones(len(points))])
    rows = [
        (matrix[k, j] - value / w * matrix[2, j]) / w
        for k, value in ((0, x), (1, y))
        for j in (0, 1)
    ]
    return np.array(rows).T.reshape(-1, 2, 2)


def parameters(
    matrix: Coords, points: Coords, method: Literal["affine", "projective"], size: float = 1.0
) -> Coords:
    """(2n, 6 or 8): how the places of the points follow each free entry of the matrix.

    Rows are x, y of one point after the other. `size` is that of the coordinates: entries are
    scaled by it, so that they are alike. The last entry of the matrix is held.
    """
    scale = np.array([1 / size, 1 / size, 1.0])
    u = np.column_stack([points, np.ones(len(points))]) * scale
    x, y, w = matrix @ np.vstack([points.T, np.ones(len(points))])
    n, columns = len(points), 6 if method == "affine" else 8
    out = np.zeros((n, 2, columns))
    out[:, 0, 0:3] = out[:, 1, 3:6] = u / w[:, None]
    if columns == 8:
        moved = np.column_stack([x / w, y / w])
        out[:, :, 6:8] = -moved[:, :, None] * u[:, None, :2] / w[:, None, None]
    return out.reshape(2 * n, columns)


def fitted(source: Coords, target: Coords, method: Literal["affine", "projective"]) -> Coords:
    """The matrix that puts `source` nearest to `target`, least squares in the target's unit.

    The last entry is 1. The points must span the plane, for projective no three of four on one
    line.
    """
    to, back = _normal(source), _normal(target)
    a, b = applied(to, source), applied(back, target)
    found = _affine(a, b) if method == "affine" else _projective(a, b)
    matrix = np.linalg.inv(back) @ found @ to
    return np.asarray(matrix / matrix[2, 2])


def _normal(points: Coords) -> Coords:
    """Moves the points about 0 and to a size of 1, for the sake of digits."""
    middle = points.mean(axis=0)
    size = float(np.abs(points - middle).max()) or 1.0
    return np.array([[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1]])


def _affine(a: Coords, b: Coords) -> Coords:
    u = np.column_stack([a, np.ones(len(a))])
    return np.vstack([np.linalg.lstsq(u, b, rcond=None)[0].T, [0.0, 0.0, 1.0]])


def _projective(a: Coords, b: Coords) -> Coords:
    """Hartley's normalised linear solution, then Gauss-Newton on the distances themselves."""
    u = np.column_stack([a, np.ones(len(a))])
    zero = np.zeros_like(u)
    rows = np.vstack([np.hstack([u, zero, -b[:, :1] * u]), np.hstack([zero, u, -b[:, 1:] * u])])
    matrix = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    if abs(matrix[2, 2]) < 1e-12:
        return np.asarray(matrix)
    matrix = matrix / matrix[2, 2]
    for _ in range(_STEPS):
        missed = (b - applied(matrix, a)).ravel()
        design = parameters(matrix, a, "projective")
        step = np.append(np.linalg.lstsq(design, missed, rcond=None)[0], 0.0).reshape(3, 3)
        if not np.isfinite(step).all():
            break
        better = matrix + step
        if _cost(better, a, b) >= _cost(matrix, a, b):
            break
        matrix = better
    return np.asarray(matrix)


def _cost(matrix: Coords, a: Coords, b: Coords) -> float:
    return float(((applied(matrix, a) - b) ** 2).sum())
