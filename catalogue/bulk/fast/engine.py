"""Linking some observations with all scenes by the compiled functions."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from catalogue import space
from catalogue.bulk.columns import AREA, DISC, EACH, ObservationColumns, SceneColumns
from catalogue.bulk.fast import disc
from catalogue.bulk.fast.areas import HIGHEST_DEG, Areas, areas_of
from catalogue.bulk.fast.grid import CELLS_DEG, HEIGHTS, WIDTHS, Grid, grid_of, in_order, search_all
from catalogue.bulk.fast.kernel import pairs_of
from catalogue.bulk.fast.lazy import Asked
from catalogue.bulk.fast.rank import numbers, ranked
from catalogue.bulk.pairs import Pairs, distinct, linked
from catalogue.bulk.places import covers
from catalogue.bulk.scoring import ROLES, Bounds, fits_of, needed
from catalogue.bulk.shapes import Numbers, Shapes, shapes_of
from catalogue.bulk.timing import baselines, faded, margin_in_us, persistences
from catalogue.bulk.views import clear_views, code_sights
from catalogue.score import SECONDS_PER_DAY, Parameters
from catalogue.space.edges import Floats, Ints

# Room for pairs at a time; as they are found, and as they are given.
_ROOM = 1 << 20
_SIZES = (CELLS_DEG, WIDTHS, HEIGHTS)
_FOUND = (np.int32, np.int8, np.float64, np.float64, np.int8, np.float64, np.bool_)
_GIVEN = (np.int64, np.int64, np.int64, np.bool_, *[np.float64] * 5, np.int64)

# How many of each observation are asked for, whether all are counted, the numbers of the score,
# the counts by row and role, and the columns of scenes.
_Asked = tuple[int, bool, Any, Ints, tuple[Any, ...]]
_ALL = 1 << 62

# What compiled functions take of observations and their places.
_Rows = namedtuple(
    "_Rows", "lon lat kind single box first_us last_us begin_us end_us p reserve stated exact "
    "first strict tau known left state fits compared",
)  # fmt: skip

# Rows of observations, and the constants of their discs and areas.
Prepared = tuple[_Rows, tuple[Floats, Areas]]
_NONE_HELD = np.zeros((0, 0))


@dataclass(frozen=True, slots=True)
class Compiled:
    """Scenes in the form that compiled functions take: in the order of the grid, in which those
    near each other in place and time lie near each other in memory.

    Scene i of them is row `order[i]` of `scenes`; `rings` are their footprints. `made` keeps what
    the last parameters make of them.
    """

    scenes: SceneColumns
    order: Ints
    rings: tuple[Floats, Numbers, Numbers]
    grid: Grid
    made: dict[Parameters, tuple[Any, ...]] = field(default_factory=dict)

    def linked(
        self,
        wanted: ObservationColumns,
        margin_days: float,
        parameters: Parameters,
        top: int | None = None,
        counted: bool = True,
        prepared: Prepared | None = None,
        held: Floats = _NONE_HELD,
    ) -> tuple[Pairs, int]:
        """(links of the rows of `wanted`, how many pairs were held).

        `held` are the best scores of each row that other scenes have, highest first: pairs that
        are not among the best `top` with them may be left out.
        """
        rows, places = prepared or prepared_of(wanted, parameters)
        slow = np.flatnonzero((rows.kind == EACH) | ~rows.single)
        counts = np.zeros((len(wanted), len(ROLES)), dtype=np.int64)
        views = self._views(parameters)
        asked = (_ALL if top is None else top, counted, numbers(parameters), counts, views)
        found, starts, ends = self._found(wanted, rows, places, margin_days, asked, held)
        pairs = self._ranked(wanted, rows, found, starts, ends, asked)
        tried = int((ends - starts).sum())
        if len(slow):
            of, scene = self._candidates(wanted, slow, margin_days)
            more = linked(self.scenes, wanted, of, scene, margin_days, parameters, top)
            return _merged(pairs, more), tried + len(of)
        return pairs, tried

    def _views(self, p: Parameters) -> tuple[Any, ...]:
        """The columns of scenes that `ranked` takes."""
        if p not in self.made:
            scenes, order = self.scenes, self.order
            code, sights = code_sights(scenes, p, order)
            views = (
                scenes.rank[order], code, sights, clear_views(scenes, p, order),
                scenes.begin_us[order], scenes.end_us[order],
            )  # fmt: skip
            self.made.clear()
            self.made[p] = tuple(map(_writable, views))
        return self.made[p]

    def _found(
        self,
        wanted: ObservationColumns,
        rows: _Rows,
        places: tuple[Floats, Areas],
        margin_days: float,
        asked: _Asked,
        held: Floats,
    ) -> tuple[tuple[Any, ...], Ints, Ints]:
        """Pairs in columns, and where those of each row begin and end."""
        starts, ends = np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
        order = np.lexsort((rows.first_us, np.floor(rows.box[:, 0]), np.floor(rows.box[:, 1])))
        room, n, margin_us = _ROOM, -1, margin_in_us(margin_days)
        while n < 0:
            found = tuple(np.empty(room, dtype=kind) for kind in _FOUND)
            views = asked[4]
            sizes = len(views[2])
            wish = Asked(
                *asked[:4], np.empty(room), np.empty((room, 4)), np.empty(room, dtype=np.int64),
                np.empty(min(asked[0], room)), views, np.full(sizes, -1, dtype=np.int64),
                np.empty(sizes), held,
            )  # fmt: skip
            n = pairs_of(
                self.grid.arrays, _SIZES, self.rings, places, rows, order, margin_us,
                margin_days * 86_400, wish, found, starts, ends,
            )  # fmt: skip
            room *= 4
        self._decide(wanted, found, n, starts, ends)
        return found, starts, ends

    def _decide(
        self, wanted: ObservationColumns, found: tuple[Any, ...], n: int, starts: Ints, ends: Ints
    ) -> None:
        """Pairs that are too close to call, by the exact rules."""
        codes, shares, masses = found[1:4]
        open_ = np.flatnonzero(codes[:n] == disc.UNDECIDED)
        if not len(open_):
            return
        order = np.argsort(starts, kind="stable")
        order = order[ends[order] > starts[order]]
        of = order[np.searchsorted(starts[order], open_, side="right") - 1]
        scene = self.order[found[0][open_]]
        share, mass, meets, whole, left = covers(self.scenes, wanted, of, scene)
        for n in left:
            place = wanted.values[int(of[n])].place
            footprint = self.scenes.footprint[scene[n : n + 1]][0]
            if place is not None:
                only = place.candidates[0]
                found_ = space.covered(footprint, only.geometry, only.r95_m)
                share[n], mass[n] = found_.share, found_.mass
                meets[n], whole[n] = found_.meets, found_.whole
        shares[open_], masses[open_] = share, mass
        codes[open_] = np.where(meets, np.where(whole, disc.WHOLE, disc.MEETS), disc.NOTHING)

    def _ranked(
        self,
        wanted: ObservationColumns,
        rows: _Rows,
        found: tuple[Any, ...],
        starts: Ints,
        ends: Ints,
        asked: _Asked,
    ) -> Pairs:
        top, _, parameters, counts, views = asked
        most = int((ends - starts).max(initial=0))
        room = int(np.minimum(ends - starts, top).sum())
        out: tuple[Any, ...] = tuple(np.empty(room, dtype=kind) for kind in _GIVEN)
        n = ranked(starts, ends, found, views, rows, parameters, top, most, out, counts)
        of, scene, role, certain, covered, dt_s, low, high, value, level = (c[:n] for c in out)
        return Pairs(
            wanted.values, of, self.order[scene], role, certain, covered, dt_s,
            Bounds(low, high, value), level, counts,
        )  # fmt: skip

    def _candidates(
        self, wanted: ObservationColumns, slow: Ints, margin_days: float
    ) -> tuple[Ints, Ints]:
        """(row of the observation, row of the scene) of pairs whose boxes and spans meet."""
        mine = np.flatnonzero(np.isin(wanted.owner, slow))
        margin_us, room, n = margin_in_us(margin_days), _ROOM, -1
        while n < 0:
            of, at = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int32)
            n = search_all(
                self.grid.arrays, _SIZES, wanted.boxes[mine], wanted.owner[mine],
                wanted.first_us - margin_us, wanted.last_us + margin_us, of, at,
            )  # fmt: skip
            room *= 4
        return distinct(of[:n], self.order[self.grid.scene[at[:n]]], len(self.scenes))


def compiled_of(scenes: SceneColumns) -> Compiled:
    """Sort the scenes into the grid."""
    held = scenes.footprint
    shapes = held if isinstance(held, Shapes) else shapes_of(held)
    grid = grid_of(shapes, scenes.begin_us, scenes.end_us)
    order = _order_of(grid.scene, len(scenes))
    number = np.empty(len(scenes), dtype=np.int32)
    number[order] = np.arange(len(scenes))
    numbered = replace(grid, scene=number[grid.scene])
    return Compiled(scenes, order, in_order(shapes, order), numbered)


def _order_of(scene: Numbers, count: int) -> Ints:
    """Scenes by the first row that each has, then those without any."""
    rows = np.arange(len(scene))
    first = np.full(count, -1)
    first[scene[::-1]] = rows[::-1]
    found: Ints = np.r_[scene[first[scene] == rows], np.flatnonzero(first < 0)].astype(np.int64)
    return found


def prepared_of(wanted: ObservationColumns, p: Parameters) -> Prepared:
    """Constants of the places; areas that cannot be clipped here become EACH.

    So do places of which masks tell: cloud is a column of scenes here, not of pairs.
    """
    kind = wanted.kind.copy()
    kind[wanted.clouded] = EACH
    shapes = wanted.area if isinstance(wanted.area, Shapes) else shapes_of(wanted.area)
    areas = areas_of(shapes)
    hard = np.isnan(areas.k).any(axis=1)
    hard |= areas.bounds[:, 3] - areas.bounds[:, 1] > HIGHEST_DEG
    kind[(kind == AREA) & hard] = EACH
    discs = np.zeros((len(wanted), disc.WIDTH))
    some = np.flatnonzero(kind == DISC)
    discs[some] = disc.constants(wanted.lon[some], wanted.lat[some], wanted.radius_m[some])
    first = np.searchsorted(wanted.owner, np.arange(len(wanted)))
    box = wanted.boxes[np.minimum(first, max(0, len(wanted.boxes) - 1))]
    columns = {f: getattr(wanted, f) for f in _Rows._fields if hasattr(wanted, f)}
    columns |= _asked_of(wanted, p) | {"kind": kind, "box": box}
    return _Rows(**{name: _writable(c) for name, c in columns.items()}), (discs, areas)


def _writable(column: Any) -> Any:
    """Compiled functions are compiled anew, for half a minute, for columns that are not."""
    return np.require(column, requirements=("C_CONTIGUOUS", "WRITEABLE"))


def _asked_of(wanted: ObservationColumns, p: Parameters) -> dict[str, Any]:
    """What scores take of observations."""
    first, strict = needed(wanted.critical_m, wanted.flies, p)
    tau, known = persistences(wanted.effect, p)
    left = faded((wanted.end_us - wanted.begin_us) / 1e6 / SECONDS_PER_DAY / tau)
    fits, compared = fits_of(wanted.thing, p), baselines(wanted, p)
    return {
        "first": first, "strict": strict, "tau": tau, "known": known, "left": left, "fits": fits,
        "compared": compared,
    }  # fmt: skip


def _merged(one: Pairs, other: Pairs) -> Pairs:
    """The links of different observations, together in order."""
    order = np.argsort(np.r_[one.observation, other.observation], kind="stable")
    scored = Bounds(
        *(np.r_[getattr(one.score, k), getattr(other.score, k)][order]
          for k in ("low", "high", "value"))
    )  # fmt: skip
    columns = {
        f.name: np.r_[getattr(one, f.name), getattr(other, f.name)][order]
        for f in fields(one)
        if f.name not in ("observations", "score", "counts")
    }
    return Pairs(one.observations, score=scored, counts=one.counts + other.counts, **columns)
