"""What does not fit together in a report: said as warnings, decided by nobody but a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from catalogue.extract.lexicon.speech import SENSOR
from catalogue.extract.values import Suggestion, TimeFound


def warnings_of(
    text: str, times: Sequence[TimeFound], claims: Sequence[Suggestion], published: str | None
) -> list[str]:
    """Warnings for a person: dates, counts, sources that meet."""
    out: list[str] = []
    if published is None and any(t.edtf == "../.." for t in times):
        out.append("The date of publication is not known: what is relative to it has no bounds.")
    out += [f"“{t.text}”: {why}." for t in times for why in t.why if "the text says" in why]
    out += _readings(times)
    out += _future(text, times, claims)
    out += _counts(claims)
    out += _circles(claims)
    out += [
        f"An image cannot show who did it: “{text[c.start : c.end]}”."
        for c in claims
        if c.observability == "partly" and c.event_class in ("inspection", "visit")
    ]
    return list(dict.fromkeys(out))


def _readings(times: Sequence[TimeFound]) -> list[str]:
    return [
        f"“{t.text}” has {len(t.alternatives)} readings: "
        f"{', '.join(a.edtf for a in t.alternatives)}."
        for t in times
        if t.alternatives
    ]


def _future(text: str, times: Sequence[TimeFound], claims: Sequence[Suggestion]) -> list[str]:
    """A plan whose time had begun already when it was published, and a deed after it."""
    out = []
    latest = max((t.begin_utc for t in times if t.begin_utc), default=None)
    for claim in claims:
        time = claim.time
        if time is None or claim.inherited or ".." in time.edtf:
            continue
        if claim.status != "planned" or time.end is None or latest is None:
            continue
        if time.end <= latest:
            out.append(
                f"“{text[claim.start : claim.end]}” is told as still to come, but {time.edtf} "
                "lies before other dates of the text."
            )
    return out


def _counts(claims: Sequence[Suggestion]) -> list[str]:
    """Different numbers for what looks like one event."""
    out = []
    for cls in sorted({c.event_class for c in claims}):
        told: dict[str, set[tuple[int | None, int | None]]] = {}
        for claim in (c for c in claims if c.event_class == cls):
            for thing in claim.objects:
                if thing.count_min is not None or thing.count_max is not None:
                    key = thing.cls or thing.name.lower()
                    told.setdefault(key, set()).add((thing.count_min, thing.count_max))
        for name, numbers in told.items():
            if len(numbers) > 1:
                shown = "; ".join(sorted(_range(*n) for n in numbers))
                out.append(f"Different numbers of {name} for {cls}: {shown}.")
    return out


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _circles(claims: Sequence[Suggestion]) -> list[str]:
    out = [
        f"“{c.chain[-1]}” is cited through {' and '.join(c.chain[:-1])}: it is no second source."
        for c in claims
        if "source" in c.inherited and SENSOR.search(c.chain[-1])
    ]
    for cls in dict.fromkeys(c.event_class for c in claims):
        chains = dict.fromkeys(c.chain[1:] for c in claims if c.event_class == cls)
        out += [f"Two claims of {cls} come from one origin, {s}." for s in _meetings(chains)]
    return out


def _meetings(chains: Iterable[tuple[str, ...]]) -> list[str]:
    """The sources in which different chains meet; of several in a row the last one."""
    through: dict[str, int] = {}
    onwards: dict[str, set[str | None]] = {}
    for chain in chains:
        for at, source in enumerate(chain):
            next_one = chain[at + 1] if at + 1 < len(chain) else None
            through[source] = through.get(source, 0) + 1
            onwards.setdefault(source, set()).add(next_one)
    return [s for s, n in through.items() if n > 1 and (len(onwards[s]) > 1 or None in onwards[s])]


def locked(claims: Sequence[Suggestion]) -> list[tuple[str, int, str]]:
    """Claims that cannot be "confirmed by other sources" (grade 1): their chains meet."""
    cited = Counter(source for c in claims for source in set(c.chain[1:]))
    out = []
    for claim in claims:
        shared = [s for s in claim.chain[1:] if cited[s] > 1]
        if shared:
            out.append((claim.id, 1, f"its chain and another one meet in {shared[-1]}"))
    return out
