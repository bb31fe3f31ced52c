"""Fit the 95 % radii of places in text, and write them with how they were made.

    python benchmarks/calibrate_places.py DATA [--gazetteer DIR] [--out FILE] [--date YYYY-MM-DD]

DATA holds landslide_places_dev.jsonl and piracy_events_dev.jsonl. Fold 0 of 5 (by the id's CRC) is
held back: the table is fitted on the others and judged on it. A row's factor is a quantile of
(distance to the truth) / (natural size), up to 0.95; a lower one is taken where the last few cases
(another place altogether) would cost more radius than they are worth, and they are then said in the
reserve. One price for all rows is set so that 0.915 of each set lies inside the best candidate's
radius. Rows with few events are left out: the next wider row stands for them.
"""

from __future__ import annotations

import argparse
import datetime
import json
import statistics
from collections import defaultdict
from pathlib import Path

import numpy as np
from place_sets import PLAIN, SETS, Event, errors_m, events, stated_place

from catalogue.extract.places.radii import Calibration
from catalogue.gazetteer import Gazetteer, open_gazetteer
from catalogue.settings import Settings

LEVELS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.875, 0.9, 0.925, 0.94, 0.95)
JUDGED = ("landslides", "piracy")
# Of a name that nothing holds, another place altogether belongs into the reserve.
MOST_ALONE = 12.0
WANTED = 0.915  # of each set inside the radius of the best candidate, on the folds fitted on
FEWEST = 25
LEAST_FACTOR, MOST_FACTOR, LEAST_RESERVE = 0.3, 120.0, 0.01
OUT = Path(__file__).parents[1] / "catalogue/extract/places/data/calibration.json"
Table = dict[str, dict[str, float | int]]
Sample = tuple[str, float, float, int, str]


def collect(folder: Path, gazetteer: Gazetteer) -> list[Sample]:
    """(row, ratio of the best candidate, smallest ratio of any, fold, set) of what was found."""
    found = []
    for event in events(folder):
        place = stated_place(event, gazetteer, PLAIN)
        if place is not None:
            ratios = [
                error / c.r95_m
                for error, c in zip(errors_m(event, place), place.candidates, strict=True)
            ]
            row = place.why[-1].removeprefix("radius: ")
            found.append((row, ratios[0], min(ratios), event.fold, event.kind))
    return found


def fit(samples: list[Sample]) -> tuple[float, Table]:
    """(price, table): the highest price of a larger radius that still holds enough of each set."""
    grouped: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        for key in keys(sample[0]):
            grouped[key].append(sample)
    grouped = {key: rows for key, rows in sorted(grouped.items()) if len(rows) >= FEWEST}
    low, high = 0.0, 0.2
    for _ in range(20):
        price = (low + high) / 2
        table = {key: _row(rows, price) for key, rows in grouped.items()}
        held = min(_held(samples, table, kind) for kind in JUDGED)
        low, high = (price, high) if held >= WANTED else (low, price)
    return low, {key: _row(rows, low) for key, rows in grouped.items()}


def keys(row: str) -> list[str]:
    """Of "town/area/clear": itself, "town/area", "town"."""
    parts = row.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _row(rows: list[Sample], price: float) -> dict[str, float | int]:
    """The factor at the quantile that is worth its size: a share s costs price * ln(factor).

    The disc holds 0.95 of what the candidates are right about, so all else is the reserve.
    """
    ratios = np.asarray([r[1] for r in rows])
    alone = all(r[0].split("/")[1] in ("city", "town", "village") for r in rows)
    most = MOST_ALONE if alone else MOST_FACTOR
    sizes = np.clip(np.quantile(ratios, LEVELS), LEAST_FACTOR, most)
    held = np.asarray([np.mean(ratios <= size) for size in sizes])
    factor = float(sizes[int(np.argmax(held - price * np.log(sizes)))])
    inside = float(np.mean([r[2] <= factor for r in rows]))
    reserve = max(LEAST_RESERVE, 1 - inside / 0.95)
    return {"factor": float(f"{factor:.3g}"), "reserve": round(reserve, 3), "n": len(rows)}


def _held(samples: list[Sample], table: Table, kind: str) -> float:
    """The share of a set that lies inside the radius of the best candidate."""
    inside = []
    for row, ratio, _, _, of in samples:
        if of == kind:
            key = next((k for k in keys(row) if k in table), None)
            inside.append(ratio <= (table[key]["factor"] if key else 1.0))
    return float(np.mean(inside))


def judge(folder: Path, gazetteer: Gazetteer, table: Calibration, held_back: bool) -> list[str]:
    """A line for each set: how often the truth lies inside the stated radius."""
    found: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    asked: dict[str, int] = defaultdict(int)
    for event in events(folder):
        if (event.fold == 0) == held_back:
            asked[event.kind] += 1
            _judge_one(event, gazetteer, table, found)
    lines = []
    for kind in SETS:
        rows = found[kind]
        first, any_ = (float(np.mean([row[i] for row in rows])) for i in (0, 1))
        median = statistics.median(row[2] for row in rows) / 1000
        lines.append(
            f"{kind:<24}{asked[kind]:>7}{len(rows):>7}{first:>9.3f}{any_:>9.3f}{median:>12.1f}"
        )
    return lines


def _judge_one(
    event: Event,
    gazetteer: Gazetteer,
    table: Calibration,
    found: dict[str, list[tuple[bool, bool, float]]],
) -> None:
    place = stated_place(event, gazetteer, table)
    if place is not None:
        inside = [
            error <= c.r95_m
            for error, c in zip(errors_m(event, place), place.candidates, strict=True)
        ]
        found[event.kind].append((inside[0], any(inside), place.candidates[0].r95_m))


HEAD = f"{'set':<24}{'events':>7}{'found':>7}{'inside':>9}{'any':>9}{'median km':>12}"


def main() -> None:
    """Fit, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    options = parser.parse_args()
    folder = Settings.read(gazetteer=options.gazetteer).gazetteer
    with open_gazetteer(folder) as gazetteer:
        samples = collect(options.data, gazetteer)
        price, rows = fit([sample for sample in samples if sample[3] != 0])
        table = Calibration(
            {key: float(row["factor"]) for key, row in rows.items()},
            {key: float(row["reserve"]) for key, row in rows.items()},
        )
        print(HEAD + "   (held back)")
        judged = judge(options.data, gazetteer, table, held_back=True)
        print("\n".join(judged))
        made = {
            "made_by": "python benchmarks/calibrate_places.py DATA",
            "made_on": options.date,
            "sets": "landslide_places_dev.jsonl (NASA Global Landslide Catalog), "
            "piracy_events_dev.jsonl (Maritime Pirate Attacks, CC BY 4.0)",
            "gazetteer": gazetteer.meta,
            "inside_wanted": WANTED,
            "price": round(price, 5),
            "held_back": "fold 0 of 5 by CRC-32 of the id",
            "figures": [HEAD, *judged],
            "rows": rows,
        }
    options.out.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(rows)} rows written to {options.out.name}")


if __name__ == "__main__":
    main()
