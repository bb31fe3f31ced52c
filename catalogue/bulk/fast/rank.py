"""Scores of pairs and their order, compiled: the numbers of `catalogue.bulk.scoring`."""

from __future__ import annotations

import math
from collections import namedtuple
from dataclasses import astuple, fields

import numpy as np

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.disc import NOTHING, WHOLE
from catalogue.bulk.fast.times import DURING
from catalogue.score import Parameters

_SECONDS_PER_DAY = 86_400.0
Numbers = namedtuple("Numbers", [f.name for f in fields(Parameters)])  # type: ignore[misc]


def numbers(parameters: Parameters) -> Numbers:
    """The parameters as compiled functions take them."""
    return Numbers(*astuple(parameters))


@compiled
def timing(role, gap, p):
    """Value of the term."""
    if role == DURING:
        return 1.0
    return p.beside_event * 2.0 ** (-abs(gap) / _SECONDS_PER_DAY / p.half_life_days)


@compiled
def _transfer(ratio, p):
    power = ratio ** (p.transfer_a + p.transfer_b * ratio)
    return power / (1 + power)


@compiled
def _seen(ratio, p):
    if ratio >= p.transfer_full:
        return 1.0
    return _transfer(ratio, p) / _transfer(p.transfer_full, p)


@compiled
def sharpness(gsd, critical, p):
    """(low, high, value) of the term."""
    if math.isnan(gsd) or math.isnan(critical):
        return 0.0, 1.0, p.prior
    best = critical / p.detect_pixels
    low = _seen(min(p.reliable_gsd_m, best) / gsd, p)
    high = _seen(best / gsd, p)
    return low, high, max(low, math.sqrt(low * high))


@compiled
def clear_view(radar, sun, cloud, p):
    """(low, high, value) of the term."""
    if radar:
        return 1.0, 1.0, 1.0
    if sun <= 0:
        return 0.0, 0.0, 0.0
    if math.isnan(cloud):
        return 0.0, 1.0, p.prior
    share = cloud / 100
    return max(0.0, 1 - p.cloud_factor * share), min(1.0, p.cloud_factor * (1 - share)), 1 - share


@compiled
def place(share, weight, reserve, stated, prior):
    """(low, high, value, share as stated) of the term of a place of one candidate."""
    likely = weight * share
    known = min(1.0, likely)
    if stated:
        return known, min(1.0, likely + reserve), known, known
    return 0.0, min(1.0, weight + reserve), min(1.0, prior * likely), known


@compiled
def _level(a_high, a, b_high, b, c_high, c, p):
    least = min(a, b, c)
    if least < p.unusable or min(a_high, b_high, c_high) < p.unusable_at_best:
        return 2
    return 0 if least >= p.good else 1


@compiled
def _before(a, b, value, high, scene, rank):
    if value[a] != value[b]:
        return value[a] > value[b]
    if high[a] != high[b]:
        return high[a] > high[b]
    return rank[scene[a]] < rank[scene[b]]


@compiled
def _merge_sort(order, spare, n, value, high, scene, rank):
    for first in range(0, n, 8):
        for i in range(first + 1, min(first + 8, n)):
            item, j = order[i], i
            while j > first and _before(item, order[j - 1], value, high, scene, rank):
                order[j] = order[j - 1]
                j -= 1
            order[j] = item
    width = 8
    while width < n:
        for first in range(0, n, 2 * width):
            middle, last = min(first + width, n), min(first + 2 * width, n)
            i, j = first, middle
            for k in range(first, last):
                if j >= last or (
                    i < middle and not _before(order[j], order[i], value, high, scene, rank)
                ):
                    spare[k] = order[i]
                    i += 1
                else:
                    spare[k] = order[j]
                    j += 1
        order[:n] = spare[:n]
        width *= 2


@compiled
def ranked(starts, ends, found, views, o, p, top, most, out, counts):
    """Score the pairs of each row, put its best `top` into `out`; how many in all.

    `views` are the columns of scenes, `gsd` coded; `most` pairs is the longest row.
    """
    scenes, codes, shares, roles, gaps, exact = found
    rank, gsd_code, gsds, sun, cloud, radar = views
    of, scene, role, sure, covered, dt, low, high, value, level = out
    known = np.full(len(gsds), -1, dtype=np.int64)
    sharp = np.empty((len(gsds), 3))
    values, highs, lows, levels = np.empty(most), np.empty(most), np.empty(most), np.empty(most)
    order, spare = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    n = 0
    for row in range(len(starts)):
        first, size = starts[row], o.critical_m[row]
        weight, reserve, stated = o.p[row], o.reserve[row], o.stated[row]
        mine = scenes[first : ends[row]]
        count = 0
        for i in range(len(mine)):
            at = first + i
            if codes[at] == NOTHING:
                continue
            code = gsd_code[mine[i]]
            if known[code] != row:
                known[code] = row
                sharp[code, 0], sharp[code, 1], sharp[code, 2] = sharpness(gsds[code], size, p)
            s_low, s_high, s = sharp[code, 0], sharp[code, 1], sharp[code, 2]
            c_low, c_high, c = clear_view(radar[mine[i]], sun[mine[i]], cloud[mine[i]], p)
            a_low, a_high, a, _ = place(shares[at], weight, reserve, stated, p.prior)
            t = timing(roles[at], gaps[at], p)
            lows[i], highs[i], values[i] = (
                a_low * t * s_low * c_low, a_high * t * s_high * c_high, a * t * s * c,
            )  # fmt: skip
            levels[i] = _level(a_high, a, s_high, s, c_high, c, p)
            counts[row, roles[at]] += 1
            order[count] = i
            count += 1
        _merge_sort(order, spare, count, values, highs, mine, rank)
        for i in order[: min(top, count)]:
            at = first + i
            of[n], scene[n], role[n] = row, mine[i], roles[at]
            whole = codes[at] == WHOLE and stated and reserve == 0
            sure[n] = whole and exact[at] and o.exact[row]
            covered[n] = min(1.0, weight * shares[at])
            dt[n], low[n], high[n], value[n] = gaps[at], lows[i], highs[i], values[i]
            level[n] = levels[i]
            n += 1
    return n
