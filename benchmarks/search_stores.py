"""The stores that `benchmarks/search.py` asks the same four questions.

Every one answers with the same exact rules: the store narrows by box and span, then geometries
are tested by shapely and links are made by `catalogue.join`. So a difference between two is one
of the store, and the answers must be equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import scenery
import shapely

from catalogue import Catalogue, space
from catalogue.interval import Interval
from catalogue.join import links, search_boxes, search_interval
from catalogue.model import BBox, Link, Observation, Scene, SceneQuery, SceneSummary
from catalogue.settings import Settings
from catalogue.store.rules import month_of, sorted_months

MARGIN_DAYS = 30.0
PAGE, BEST = 50, 20
COLUMNS = ("uid", "id", "collection", "platform", "gsd", "cloud", "sun", "begin_us", "end_us")


class Ours:
    """The catalogue, through its verbs."""

    def __init__(self, folder: Path) -> None:
        settings = replace(Settings.read(), margin_days=MARGIN_DAYS)
        self.cat = Catalogue.open(folder / "ours", settings=settings)

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view."""
        return [scene.uid for scene in self.cat.scenes(query, limit=PAGE)]

    def best(self, observation: Observation) -> list[Any]:
        """The best links of an observation."""
        return told(self.cat.links_for_observation(observation.uid, BEST))

    def reported(self, scene: Scene) -> list[Any]:
        """The links of a scene."""
        return told(self.cat.links_for_scene(scene.uid))

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        return self.cat.histogram(query)


