"""Are the links right? Thousands of made-up cases held against brute force.

    python benchmarks/oracle.py [--cases 10000] [--seed 1] [--families poles,areas] [--every 20]

Brute force is `tests/oracle`: pyproj geodesics along finely cut edges, shapely in a projection
made for each case, times as whole microseconds; it shares no code with what it judges. Judged are
linking pair by pair (`catalogue.join.link`), in bulk (`catalogue.bulk.link_pairs`) and, in every
20th batch of ten cases, through the catalogue's file (`Catalogue.links_for_observation`).

Of every event and image of a batch: is there a link exactly where there must be one, outside a
tolerance of 0.1 % of the radius (at least 5 m)? Are role, certainty and seconds the same, and is
the share? Events and images that meet exactly or touch ("touching") have no tolerance.
`near` counts the pairs within ten times the tolerance of a boundary; `share` is the largest
difference of a share; `metres` is how far from the boundary a link or its certainty was otherwise,
at most; `of tol` is that as a share of the tolerance. Ends with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "oracle"))

import oracle_run
from oracle_check import Tally
from oracle_run import FAMILIES

HEAD = f"{'family':16}{'cases':>7}{'pairs':>8}{'links':>7}{'near':>7}{'stored':>8}{'differ':>8}"
HEAD += f"{'share':>10}{'metres':>9}{'of tol':>8}"


def _row(name: str, tally: Tally, stored: int) -> str:
    return (
        f"{name:16}{tally.cases:>7}{tally.pairs:>8}{tally.links:>7}{tally.near:>7}{stored:>8}"
        f"{len(tally.differences):>8}{tally.worst_share:>10.1e}{tally.worst_m:>9.3f}"
        f"{tally.worst_of_tolerance:>8.3f}"
    )


def main() -> int:
    """Run, print, and say by the exit code whether all was the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--every", type=int, default=20, help="batches to one through the file")
    asked = parser.parse_args()
    names = asked.families.split(",")
    batches = -(-asked.cases // len(names) // oracle_run.BATCH)
    begun, total, all_stored = time.process_time(), Tally(), 0
    print(HEAD)
    for name in names:
        tally, stored = Tally(), 0
        for number in range(batches):
            through = number % asked.every == 0
            some = oracle_run.batch(name, asked.seed, number, through_store=through)
            stored += some.pairs if through else 0
            tally.add(some)
        print(_row(name, tally, stored), flush=True)
        for text in tally.differences[:3]:
            print(f"  {text}")
        total.add(tally)
        all_stored += stored
    print(_row("all", total, all_stored))
    print(f"seed {asked.seed}, {time.process_time() - begun:.0f} CPU s")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())
