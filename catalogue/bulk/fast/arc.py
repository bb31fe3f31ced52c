"""Parabolas about a circle: what lies between them, and how near they come."""

from __future__ import annotations

import math

from catalogue.bulk.fast import compiled


@compiled
def piece(ax, ay, dx, dy, cx, cy, rho):
    """(2 (area - sector) / rho, squared distance) of the parabola a + t d + t (t - 1) c, t from
    0 to 1, within the circle.
    """
    bx, by = ax + dx, ay + dy
    square = dx * dx + dy * dy
    if square == 0:
        return 0.0, ax * ax + ay * ay
    # q(t) = a + t d + t (t - 1) c is nearest where q q' = 0.
    t = -(ax * dx + ay * dy) / square
    for _ in range(3):
        t = min(2.0, max(-1.0, t))
        qx, qy = ax + t * (dx + (t - 1) * cx), ay + t * (dy + (t - 1) * cy)
        vx, vy = dx + (2 * t - 1) * cx, dy + (2 * t - 1) * cy
        slope = vx * vx + vy * vy + 2 * (qx * cx + qy * cy)
        if slope <= 0:
            break
        t -= (qx * vx + qy * vy) / slope
    foot = min(1.0, max(0.0, t))
    qx, qy = ax + foot * (dx + (foot - 1) * cx), ay + foot * (dy + (foot - 1) * cy)
    nearest = qx * qx + qy * qy
    if nearest >= rho:
        return 0.0, nearest
    first, last = 0.0, 1.0
    if ax * ax + ay * ay > rho:
        first = _root(t, -1.0, ax, ay, dx, dy, cx, cy, rho, square)
    if bx * bx + by * by > rho:
        last = _root(t, 1.0, ax, ay, dx, dy, cx, cy, rho, square)
    px, py = ax + first * (dx + (first - 1) * cx), ay + first * (dy + (first - 1) * cy)
    qx, qy = ax + last * (dx + (last - 1) * cx), ay + last * (dy + (last - 1) * cy)
    t = (first + last) / 2
    hx, hy = ax + t * (dx + (t - 1) * cx), ay + t * (dy + (t - 1) * cy)
    cross = px * qy - py * qx
    bow = (px * hy - py * hx) + (hx * qy - hy * qx) - cross
    return (cross + 4 / 3 * bow) / rho - math.atan2(cross, px * qx + py * qy), nearest


@compiled
def _root(vertex, side, ax, ay, dx, dy, cx, cy, rho, square):
    """Where the parabola passes the circle before (-1) or after (1) its nearest point."""
    qx, qy = ax + vertex * (dx + (vertex - 1) * cx), ay + vertex * (dy + (vertex - 1) * cy)
    t = vertex + side * math.sqrt(max(0.0, rho - qx * qx - qy * qy) / square)
    for _ in range(3):
        qx, qy = ax + t * (dx + (t - 1) * cx), ay + t * (dy + (t - 1) * cy)
        vx, vy = dx + (2 * t - 1) * cx, dy + (2 * t - 1) * cy
        slope = 2 * (qx * vx + qy * vy)
        if slope == 0:
            break
        t -= (qx * qx + qy * qy - rho) / slope
    return min(1.0, max(0.0, t))
