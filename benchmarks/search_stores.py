"""The stores that `benchmarks/search.py` asks the same four questions.

Every one answers by the same exact rules: the store narrows by box and span, then geometries
are tested by shapely and links are made by `catalogue.join`, lazily by `catalogue.rank`. So a
difference between two is one of the store, and the answers must be equal. All read the
columns and the footprint of each scene of a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import search_fill
import shapely

from catalogue import Catalogue, space
from catalogue.interval import Interval
from catalogue.join import search_boxes, search_interval
from catalogue.model import BBox, Link, Observation, Scene, SceneQuery, SceneSummary
from catalogue.rank import best_links, sketches_of
from catalogue.reported import best_observations, observation_sketches_of
from catalogue.settings import Settings
from catalogue.store.rules import month_of, sorted_months

MARGIN_DAYS = 30.0
PAGE, BEST = 50, 20
COLUMNS = ("uid", "id", "collection", "platform", "gsd", "cloud", "sun", "begin_us", "end_us")
NAMES = ", ".join(COLUMNS)


class Ours:
    """The catalogue, through its verbs."""

    def __init__(self, folder: Path, scenes: int, _known: Sequence[Observation]) -> None:
        settings = replace(Settings.read(), margin_days=MARGIN_DAYS)
        self.cat = Catalogue.open(folder / f"catalogue-{scenes}", settings=settings)

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view: columns and footprints."""
        return [listed.summary.uid for listed in self.cat.list_scenes(query, limit=PAGE)]

    def records(self, query: SceneQuery) -> list[str]:
        """The same as whole records."""
        return [scene.uid for scene in self.cat.scenes(query, limit=PAGE)]

    def best(self, observation: Observation) -> list[Any]:
        """The best links of an observation."""
        return told(self.cat.links_for_observation(observation.uid, BEST))

    def reported(self, scene: Scene) -> list[Any]:
        """The best links of a scene."""
        return told(self.cat.links_for_scene(scene.uid, BEST))

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        return self.cat.histogram(query)


class Narrows(Protocol):
    """What a peer has to do itself."""

    known: dict[str, Observation]

    def rows(self, query: SceneQuery) -> Sequence[tuple[Any, ...]]:
        """COLUMNS and the WKB of what meets boxes and span, once each."""

    def near(self, query: SceneQuery) -> Sequence[str]:
        """The uids of observations that meet boxes and span."""


class Peer:
    """What is done for every other store: exact tests and ranking of what it narrowed to."""

    records = None

    def best(self: Narrows, observation: Observation) -> list[Any]:
        """The best links of an observation."""
        rows = self.rows(candidates(observation))
        found = [_scene(row) for row in rows]

        def fetch(keys: Sequence[int]) -> list[Scene]:
            return [replace(found[n], footprint=shapely.from_wkb(rows[n][-1])) for n in keys]

        sketches = sketches_of(found, range(len(found)))
        return told(best_links(observation, sketches, fetch, BEST, MARGIN_DAYS))

    def reported(self: Narrows, scene: Scene) -> list[Any]:
        """The best links of a scene, by the rule that ours go by."""
        near = [self.known[uid] for uid in self.near(around(scene))]
        sketches = observation_sketches_of(near)

        def fetch(keys: Sequence[int]) -> list[Observation]:
            return [near[n] for n in dict.fromkeys(keys)]

        return told(best_observations(scene, sketches, fetch, BEST, MARGIN_DAYS))


