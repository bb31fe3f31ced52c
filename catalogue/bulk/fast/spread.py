"""What edges cut off the 2-D normal of a place: `catalogue.space.spread`, compiled."""

from __future__ import annotations

import math

from catalogue.bulk.fast import compiled
from catalogue.space.spread import NODES, WEIGHTS

_ROOT_HALF = math.sqrt(0.5)
_ROOT_HALF_PI = math.sqrt(math.pi / 2)
# From so many standard deviations on, what the sum below adds is less than 2e-6.
_FAR = 4.8


@compiled
def _slice(far, ratio):
    """T(far, ratio) for a ratio of at most 1."""
    if far > _FAR or ratio == 0:
        return 0.0
    square = far * far / 2
    total = 0.0
    for n in range(len(NODES)):
        x = NODES[n] * ratio
        x = 1 + x * x
        total += WEIGHTS[n] * math.exp(-square * x) / x
    return total * ratio / (2 * math.pi)


@compiled
def _owen(h, erf_h, u, erf_u):
    """T(h, u / h) for h >= 0; odd in u. `erf_h`, `erf_u` are erf(h / √2) and erf(u / √2)."""
    size = abs(u)
    if size > h:
        found = 0.25 * (1 - erf_h * abs(erf_u)) - _slice(size, h / size)
    else:
        found = _slice(h, size / h) if h > 0 else 0.0
    return found if u >= 0 else -found


@compiled
def missed(px, py, qx, qy, cx, cy):
    """What the parabola p + t (q - p) + t (t - 1) c cuts off; in standard deviations.

    Its chord exactly, and the bow between the two by the normal along the chord.
    """
    dx, dy = qx - px, qy - py
    length = math.sqrt(dx * dx + dy * dy)
    if length == 0:
        return 0.0
    side = (px * dy - py * dx) / length
    h = abs(side)
    u, v = (px * dx + py * dy) / length, (qx * dx + qy * dy) / length
    erf_h = math.erf(h * _ROOT_HALF)
    through = u < -_FAR and v > _FAR
    erf_u, erf_v = (-1.0, 1.0) if through else (math.erf(u * _ROOT_HALF), math.erf(v * _ROOT_HALF))
    cut = _owen(h, erf_h, v, erf_v) - _owen(h, erf_h, u, erf_u)
    if side < 0:
        cut = -cut
    bend = (dx * cy - dy * cx) / length
    if bend == 0:
        return cut
    between = -(1 + u * v) * _ROOT_HALF_PI * (erf_v - erf_u)
    if not through:
        between += math.exp(-u * u / 2) * v - math.exp(-v * v / 2) * u
    t = min(1.0, max(0.0, -u / length))
    nearer = side - bend * t * (t - 1) / 2
    return cut - bend / (length * length) * between * math.exp(-nearer * nearer / 2) / (2 * math.pi)
