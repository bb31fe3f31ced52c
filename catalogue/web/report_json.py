"""Reports and suggestions as the review screen needs them: every span in UTF-16 units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from catalogue.extract import extraction_to_json
from catalogue.model import Decision, Observation, Report
from catalogue.web.utf16 import Offsets
from catalogue.when import describe, event_time

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

_KNOWN = ("uid", "id", "title", "published", "publisher", "url", "archive_url", "accessed",
    "language", "translator", "reliability", "sha256", "version")  # fmt: skip
_SHOWN_LINKS = 3


def summary(cat: Catalogue, report: Report) -> dict[str, Any]:
    """What is known of a report, without its text."""
    decisions = cat.store.decisions(report.uid)
    return {
        **{name: getattr(report, name) for name in _KNOWN},
        "characters": len(report.text),
        "claims": len(cat.claims(report.uid)),
        "rejected": sum(d.verdict == "reject" for d in decisions),
    }


def document(cat: Catalogue, report: Report) -> dict[str, Any]:
    """All that the screen shows of one report."""
    offsets = {"text": Offsets(report.text), "translation": Offsets(report.translation or "")}
    found = extraction_to_json(report.id, cat.suggest(report))
    decided = cat.decisions(report)
    for name in ("times", "places"):
        for item in found[name]:
            _move(item, offsets["text"])
    for made in found["suggestions"]:
        _move(made, offsets["text"])
        made["cues"] = [offsets["text"].span(*cue) for cue in made["cues"]]
        for thing in made["objects"]:
            _move(thing, offsets["text"])
        if made["time"] is not None:
            _say(made["time"])
        made["decision"] = _decision(decided.get(made["id"]))
    return {
        **found,
        "report": summary(cat, report),
        "sources": _sources(report.text, found["suggestions"], offsets["text"]),
        "text": report.text,
        "translation": report.translation,
        "observations": [
            {**claimed(cat, o), "spans": _spans(o, offsets)} for o in cat.claims(report.uid)
        ],
    }


def claimed(cat: Catalogue, observation: Observation) -> dict[str, Any]:
    """An observation with how many images could have shown it, the best first."""
    links = cat.links_for_observation(observation.uid)
    best = [cat.scene(link.scene) for link in links[:_SHOWN_LINKS]]
    return {
        "uid": observation.uid,
        "id": observation.id,
        "title": observation.title,
        "suggestion": observation.suggestion,
        "made_by": observation.made_by,
        "when": describe(observation.when) if observation.when else None,
        "placed": observation.place is not None,
        "links": len(links),
        "best": [scene.id for scene in best],
    }


def _sources(text: str, made: list[dict[str, Any]], offsets: Offsets) -> list[list[int]]:
    """Where the text names those who say so."""
    names = {name for suggestion in made for name in suggestion["chain"][1:] if len(name) > 2}
    found = (m.span() for name in names for m in re.finditer(re.escape(name), text))
    return [offsets.span(*span) for span in sorted(found)]


def _decision(known: Decision | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "verdict": known.verdict,
        "reason": known.reason,
        "observation": known.observation,
        "author": known.author,
    }


def _spans(observation: Observation, offsets: dict[str, Offsets]) -> list[dict[str, Any]]:
    return [
        {"kind": s.kind, "part": s.part, "span": offsets[s.part].span(s.start, s.end)}
        for s in observation.spans
    ]


def _move(item: dict[str, Any], offsets: Offsets) -> None:
    item["start"], item["end"] = offsets.span(item["start"], item["end"])


def _say(time: dict[str, Any]) -> None:
    """Beside each EDTF the same in words."""
    for part in (time, *time["alternatives"]):
        part["words"] = describe(event_time(part["edtf"])).partition(" (local")[0]