class Duck(Peer):
    """DuckDB on a table with a row for each box of a scene, without its spatial extension."""

    def __init__(self, folder: Path, scenes: int, known: Sequence[Observation]) -> None:
        import duckdb

        path = folder / f"duck-{scenes}.db"
        is_new = not path.exists()
        self.db = duckdb.connect(path)
        if is_new:
            boxes = search_fill.peer_table(folder, scenes)
            around_them = search_fill.observation_table(folder, list(known))
            self.db.execute(f"CREATE TABLE scenes AS FROM '{boxes}'")
            self.db.execute(f"CREATE TABLE observations AS FROM '{around_them}'")
        self.known = {o.uid: o for o in known}

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view."""
        where, values = condition(query)
        found = self.db.execute(
            f"SELECT {NAMES}, geom FROM scenes WHERE {where} ORDER BY begin_us DESC, uid", values
        )
        return first_exact(iter(lambda: found.fetchmany(200), []), query)

    def rows(self, query: SceneQuery) -> Sequence[tuple[Any, ...]]:
        """COLUMNS and the WKB."""
        where, values = condition(query)
        sql = f"SELECT DISTINCT {NAMES}, geom FROM scenes WHERE {where}"
        return self.db.execute(sql, values).fetchall()

    def near(self, query: SceneQuery) -> Sequence[str]:
        """Uids of observations."""
        where, values = condition(query)
        sql = f"SELECT DISTINCT uid FROM observations WHERE {where}"
        return [uid for (uid,) in self.db.execute(sql, values).fetchall()]

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        where, values = condition(query)
        rows = self.db.execute(
            "SELECT strftime(make_timestamp(begin_us), '%Y-%m'), platform, count(DISTINCT uid)"
            f" FROM scenes WHERE {where} GROUP BY 1, 2",
            values,
        ).fetchall()
        return sorted_months({(month, platform): n for month, platform, n in rows})


class Post(Peer):
    """PostGIS with GiST over (box of the footprint, range of time)."""

    def __init__(self, folder: Path, scenes: int, known: Sequence[Observation]) -> None:
        import psycopg

        conninfo = (folder / "conninfo").read_text()
        self.db = psycopg.connect(conninfo, autocommit=True)
        self.db.execute("SET jit = off")
        self.pid = self.db.info.backend_pid
        self.scenes, self.observations = f"scenes_{scenes}", f"observations_{len(known)}"
        self.known = {o.uid: o for o in known}

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view; footprints are tested by PostGIS."""
        where, values = _ranged(query)
        parts = _parts(query)
        meets = " OR ".join(["ST_Intersects(geom, ST_MakeEnvelope(%s, %s, %s, %s))"] * len(parts))
        values += [v for p in parts for v in (p.west, p.south, p.east, p.north)]
        # A few more than wanted: a scene on both sides of 180 degrees has two rows.
        rows = self.db.execute(
            f"SELECT {NAMES}, ST_AsBinary(geom) FROM {self.scenes} WHERE {where} AND ({meets})"
            f" ORDER BY begin_us DESC, uid LIMIT {PAGE + 10}",
            values, prepare=True,
        ).fetchall()  # fmt: skip
        return first_exact([rows], SceneQuery(boxes=query.boxes, when=query.when))

    def rows(self, query: SceneQuery) -> Sequence[tuple[Any, ...]]:
        """COLUMNS and the WKB."""
        where, values = _ranged(query)
        sql = (
            f"SELECT DISTINCT ON (uid) {NAMES}, ST_AsBinary(geom) FROM {self.scenes} WHERE {where}"
        )
        return self.db.execute(sql, values, prepare=True).fetchall()

    def near(self, query: SceneQuery) -> Sequence[str]:
        """Uids of observations."""
        where, values = _ranged(query)
        sql = f"SELECT DISTINCT uid FROM {self.observations} WHERE {where}"
        return [uid for (uid,) in self.db.execute(sql, values, prepare=True).fetchall()]

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        where, values = _ranged(query)
        rows = self.db.execute(
            "SELECT to_char(to_timestamp(begin_us / 1e6) AT TIME ZONE 'UTC', 'YYYY-MM'), platform,"
            f" count(DISTINCT uid) FROM {self.scenes} WHERE {where} GROUP BY 1, 2",
            values, prepare=True,
        ).fetchall()  # fmt: skip
        return sorted_months({(month, platform): n for month, platform, n in rows})


