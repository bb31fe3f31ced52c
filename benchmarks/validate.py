"""Does the score put the scene first that a person would choose? Against the plain ways to sort.

    python benchmarks/validate.py FOLDER [--pairs] [--baseline-change 0.2]

FOLDER is the shared folder of test data; `chosen_scenes.csv`, beside this file, says which scene
was chosen for which event, and why. Every scene whose footprint meets the place is a candidate: the
margin is twelve years, as with a year most landslides of 2013 would have none. The orders:

- ours: as `Catalogue.links_for_observation` gives them
- nearest: footprint and date filter, the nearest in time first
- place x timing: those two terms of our score, the others left out
- random: footprint and date filter in any order, what is to be expected

The rank of a chosen scene is that among those nobody chose for its event, so that two choices for
one event do not push each other down. Scenes of equal value share their mean rank; ours never are
equal, as the product settles it. Intervals: 95 %, bootstrap over events, as the pairs of one event
hang together; the difference is resampled in pairs. `--pairs` prints each pair. `--baseline-change`
is that number of the score; with `baseline`, 0.2, images before a change count as little as before
any event.

The tables "on its side" rank a chosen scene among those on the same side of the event only, before
it or not: one list holds both, and an order that puts what came after first cannot be told from one
that is wrong. They were added after the first results were seen; the list was not changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from catalogue import Catalogue
from catalogue.model import Link
from catalogue.settings import Settings

CHOSEN = Path(__file__).with_name("chosen_scenes.csv")
# What of the shared folder is taken in: all that holds scenes of the list, and others beside them.
SCENES = (
    "stac/rustac",
    "stac/planetary_computer_naip_1000.ndjson",
    "stac/stactools_landsat",
    "stac/pystac/catalogs/planet-example-v1.0.0-beta.2",
    "scenes_with_stac",
    "derived",
)
# Bare arrays of items, which are no STAC: they go in as lines of items.
ARRAYS = "stac/stac_geoparquet"
MARGIN_DAYS = 12 * 366.0
ORDERS = ("ours", "nearest", "place x timing", "random")
MANY = 8
RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the list: an event, the scene chosen for it, and why."""

    event: str
    source: str
    fields: dict[str, str]
    scene: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where each order put a chosen scene, among how many; None if it was not linked at all."""

    choice: Choice
    candidates: int
    ranks: dict[str, float | None]
    limiting: str


def read_choices(path: Path = CHOSEN) -> list[Choice]:
    """The list, in its order. Lines that begin with # are its notes."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_choice(row) for row in csv.DictReader(x for x in file if not x.startswith("#"))]


def _choice(row: dict[str, str]) -> Choice:
    names = {
        "id": "event_row",
        "time": "edtf",
        "lon": "lon",
        "lat": "lat",
        "radius_m": "r95_m",
        "class": "event_class",
        "object": "object",
        "length_m": "length_m",
        "width_m": "width_m",
    }
    fields = {ours: row[theirs] for ours, theirs in names.items() if row[theirs]}
    scene = "/".join(part for part in (row["collection"], row["scene"]) if part)
    return Choice(row["event_row"], row["event_source"], fields, scene, row["role"], row["reason"])


def fill(folder: Path, choices: Sequence[Choice]) -> Catalogue:
    """A catalogue in memory with all scenes and the events of the list."""
    catalogue = Catalogue.in_memory(replace(Settings.read(), margin_days=MARGIN_DAYS))
    with tempfile.TemporaryDirectory() as temporary:
        lines = Path(temporary) / "items.ndjson"
        arrays = sorted((folder / ARRAYS).glob("*.json"))
        items = [item for path in arrays for item in json.loads(path.read_text("utf-8"))]
        lines.write_text("\n".join(map(json.dumps, items)), "utf-8")
        outcome = catalogue.add([*(folder / name for name in SCENES), lines])
    for rejected in outcome.rejected:
        print(f"rejected: {Path(rejected.source).name}: {rejected.reason}")
    print(f"{outcome.added} scenes")
    for choice in {c.event: c for c in choices}.values():
        catalogue.enter_observation(choice.fields)
    return catalogue


def place(
    catalogue: Catalogue, choices: Sequence[Choice], *, one_side: bool = False
) -> list[Placed]:
    """The rank of every choice in every order; with `one_side`, among those on its side only."""
    placed = []
    by_event = defaultdict(list)
    for choice in choices:
        by_event[choice.event].append(choice)
    for event, chosen in by_event.items():
        links = catalogue.links_for_observation(catalogue.named_observation(event).uid)
        uids = [catalogue.named_scene(c.scene).uid for c in chosen]
        for choice, uid in zip(chosen, uids, strict=True):
            rivals = [x for x in links if x.scene == uid or x.scene not in uids]
            if one_side:
                before = {x.dt_s < 0 for x in rivals if x.scene == uid}
                rivals = [x for x in rivals if (x.dt_s < 0) in before]
            placed.append(_placed(choice, uid, rivals))
    return placed


