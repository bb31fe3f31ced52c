"""What does `catalogue link` cost, from the store to the store? All links, and after one change.

    python benchmarks/link.py [--scenes 100000] [--observations 10000] [--margin 30] [--dask]

The catalogue is made of `world.py`, each line runs in a process of its own. "join alone" reads
scenes and observations and joins them, and keeps nothing. "one new scene" and "one new
observation" are the median and the 95th percentile of TIMES runs, each of which puts one more
record (not counted) and links; their ratio is to the full run. At the end everything is linked
anew, and the links must be those that stand after all the changes. CPU seconds are those of all
threads and child processes; trust ratios.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing as mp
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import search_fill
import world

from catalogue.interval import Interval, from_us
from catalogue.model import Scene

TIMES = 20
Measured = dict[str, Any]


def _open(folder: Path, margin: float) -> Any:
    from catalogue import Catalogue
    from catalogue.settings import Settings

    settings = replace(Settings.read(), margin_days=margin)
    return Catalogue.open(folder, create=True, settings=settings)


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))


def _measured(work: Callable[[], Any]) -> Measured:
    before, start = _cpu(), time.perf_counter()
    found = work()
    return {"cpu": _cpu() - before, "wall": time.perf_counter() - start, "found": found}


def build(folder: Path, margin: float, scenes: int, observations: int) -> Measured:
    """Fill the catalogue."""

    def fill() -> None:
        source = search_fill.provider_file(folder.parent, scenes)
        with _open(folder, margin) as cat:
            cat.add_columns(source, collection=search_fill.COLLECTION)
            with cat.store.transaction():
                cat.store.put_observations(search_fill.observations(observations))
            cat.store.pack()

    return _measured(fill)


def join_alone(folder: Path, margin: float) -> Measured:
    """Read and join, keep nothing."""
    from catalogue.linking import Parts, local

    with _open(folder, margin) as cat:

        def join() -> int:
            found = local(Parts(cat.store), cat.observations(), margin)
            return sum(len(links.rows) for links in found)

        return _measured(join)


def full(folder: Path, margin: float, engine: str = "local") -> Measured:
    """Link everything."""
    with _open(folder, margin) as cat:
        return _measured(lambda: cat.link_all(again=True, engine=engine).links)


def unchanged(folder: Path, margin: float) -> Measured:
    """Link when there is nothing to link."""
    with _open(folder, margin) as cat:
        return _measured(lambda: cat.link_all().links)


def written(folder: Path, margin: float) -> Measured:
    """Write the links to a Parquet file."""
    out = folder / "links.parquet"
    with _open(folder, margin) as cat:
        measured = _measured(lambda: cat.link_all(out, overwrite=True).links)
    return {**measured, "note": f"{out.stat().st_size / 1e6:.0f} MB"}


def _next_scene(n: int) -> Any:
    """A scene that no one has yet: the one of that number in a larger world, under a new uid."""
    block, row = divmod(n, world.BLOCK)
    made = world._scenes(block).iloc[row]
    taken = Interval(from_us(int(made.begin_us)), from_us(int(made.end_us)))
    return Scene(
        uid=f"{n:032x}", id=made.id, footprint=made.geometry, when=taken, gsd_m=float(made.gsd_m),
        cloud_pct=float(made.cloud_pct), sun_elevation_deg=float(made.sun_elevation_deg),
    )  # fmt: skip


def changed(folder: Path, margin: float, kind: str, first: int) -> Measured:
    """Put one more record and link, TIMES times."""
    runs, joined = [], []
    more = search_fill.observations(first + TIMES + 1)[first:]
    with _open(folder, margin) as cat:
        for n in range(first, first + TIMES + 1):
            with cat.store.transaction():
                if kind == "scene":
                    cat.store.put_scenes([_next_scene(n)])
                else:
                    cat.store.put_observations([more[n - first]])
            runs.append(_measured(cat.link_all))
            counts = runs[-1]["found"]
            joined.append(counts.observations - counts.reused)
    del runs[0], joined[0]  # the first one loads what it needs
    median = {name: statistics.median(r[name] for r in runs) for name in ("cpu", "wall")}
    worst = statistics.quantiles([r["wall"] for r in runs], n=20)[-1]
    note = f"p95 {worst * 1e3:.1f} ms wall; observations joined: {statistics.median(joined):g}"
    return {**median, "found": counts.links, "note": note}


def digest(folder: Path, margin: float) -> Measured:
    """A hash of all links with all their numbers, in order."""
    from catalogue.linking import stored_tables

    found = hashlib.sha1(usedforsecurity=False)
    with _open(folder, margin) as cat:
        for table in stored_tables(cat.store):
            for column in table.columns:
                for chunk in column.chunks:
                    for buffer in chunk.buffers():
                        found.update(buffer or b"")
    return {"found": found.hexdigest()[:12]}


def _child(out: Any, name: str, arguments: tuple[Any, ...]) -> None:
    import catalogue.linking  # noqa: F401  (loading the program is not part of it)

    result = globals()[name](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.put({**result, "peak": peak})


def apart(name: str, *arguments: Any) -> Any:
    """The result of a function above, in a new process."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_child, args=(out, name, arguments))
    process.start()
    result = out.get()
    process.join()
    return result


def main() -> int:
    """Fill, link, change, link again, compare; 1 if the links differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=float, default=100_000)
    parser.add_argument("--observations", type=float, default=10_000)
    parser.add_argument("--margin", type=float, default=30.0, help="days")
    parser.add_argument("--dask", action="store_true", help="link on Dask too")
    options = parser.parse_args()
    scenes, observations = int(options.scenes), int(options.observations)
    with tempfile.TemporaryDirectory() as name:
        case = (Path(name) / "case", options.margin)
        filled = apart("build", *case, scenes, observations)
        print(f"{scenes:,} scenes x {observations:,} observations, margin {options.margin:g} d;"
              f" filled in {filled['cpu']:.0f} CPU s")  # fmt: skip
        lines: list[tuple[str, tuple[Any, ...]]] = [
            ("join alone", ("join_alone", *case)),
            ("full", ("full", *case)),
            *([("full, on Dask", ("full", *case, "dask"))] if options.dask else []),
            ("nothing changed", ("unchanged", *case)),
            ("nothing changed, to Parquet", ("written", *case)),
            ("one new scene", ("changed", *case, "scene", scenes)),
            ("one new observation", ("changed", *case, "observation", observations)),
        ]
        print(f"{'':<29}{'wall s':>9}{'CPU s':>9}{'of full':>10}{'MB':>7}{'links':>12}")
        whole = 0.0
        for title, call in lines:
            found = apart(*call)
            whole = found["cpu"] if title == "full" else whole
            ratio = f"1/{whole / found['cpu']:,.0f}" if whole > 2 * found["cpu"] else ""
            cost = f"{found['wall']:>9.4f}{found['cpu']:>9.4f}{ratio:>10}{found['peak']:>7.0f}"
            print(f"{title:<29}{cost}{found['found']:>12,}  {found.get('note', '')}")
        kept = apart("digest", *case)["found"]
        apart("full", *case)
        anew = apart("digest", *case)["found"]
    same = kept == anew
    print(f"linked anew: {'the same links' if same else 'THE LINKS DIFFER'} ({kept}, {anew})")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