class Layer(Peer):
    """A GeoPackage of the same columns with GDAL's own R*Tree, through pyogrio; scenes only."""

    reported = None

    def __init__(self, folder: Path, scenes: int, known: Sequence[Observation]) -> None:
        self.path = folder / f"layer-{scenes}.gpkg"
        if not self.path.exists():
            _write_layer(search_fill.peer_table(folder, scenes), self.path)
        self.known = {o.uid: o for o in known}

    def rows(self, query: SceneQuery) -> Sequence[tuple[Any, ...]]:
        """COLUMNS and the WKB."""
        return self._read(query, COLUMNS)

    def _read(self, query: SceneQuery, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        import pyogrio

        found: dict[str, tuple[Any, ...]] = {}
        span = condition(SceneQuery(when=query.when, cloud_max_pct=query.cloud_max_pct))
        where = span[0].replace("?", "{}").format(*span[1])
        for part in _parts(query):
            bounds = (part.west, part.south, part.east, part.north)
            _, table = pyogrio.read_arrow(self.path, columns=columns, bbox=bounds, where=where)
            for row in table.to_pylist():
                found[row["uid"]] = tuple(row.get(name) for name in (*COLUMNS, "geom"))
        return list(found.values())

    def page(self, query: SceneQuery) -> list[str]:
        """The newest scenes of a view."""
        rows = self._read(query, COLUMNS)
        rows.sort(key=lambda row: (-row[7], row[0]))
        return first_exact([rows], query)

    def histogram(self, query: SceneQuery) -> list[Any]:
        """Scenes by month and platform."""
        rows = self._read(query, ("uid", "begin_us", "platform"))
        return sorted_months(Counter((month_of(row[7]), row[3]) for row in rows))


def _write_layer(parquet: Path, path: Path) -> None:
    import pyarrow.parquet as pq
    import pyogrio

    file = pq.ParquetFile(parquet)
    schema = file.schema_arrow
    plain = [n for n in schema.names if n not in ("west", "south", "east", "north")]
    pyogrio.write_arrow(
        file.read(columns=plain), path, layer="scenes", driver="GPKG", geometry_name="geom",
        geometry_type="Unknown", crs="EPSG:4326",
    )  # fmt: skip


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


def _parts(query: SceneQuery) -> list[BBox]:
    return [part for area in query.boxes for part in area.parts]


def condition(query: SceneQuery) -> tuple[str, list[Any]]:
    """SQL with its values; boxes against boxes, closed."""
    terms, values = [], []
    parts = _parts(query)
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


def _ranged(query: SceneQuery) -> tuple[str, list[Any]]:
    """The same for PostGIS: the index narrows, then the exact columns."""
    parts = _parts(query)
    where, values = condition(query)
    terms, more = [], []
    if parts:
        terms.append(
            "(" + " OR ".join(["geom && ST_MakeEnvelope(%s, %s, %s, %s)"] * len(parts)) + ")"
        )
        more += [v for p in parts for v in (p.west, p.south, p.east, p.north)]
    if query.when:
        terms.append("span && tstzrange(%s, %s, '[]')")
        more += [query.when.begin, query.when.end]
    return " AND ".join([*terms, where.replace("?", "%s")]), [*more, *values]


def first_exact(pages: Iterable[Sequence[tuple[Any, ...]]], query: SceneQuery) -> list[str]:
    """The first uids of sorted rows whose footprint and time meet the query exactly."""
    areas = [shapely.box(p.west, p.south, p.east, p.north) for p in _parts(query)]
    found: dict[str, None] = {}
    for row in (row for page in pages for row in page):
        shape, when = shapely.from_wkb(row[-1]), _scene(row).when or Interval(None, None)
        inside = any(shape.intersects(area) for area in areas)
        if inside and (query.when is None or query.when.meets(when)):
            found[row[0]] = None
        if len(found) == PAGE:
            break
    return list(found)


def _scene(row: Sequence[Any]) -> Scene:
    uid, name, collection, platform, gsd, cloud, sun, begin_us, end_us = row[:9]
    span = (begin_us, end_us)
    return SceneSummary(uid, name, collection, span, platform, (), gsd, cloud, sun, None).scene()


def told(found: Iterable[Link]) -> list[Any]:
    """What is compared of links."""
    return [(k.observation, k.scene, k.role, k.covered, k.score.value) for k in found]


def stores(folder: Path) -> Iterator[str]:
    """The names of the stores that can be asked here."""
    from importlib.util import find_spec

    yield "Ours"
    if find_spec("duckdb"):
        yield "Duck"
    if (folder / "conninfo").exists():
        yield "Post"
    yield "Layer"