class Duck:
    """DuckDB on a table with a row for each box of a scene, without its spatial extension."""

    def __init__(self, folder: Path) -> None:
        import duckdb

        self.db = duckdb.connect()
        for name in ("scenes", "observations"):
            self.db.execute(f"CREATE TABLE {name} AS FROM '{folder / name}.parquet'")
        self.known = {o.uid: o for o in scenery.observations(self._count("observations"))}

    def _count(self, table: str) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view."""
        where, values = condition(query)
        found = self.db.execute(
            f"SELECT uid, begin_us, end_us, geom FROM scenes WHERE {where}"
            " ORDER BY begin_us DESC, uid",
            values,
        )
        return first_exact(iter(lambda: found.fetchmany(200), []), query)

    def best(self, observation: Observation) -> list[Any]:
        """The best links of an observation."""
        where, values = condition(candidates(observation))
        rows = self.db.execute(
            f"SELECT DISTINCT {', '.join(COLUMNS)}, geom FROM scenes WHERE {where}", values
        ).fetchall()
        return told(linked(observation, rows))

    def reported(self, scene: Scene) -> list[Any]:
        """The links of a scene."""
        where, values = condition(around(scene))
        sql = f"SELECT DISTINCT uid FROM observations WHERE {where}"
        found = self.db.execute(sql, values).fetchall()
        return backwards(scene, (self.known[uid] for (uid,) in found))

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        where, values = condition(query)
        rows = self.db.execute(
            "SELECT strftime(make_timestamp(begin_us), '%Y-%m'), platform, count(DISTINCT uid)"
            f" FROM scenes WHERE {where} GROUP BY 1, 2",
            values,
        ).fetchall()
        return sorted_months({(month, platform): n for month, platform, n in rows})


class Layer:
    """A GeoPackage of the same columns with GDAL's own R*Tree, through pyogrio."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "peer.gpkg"

    def _rows(self, query: SceneQuery, columns: Sequence[str]) -> list[dict[str, Any]]:
        import pyogrio

        rows: dict[str, dict[str, Any]] = {}
        span = condition(SceneQuery(when=query.when, cloud_max_pct=query.cloud_max_pct))
        where = span[0].replace("?", "{}").format(*span[1])
        for part in (part for area in query.boxes for part in area.parts):
            bounds = (part.west, part.south, part.east, part.north)
            _, table = pyogrio.read_arrow(self.path, columns=columns, bbox=bounds, where=where)
            for row in table.to_pylist():
                rows[row["uid"]] = row
        return list(rows.values())

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view."""
        rows = self._rows(query, ("uid", "begin_us", "end_us"))
        rows.sort(key=lambda row: (-row["begin_us"], row["uid"]))
        found = [(r["uid"], r["begin_us"], r["end_us"], r["geom"]) for r in rows]
        return first_exact([found], query)

    def best(self, observation: Observation) -> list[Any]:
        """The best links of an observation."""
        rows = self._rows(candidates(observation), COLUMNS)
        return told(linked(observation, [tuple(r[c] for c in (*COLUMNS, "geom")) for r in rows]))

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        rows = self._rows(query, ("uid", "begin_us", "platform"))
        return sorted_months(Counter((month_of(r["begin_us"]), r["platform"]) for r in rows))


def candidates(observation: Observation) -> SceneQuery:
    """What to ask a store for the links of an observation."""
    assert observation.place is not None
    assert observation.when is not None
    when = search_interval(observation.when, MARGIN_DAYS)
    return SceneQuery(boxes=search_boxes(observation.place), when=when)


def around(scene: Scene) -> SceneQuery:
    """What to ask a store for the observations of a scene."""
    assert scene.footprint is not None
    assert scene.when is not None
    margin = timedelta(days=MARGIN_DAYS)
    boxes = tuple(BBox(*bounds) for bounds in space.boxes(scene.footprint))
    return SceneQuery(boxes=boxes, when=scene.when.widened(margin, margin))


def condition(query: SceneQuery) -> tuple[str, list[Any]]:
    """SQL with its values; boxes against boxes, closed."""
    terms, values = [], []
    parts = [part for area in query.boxes for part in area.parts]
    if parts:
        one = "(west <= ? AND east >= ? AND south <= ? AND north >= ?)"
        terms.append(f"({' OR '.join([one] * len(parts))})")
        values += [v for p in parts for v in (p.east, p.west, p.north, p.south)]
    if query.when:
        terms.append("begin_us <= ? AND end_us >= ?")
        values += [query.when.end_us, query.when.begin_us]
    if query.cloud_max_pct is not None:
        terms.append("cloud <= ?")
        values.append(query.cloud_max_pct)
    return " AND ".join(terms), values


def first_exact(pages: Iterable[Sequence[tuple[Any, ...]]], query: SceneQuery) -> list[str]:
    """The first uids of sorted rows whose footprint and time meet the query exactly."""
    areas = [shapely.box(p.west, p.south, p.east, p.north) for b in query.boxes for p in b.parts]
    found: dict[str, None] = {}
    for uid, begin_us, end_us, wkb in (row for page in pages for row in page):
        shape = shapely.from_wkb(wkb)
        summary = SceneSummary(uid, uid, None, (begin_us, end_us), None, (), None, None, None)
        when = summary.scene().when or Interval(None, None)
        inside = any(shape.intersects(area) for area in areas)
        if inside and (query.when is None or query.when.meets(when)):
            found[uid] = None
        if len(found) == PAGE:
            break
    return list(found)


def linked(observation: Observation, rows: Sequence[tuple[Any, ...]]) -> list[Link]:
    """The best links of an observation, of rows of COLUMNS and a geometry."""
    from catalogue.rank import best_links

    shapes = {row[0]: row[-1] for row in rows}
    summaries = [
        SceneSummary(uid, name, collection, (begin, end), platform, (), gsd, cloud, sun)
        for uid, name, collection, platform, gsd, cloud, sun, begin, end, _ in rows
    ]
    fetch: Callable[[Sequence[str]], dict[str, Any]]
    fetch = lambda uids: {uid: shapely.from_wkb(shapes[uid]) for uid in uids}  # noqa: E731
    return best_links(observation, summaries, fetch, BEST, MARGIN_DAYS)


def backwards(scene: Scene, observations: Iterable[Observation]) -> list[Any]:
    """The links of a scene to observations."""
    found = [made for o in observations for made in links(o, [scene], MARGIN_DAYS)]
    found.sort(key=lambda k: (-k.score.value, -k.score.high, k.observation))
    return told(found)


def told(found: Iterable[Link]) -> list[Any]:
    """What is compared of links."""
    return [(k.observation, k.scene, k.role, k.covered, k.score.value) for k in found]
