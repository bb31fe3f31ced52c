"""Scores of pairs and their order, compiled: the numbers of `catalogue.bulk.scoring`."""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.disc import NOTHING, WHOLE
from catalogue.bulk.fast.times import BEFORE, DURING
from catalogue.interval import MAX_US, MIN_US
from catalogue.score import PER_DECADE, Parameters

_SECONDS_PER_DAY = 86_400.0
_ROOT_HALF = math.sqrt(0.5)
# Of the columns of `views.code_sights`.
SENSOR = 4
_NAMES = (
    "prior",
    "baseline_days",
    "niirs_error",
    "unusable",
    "unusable_at_best",
    "good",
)
Numbers = namedtuple("Numbers", _NAMES)  # type: ignore[misc]


def numbers(parameters: Parameters) -> Numbers:
    """The parameters that compiled functions take; the others are in their columns."""
    return Numbers(*(getattr(parameters, name) for name in _NAMES))


@compiled
def reported(o, row):
    """What `timing` takes of a row of observations; whole columns would be copied by each call."""
    return (
        o.begin_us[row], o.end_us[row], o.tau[row], o.known[row], o.state[row], o.compared[row],
        o.left[row],
    )  # fmt: skip


@compiled
def timing(role, gap, reported, taken, until, p):
    """(low, high, value) of the term, as `catalogue.score.timing` has it for one interval."""
    begin, end, tau, known, state, compared, faded = reported
    days = abs(gap) / _SECONDS_PER_DAY
    if role == DURING:
        if state or begin == end:
            return 1.0, 1.0, 1.0
        if begin == MIN_US or end == MAX_US:
            return 0.0, 1.0, p.prior
        first, last = max(begin, taken) - begin, min(end, until) - begin
        passed = (first + last) / 2 / (end - begin)
        spans = passed * ((end - begin) / 1e6 / _SECONDS_PER_DAY) / tau
        left = -math.expm1(-spans) / spans if spans > 0 else 1.0
        rest = compared * (1 - passed)
        value = passed * left + rest
        return (value, value, value) if known else (rest, passed + rest, value)
    if role == BEFORE or state:
        value = compared * math.exp(-days / p.baseline_days)
        return value, value, value
    left = math.exp(-days / tau)
    if begin == MIN_US:
        return 0.0, left if known else 1.0, p.prior * left
    value = faded * left
    return (value, value, value) if known else (0.0, 1.0, value)


@compiled
def _chance(needed, pixel, lost, p):
    spare = PER_DECADE * (needed - pixel) - lost
    return 0.5 * math.erfc(-spare / p.niirs_error * _ROOT_HALF)


@compiled
def sharpness(sights, code, first, strict, p):
    """(low, high, value) of the term; of logarithms of pixels, NaN where they are unknown."""
    pixel, most = sights[code, 0], sights[code, 1]
    least, usual = sights[code, 2], sights[code, 3]
    if math.isnan(pixel) or math.isnan(first):
        return 0.0, 1.0, p.prior
    low, high = _chance(strict, pixel, most, p), _chance(first, pixel, least, p)
    usually = (1 - p.prior) * _chance(strict, pixel, usual, p)
    return low, high, usually + p.prior * _chance(first, pixel, usual, p)


@compiled
def place(mass, weight, reserve, stated, prior):
    """(low, high, value) of the term of a place of one candidate."""
    likely = weight * mass
    known = min(1.0, likely)
    if stated:
        return known, min(1.0, likely + reserve), known
    return 0.0, min(1.0, weight + reserve), min(1.0, prior * likely)


@compiled
def _level(best, least, p):
    if least < p.unusable or best < p.unusable_at_best:
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

    `views` are the columns of scenes (see `views.views_of`); `most` pairs is the longest row.
    """
    scenes, codes, shares, masses, roles, gaps, exact = found
    rank, code_of, sights, clear, taken, until = views
    of, scene, role, sure, covered, dt, low, high, value, level = out
    known = np.full(len(sights), -1, dtype=np.int64)
    sharp, fit = np.empty((len(sights), 3)), np.empty((len(sights), 3))
    values, highs, lows, levels = np.empty(most), np.empty(most), np.empty(most), np.empty(most)
    order, spare = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    n = 0
    for row in range(len(starts)):
        first = starts[row]
        weight, reserve, stated = o.p[row], o.reserve[row], o.stated[row]
        mine, told = scenes[first : ends[row]], reported(o, row)
        count = 0
        for i in range(len(mine)):
            at, it = first + i, mine[i]
            if codes[at] == NOTHING:
                continue
            code = code_of[it]
            if known[code] != row:
                known[code] = row
                sharp[code, 0], sharp[code, 1], sharp[code, 2] = sharpness(
                    sights, code, o.first[row], o.strict[row], p
                )
                sensor = int(sights[code, SENSOR])
                for bound in range(3):
                    fit[code, bound] = o.fits[row, sensor, bound]
            s_low, s_high, s = sharp[code, 0], sharp[code, 1], sharp[code, 2]
            c_low, c_high, c = clear[it, 0], clear[it, 1], clear[it, 2]
            m_low, m_high, m = fit[code, 0], fit[code, 1], fit[code, 2]
            a_low, a_high, a = place(masses[at], weight, reserve, stated, p.prior)
            t_low, t_high, t = timing(roles[at], gaps[at], told, taken[it], until[it], p)
            lows[i] = a_low * t_low * s_low * c_low * m_low
            highs[i] = a_high * t_high * s_high * c_high * m_high
            values[i] = a * t * s * c * m
            levels[i] = _level(min(a_high, s_high, c_high, m_high), min(a, s, c, m), p)
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
