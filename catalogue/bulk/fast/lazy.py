"""The best few of a row, measuring only what may be among them.

What a pair would score if its place were covered whole bounds its score from above, to the last
bit: the products are rounded in the same order. Pairs are measured from the highest bound down,
until none left can reach the worst of the best; equal ones are measured, for their order is told
by more than the score.
"""

from __future__ import annotations

from collections import namedtuple

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.cover import glance, measure
from catalogue.bulk.fast.disc import NOTHING, UNDECIDED, UNMEASURED, WHOLE
from catalogue.bulk.fast.rank import SENSOR, place, reported, sharpness, timing

# How many of a row are asked for, whether all are counted, the numbers of the score, the counts
# by row and role; room for bounds and their factors, a heap and the best; columns of scenes as
# `rank.ranked` has them, room for the term of each sharpness, and the best scores of each row that
# other scenes have, highest first (or no rows).
Asked = namedtuple("Asked", "top counted p counts bound rest order best views known sharp held")


@compiled
def keep_best(shapes, first, last, places, o, row, work, out, asked):
    """Of the pairs `first` to `last` of a row, leave the best and what may be; NOTHING the rest.

    With `counted`, all others that meet are counted by role.
    """
    top, counted, best = asked.top, asked.counted, asked.best
    bound, order, rest = asked.bound, asked.order, asked.rest
    scenes, codes, shares, masses, roles, _, _ = out
    if counted:
        glance(shapes, scenes, first, last, places, o, row, codes)
    else:
        codes[first:last] = UNMEASURED
    left = _bounded(first, last, o, row, out, asked)
    got = _held(best, asked.held, row)
    while left and (got < top or bound[order[0]] >= best[top - 1]):
        i, left = order[0], left - 1
        order[0] = order[left]
        _sift(order, bound, 0, left)
        if codes[i] == WHOLE:
            shares[i] = masses[i] = 1.0
        else:
            measure(shapes, scenes, i, i + 1, places, o, row, work, codes, shares, masses)
        if codes[i] not in (NOTHING, UNDECIDED):
            a = place(masses[i], o.p[row], o.reserve[row], o.stated[row], asked.p.prior)[2]
            value = a * rest[i, 0] * rest[i, 1] * rest[i, 2] * rest[i, 3]
            got = _among(best, got, top, value)
    for i in order[:left]:
        if counted and codes[i] == UNMEASURED:
            measure(shapes, scenes, i, i + 1, places, o, row, work, codes, shares, masses)
        if codes[i] == UNDECIDED:
            continue
        if counted and codes[i] != NOTHING:
            asked.counts[row, roles[i]] += 1
        codes[i] = NOTHING


@compiled
def _held(best, held, row):
    """Begin with what other scenes have; how many those are."""
    got = 0
    if len(held):
        while got < held.shape[1] and held[row, got] >= 0:
            best[got] = held[row, got]
            got += 1
    return got


@compiled
def _bounded(first, last, o, row, out, asked):
    """Put the pairs that may meet into a heap of their bounds, the highest first; how many."""
    scenes, codes, _, _, roles, gaps, _ = out
    bound, order, rest, p = asked.bound, asked.order, asked.rest, asked.p
    known, sharp = asked.known, asked.sharp
    _, code_of, sights, clear, taken, until = asked.views
    a = place(1.0, o.p[row], o.reserve[row], o.stated[row], p.prior)[2]
    told = reported(o, row)
    n = 0
    for i in range(first, last):
        if codes[i] == NOTHING:
            continue
        scene = scenes[i]
        code = code_of[scene]
        if known[code] != row:
            known[code] = row
            sharp[code] = sharpness(sights, code, o.first[row], o.strict[row], p)[2]
        t = timing(roles[i], gaps[i], told, taken[scene], until[scene], p)[2]
        s, c, m = sharp[code], clear[scene, 2], o.fits[row, int(sights[code, SENSOR]), 2]
        rest[i, 0], rest[i, 1], rest[i, 2], rest[i, 3] = t, s, c, m
        bound[i] = a * t * s * c * m
        order[n] = i
        n += 1
    for at in range(n // 2 - 1, -1, -1):
        _sift(order, bound, at, n)
    return n


@compiled
def _sift(order, bound, at, n):
    """Let an item sink to its place in the heap."""
    item = order[at]
    while 2 * at + 1 < n:
        child = 2 * at + 1
        if child + 1 < n and bound[order[child + 1]] > bound[order[child]]:
            child += 1
        if bound[order[child]] <= bound[item]:
            break
        order[at], at = order[child], child
    order[at] = item


@compiled
def _among(best, got, top, value):
    """Sort a value into the best ones, highest first; how many there are."""
    if got == top:
        if value <= best[top - 1]:
            return got
        got -= 1
    at = got
    while at and best[at - 1] < value:
        best[at] = best[at - 1]
        at -= 1
    best[at] = value
    return got + 1
