"""What other suggesters said of a report, kept beside the catalogue: a model may say something
else next time, and what a person decides about must stay.

Only places in the text are kept, never its words; the answer counts for that very text only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from catalogue.extract.suggesters.protocol import read_answer
from catalogue.extract.values import Extraction, Suggestion
from catalogue.model import Report

FOLDER = "suggestions"


def kept_path(folder: Path, report: Report) -> Path:
    """Where the answers about a report lie in a catalogue's folder."""
    return folder / FOLDER / f"{report.uid}.json"


def keep(folder: Path, report: Report, made: Sequence[Suggestion]) -> None:
    """Keep an answer, in place of an earlier one of the same maker."""
    makers = {one.made_by for one in made}
    path = kept_path(folder, report)
    rows = [row for row in _rows(path, report) if row.get("made_by") not in makers]
    rows += [_row(one) for one in made]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(orjson.dumps({"sha256": report.sha256, "rows": rows}))
    draft.replace(path)


def kept(folder: Path, report: Report) -> tuple[Suggestion, ...]:
    """What others suggested for this text, in its order; nothing if the text is another now."""
    found: list[Suggestion] = []
    for row in _rows(kept_path(folder, report), report):
        start, end = row.get("start"), row.get("end")
        if isinstance(start, int) and isinstance(end, int):
            told = {**row, "words": report.text[start:end]}
            answer = read_answer(report.text, {"suggestions": [told]}, str(row.get("made_by")))
            found += answer.suggestions
    return tuple(sorted(found, key=lambda s: (s.start, s.end)))


def forget(folder: Path) -> None:
    """Delete every answer: after a redaction, what names places in an old text is of no use."""
    for path in (folder / FOLDER).glob("*.json"):
        path.unlink(missing_ok=True)


def with_others(found: Extraction, others: Sequence[Suggestion]) -> Extraction:
    """The rules' extraction with the suggestions of others, each with its maker."""
    from dataclasses import replace

    if not others:
        return found
    both = sorted((*found.suggestions, *others), key=lambda s: (s.start, s.end, s.made_by))
    return replace(found, suggestions=tuple(both))


def _rows(path: Path, report: Report) -> list[dict[str, Any]]:
    try:
        value = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return []
    if not isinstance(value, dict) or value.get("sha256") != report.sha256:
        return []
    rows = value.get("rows")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _row(made: Suggestion) -> dict[str, Any]:
    return {
        "made_by": made.made_by,
        "start": made.start,
        "end": made.end,
        "event_class": made.event_class,
        "status": made.status,
        "time": made.time.edtf if made.time else None,
        "chain": list(made.chain),
        "why": list(made.why),
    }
