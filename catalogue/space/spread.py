"""How much of a place spread about a point lies in a footprint: the 2-D normal of a radius r95.

    sigma = r95 / sqrt(-2 ln 0.05): 95 % of the probability lies within r95

Of a half-plane's edge at distance h, seen from the centre over a stretch from u to v along it, the
normal misses what Owen's T (1956) measures: T(h, v/h) - T(h, u/h). So a polygon holds
(1 if it holds the centre, else 0) - the sum over its edges, those that turn left counting plus.
"""

from __future__ import annotations

import math

import numpy as np

from catalogue.space.edges import Floats

# Standard deviations in r95.
SIGMAS = math.sqrt(-2 * math.log(0.05))
# Edges farther than this many r95 change nothing: 2e-6 of the probability lies beyond.
REACH = 2.1

_x, _w = np.polynomial.legendre.leggauss(5)
# Nodes and weights on [0, 1].
NODES = tuple(((_x + 1) / 2).tolist())
WEIGHTS = tuple((_w / 2).tolist())
_erf = np.frompyfunc(math.erf, 1, 1)


def missed(p: Floats, q: Floats) -> Floats:
    """What each edge p-q cuts off, signed; positions in standard deviations from the centre."""
    step = q - p
    length = np.hypot(step[:, 0], step[:, 1])
    length = np.where(length > 0, length, 1.0)
    cross = p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]
    first, last = (p * step).sum(axis=1) / length, (q * step).sum(axis=1) / length
    return np.sign(cross) * (
        _owen(np.abs(cross) / length, last) - _owen(np.abs(cross) / length, first)
    )


def _owen(h: Floats, u: Floats) -> Floats:
    """T(h, u / h) for h >= 0; odd in u. Beyond the diagonal by its mirror, so never steep."""
    far, near = np.maximum(h, np.abs(u)), np.minimum(h, np.abs(u))
    ratio = near / np.where(far > 0, far, 1.0)
    square = far * far / 2
    total = np.zeros(len(h))
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        x = 1 + (node * ratio) ** 2
        total += weight * np.exp(-square * x) / x
    part = total * ratio / (2 * math.pi)
    root = math.sqrt(0.5)
    both = np.asarray(_erf(h * root) * _erf(np.abs(u) * root), dtype=np.float64)
    return np.asarray(np.sign(u) * np.where(np.abs(u) > h, 0.25 * (1 - both) - part, part))