def _placed(choice: Choice, uid: str, links: Sequence[Link]) -> Placed:
    mine = next((x for x in links if x.scene == uid), None)
    if mine is None:
        return Placed(choice, len(links), dict.fromkeys(ORDERS), "no link")
    ranks: dict[str, float | None] = {
        "ours": 1.0 + links.index(mine),
        "nearest": _rank(mine, links, lambda x: -abs(x.dt_s)),
        "place x timing": _rank(mine, links, _place_and_timing),
        "random": None,
    }
    return Placed(choice, len(links), ranks, mine.score.limiting)


def _rank(mine: Link, links: Sequence[Link], value: Callable[[Link], float]) -> float:
    """1 for the highest value; equals share their mean rank."""
    values, own = [value(x) for x in links], value(mine)
    return sum(v > own for v in values) + (sum(v == own for v in values) + 1) / 2


def _place_and_timing(link: Link) -> float:
    return math.prod(t.value for t in link.score.terms if t.name in ("place", "timing"))


def _harmonic(n: int) -> float:
    return sum(1 / k for k in range(1, n + 1))


def measures(placed: Placed, order: str) -> tuple[float, float, float]:
    """Recall at 5 and at 1 and the reciprocal rank of one pair; 0 where it was not linked."""
    if placed.limiting == "no link":
        return 0.0, 0.0, 0.0
    if order == "random":
        n = placed.candidates
        return min(5, n) / n, 1 / n, _harmonic(n) / n
    rank = placed.ranks[order]
    assert rank is not None
    return float(rank <= 5), float(rank <= 1), 1 / rank


def table(title: str, placed: Sequence[Placed]) -> None:
    """Print the measures of every order, and ours less each."""
    events = sorted({p.choice.event for p in placed})
    if not events:
        return
    counts = [p.candidates for p in placed]
    print(f"\n{title}: {len(placed)} pairs, {len(events)} events, "
          f"{min(counts)} to {max(counts)} candidates")  # fmt: skip
    print(f"  {'order':<15} {'recall@5':<21} {'recall@1':<9} {'MRR':<6} ours less it, recall@5")
    draws = np.random.default_rng(5).integers(len(events), size=(RESAMPLES, len(events)))
    owns = np.array([events.index(p.choice.event) for p in placed])
    sums = {o: np.array([measures(p, o) for p in placed]) for o in ORDERS}
    for order, found in sums.items():
        low, high = _interval(found[:, 0], owns, draws)
        less = sums["ours"][:, 0] - found[:, 0]
        wide = _interval(less, owns, draws)
        five, one, reciprocal = found.mean(axis=0)
        gain = f"{less.mean():+.2f} [{wide[0]:+.2f}, {wide[1]:+.2f}]" if order != "ours" else ""
        print(f"  {order:<15} {five:.2f} [{low:.2f}, {high:.2f}]    {one:<9.2f} "
              f"{reciprocal:<6.2f} {gain}")  # fmt: skip


def _interval(values: np.ndarray, owns: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    """95 % of the mean over pairs when whole events are drawn again."""
    total = np.bincount(owns, weights=values)
    many = np.bincount(owns)
    means = total[draws].sum(axis=1) / many[draws].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _print_pairs(placed: Sequence[Placed]) -> None:
    print("\nranks: ours / nearest / place x timing, of candidates; what limits the scene most")
    for p in placed:
        shown = " / ".join("-" if p.ranks[o] is None else f"{p.ranks[o]:g}" for o in ORDERS[:3])
        print(f"  {p.choice.event:<24} {p.choice.role:<7} {p.choice.scene.split('/')[-1][:44]:<45}"
              f"{shown:>18} of {p.candidates:<4} {p.limiting}")  # fmt: skip


def main() -> None:
    """Rank and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", action="store_true", help="print each pair")
    parser.add_argument("--baseline-change", type=float, help="that number of the score")
    asked = parser.parse_args()
    choices = read_choices()
    catalogue = fill(asked.folder, choices)
    if asked.baseline_change is not None:
        catalogue.tune({"baseline_change": asked.baseline_change})
    placed = place(catalogue, choices)
    many = [p for p in placed if p.candidates >= MANY]
    table("all", placed)
    table(f"with {MANY} candidates or more", many)
    table("  of these, landslides ten years old", [p for p in many if "glc" in p.choice.source])
    table("  of these, fires of the same year", [p for p in many if "fire" in p.choice.event])
    table(f"with fewer than {MANY}", [p for p in placed if p.candidates < MANY])
    sided = [p for p in place(catalogue, choices, one_side=True) if p.candidates >= MANY]
    table(f"on its side, with {MANY} candidates or more there", sided)
    table("  of these, fires of the same year", [p for p in sided if "fire" in p.choice.event])
    limits = Counter(p.limiting for p in placed)
    print("\nwhat limits the chosen: " + ", ".join(f"{n} {k}" for n, k in limits.most_common()))
    if asked.pairs:
        _print_pairs(placed)


if __name__ == "__main__":
    main()
