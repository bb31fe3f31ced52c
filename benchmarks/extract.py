"""How well, and how fast, are times and claims found in text? On the development sets.

    python benchmarks/extract.py FOLDER [--places GAZETTEER_FOLDER] [--reports 1000]

FOLDER holds wikinews_time_dev.jsonl (news with times and the status of events), founding_report.txt
and its gold file; what is absent is skipped and said. Times are scored in the part of each text
that was annotated: relaxed is an overlap, a value counts where the interval, or for a length of
time the ISO 8601 form, is the gold one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from catalogue.extract.attribution import Memory, clauses
from catalogue.extract.find import extract, no_places
from catalogue.extract.sentences import paragraph_starts, sentences
from catalogue.extract.status import status_of
from catalogue.extract.times import find_times
from catalogue.extract.values import PlaceFinder, TimeFound

Bounds = tuple[dt.date | None, dt.date | None]


def interval(value: str, published: str) -> Bounds | None:
    """The days of a TIMEX3 value; None for one that is no date."""
    day = dt.date.fromisoformat(published)
    if value == "PRESENT_REF":
        return day, day + dt.timedelta(1)
    if value == "PAST_REF":
        return None, day + dt.timedelta(1)
    if m := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        first = dt.date(*map(int, m.groups()))
        return first, first + dt.timedelta(1)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        first = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return first, first + dt.timedelta(7)
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return months(int(m[1]), 3 * int(m[2]) - 2, 3)
    if m := re.fullmatch(r"(\d{4})-(\d\d)(?:-XX)?", value):
        return months(int(m[1]), int(m[2]), 1)
    if re.fullmatch(r"\d{4}", value):
        return months(int(value), 1, 12)
    if re.fullmatch(r"\d{3}", value):
        return dt.date(int(value) * 10, 1, 1), dt.date(int(value) * 10 + 10, 1, 1)
    return None


def months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    """So many months from one on."""
    last = year * 12 + month - 1 + count
    return dt.date(year, month, 1), dt.date(last // 12, last % 12 + 1, 1)


def dates(found: TimeFound) -> Bounds:
    """The days of a time that was found."""
    begin, end = found.begin_utc, found.end_utc
    days = 0 if end is None or (end.hour, end.minute) == (0, 0) else 1
    last = None if end is None else end.date() + dt.timedelta(days)
    return (begin.date() if begin else None, last)


def score_times(rows: list[dict[str, Any]]) -> None:
    """Print recognition, value and exactness of times."""
    count = Counter[str]()
    for row in rows:
        text, gold = row["text"], row["timex"]
        annotated = max(e["end"] for e in [*row["events"], *gold])
        found = [t for t in find_times(text, row["dct"], sentences(text)) if t.start < annotated]
        for one in gold:
            hit = next((f for f in found if f.start < one["end"] and f.end > one["start"]), None)
            if hit is None:
                count["missed"] += 1
                continue
            wanted = interval(one["value"], row["dct"])
            count["found"] += 1
            exact = wanted is not None and wanted == dates(hit)
            count["value"] += exact or hit.edtf == one["value"]
            if wanted is not None and not one["value"].endswith("REF"):
                count["dated"] += 1
                count["exact"] += exact
        count["spurious"] += sum(
            not any(f.start < g["end"] and f.end > g["start"] for g in gold) for f in found
        )
    total = 2 * count["found"] + count["spurious"] + count["missed"]
    print(f"times, {len(rows)} texts: relaxed F1 {2 * count['found'] / total:.3f} (target 0.90), "
          f"value F1 {2 * count['value'] / total:.3f} (0.78), exact interval of the dated ones "
          f"{count['exact']} of {count['dated']}, "
          f"{count['exact'] / count['dated']:.3f} (0.90)")  # fmt: skip


def score_status(rows: list[dict[str, Any]]) -> None:
    """Print F1 of negated, future and uncertain for annotated events, each in its own clause."""
    table = {name: Counter[str]() for name in ("negated", "future", "uncertain")}
    events = 0
    for row in rows:
        text, memory = row["text"], Memory()
        starts = paragraph_starts(text)
        told = [
            clause
            for start, end in sentences(text)
            for clause in clauses(text, start, end, memory, new_paragraph=start in starts)
        ]
        for event in row["events"]:
            inside = [c for c in told if c.start <= event["start"] and event["end"] <= c.end]
            if not event["certainty"] or not inside:
                continue
            events += 1
            first = inside[0].start
            words = text[first : inside[0].end]
            status, _ = status_of(words, event["start"] - first, event["end"] - first)
            count_status(table, event, status)
    print(f"status of {events} annotated events (targets 0.75, 0.70, 0.50):")
    for name, c in table.items():
        total = 2 * c["tp"] + c["fp"] + c["fn"]
        f1 = 2 * c["tp"] / total if total else float("nan")
        print(f"  {name:<10} F1 {f1:.2f}  right {c['tp']}, wrong {c['fp']}, missed {c['fn']}")


def count_status(table: dict[str, Counter[str]], event: dict[str, Any], status: str) -> None:
    """Count one event as right, wrong or missed in each of the three."""
    truth = {
        "negated": event["polarity"] == "NEG",
        "future": event["time"] == "FUTURE",
        "uncertain": event["certainty"] in ("POSSIBLE", "PROBABLE", "UNDERSPECIFIED"),
    }
    said = {
        "negated": status in ("negated", "no_evidence"),
        "future": status == "planned",
        "uncertain": status in ("possible", "unknown"),
    }
    for name, counter in table.items():
        key = ("tp" if truth[name] else "fp") if said[name] else "fn" if truth[name] else ""
        counter[key] += 1


def score_founding(folder: Path, places: PlaceFinder) -> None:
    """Print claims, times, status and sources of the report the product was founded on."""
    text = (folder / "founding_report.txt").read_text("utf-8")
    gold = json.loads((folder / "founding_report_gold.json").read_text("utf-8"))
    found = extract(text, "2022-07-18", places)
    times = {(t.start, t.end, t.edtf) for t in found.times}
    wanted = {(*t["span"], t["edtf"]) for t in gold["timex"]}
    right = status = 0
    used = set()
    for claim in gold["claims"]:
        start, end = claim["span"]
        best = max(found.suggestions, key=lambda s: min(s.end, end) - max(s.start, start))
        if min(best.end, end) - max(best.start, start) < (end - start) / 2:
            continue
        used.add(best.id)
        right += 1
        status += best.status == claim["polarity"]
    claims, more = len(gold["claims"]), len(found.suggestions) - len(used)
    print(
        f"founding report: times {len(times & wanted)}/{len(wanted)}, {len(times - wanted)} "
        f"spurious; claims {right}/{claims}, {more} beside them; status {status}/{claims}; "
        "the rules were written on it"
    )
    for claim in found.suggestions:
        print(f"  {claim.status:<12} {claim.event_class:<12} {' ← '.join(claim.chain)}")


def score_speed(folder: Path, places: PlaceFinder, reports: int) -> None:
    """Print what a page and many reports cost."""
    text = (folder / "founding_report.txt").read_text("utf-8")
    extract(text, "2022-07-18", places)
    begin = time.process_time()
    for _ in range(reports):
        extract(text, "2022-07-18", places)
    took = time.process_time() - begin
    print(f"speed: {took / reports * 1000:.1f} CPU ms a page (target 100), {reports} reports "
          f"{took:.1f} CPU s (1,000 in 60)")  # fmt: skip


def main() -> None:
    """Score what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=Path, help="folder of the gazetteer; without: no places")
    parser.add_argument("--reports", type=int, default=1000)
    asked = parser.parse_args()
    places: PlaceFinder = no_places
    if asked.places:
        from catalogue.extract.places import find_places
        from catalogue.gazetteer import open_gazetteer

        places = partial(find_places, gazetteer=open_gazetteer(asked.places))
    news = asked.folder / "wikinews_time_dev.jsonl"
    if news.is_file():
        rows = [json.loads(line) for line in news.read_text("utf-8").splitlines()]
        score_times(rows)
        score_status(rows)
    else:
        print(f"skipped: {news} is not there")
    if (asked.folder / "founding_report.txt").is_file():
        score_founding(asked.folder, places)
        score_speed(asked.folder, places, asked.reports)
    else:
        print("skipped: founding_report.txt is not there")


if __name__ == "__main__":
    main()
