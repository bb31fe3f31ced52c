"""The pages of a dossier: what they say, as HTML in one file that loads nothing from elsewhere."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from catalogue.dossier.chips import Chip, moment_text
from catalogue.dossier.citations import credit_lines
from catalogue.dossier.contents import Contents, Image
from catalogue.dossier.drawings import coverage, timeline
from catalogue.dossier.edition import Edition
from catalogue.dossier.words import (
    COULD_WORDS,
    STATUS_WORDS,
    level_line,
    object_line,
    place_lines,
    segments,
    verdict_line,
)
from catalogue.model import Asset, Observation, Report, Search
from catalogue.when.words import describe

_QUALITY = 88
_MOST_LISTED = 300
PICTURE_WARNING = (
    "The pictures themselves may show where this is: whoever knows the ground can find it, "
    "whatever coordinates say."
)
Facts = list[tuple[str, str | list[str]]]


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("catalogue.dossier"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    name: str,
    contents: Contents,
    edition: Edition,
    chips: Mapping[str, Sequence[tuple[str, Chip]]],
    reasons: Mapping[str, str],
    made: str,
    head: str | None,
) -> str:
    """The page "dossier.html" or "brief.html". `chips` are the pictures of each scene (uid) with
    their file names, `reasons` says of the others why there are none.
    """
    tells_place = edition.tells("place")
    template = _templates().get_template(name)
    return template.render(
        title=contents.observation.title,
        made=made.replace("T", " ").removesuffix("Z"),
        style=_style(),
        publication=edition.publication,
        notices=[PICTURE_WARNING] if edition.publication and any(chips.values()) else [],
        synthetic=any("synthetic" in i.scene.name.lower() for i in contents.images),
        could=_could(contents.observation),
        could_why=contents.could_show,
        advice=contents.advice,
        facts=_facts(contents.observation, contents.report, edition),
        versions=list(_corrections(contents)),
        findings=[
            f"Image {n}. {verdict_line(a)}"
            for n, i in enumerate(contents.images, 1)
            for a in i.assessments
        ],
        gaps=contents.gaps,
        searches=[_search(s) for s in contents.searches],
        timeline=timeline(contents),
        coverage=coverage(contents) if tells_place else "",
        images=[
            _image(n, i, chips.get(i.scene.uid, ()), reasons, edition)
            for n, i in enumerate(contents.images, 1)
        ],
        others=[
            (scene.name, moment_text(scene.when), link.role, level_line(link))
            for scene, link in contents.others[:_MOST_LISTED]
        ],
        report=_report(contents) if contents.report else None,
        history=head,
        scores=bool(contents.images or contents.others),
        pair=_pair(contents, chips),
        credits=credit_lines(contents),
    )


def _could(observation: Observation) -> str:
    known = observation.observability
    return COULD_WORDS[known] if known else "Whether an image can show this has not been judged."


def _facts(observation: Observation, report: Report | None, edition: Edition) -> Facts:
    facts: Facts = []
    if observation.claim:
        facts.append(("Claim", observation.claim))
    said = " ← ".join(observation.attribution)
    facts.append(("Said by", said or "not stated"))
    if report is not None:
        facts.append(("Report", ", ".join(filter(None, [report.title, report.publisher]))))
    when = observation.when
    facts.append(("When", describe(when) if when else "No time is known."))
    where = list(place_lines(observation.place))
    if edition.publication and not edition.tells("place") and observation.place:
        where.append(f"Moved on purpose, by up to {edition.coarse_m / 1000:g} km.")
    facts.append(("Where", where))
    facts.append(("What", [object_line(o) for o in observation.objects] or "No object is named."))
    facts.append(("Status", STATUS_WORDS[observation.status]))
    facts.append(("Grade", _grade(observation)))
    return facts


def _grade(observation: Observation) -> str:
    if observation.reliability is None and observation.credibility is None:
        return "Nobody has graded it."
    return (
        f"Source {observation.reliability or 'not graded'}, "
        f"claim {observation.credibility or 'not graded'} (Admiralty code)"
    )


def _corrections(contents: Contents) -> Iterator[str]:
    chain = [*contents.versions, contents.observation]
    for old, new in pairwise(chain):
        if old.when != new.when:
            was = describe(old.when) if old.when else "unknown"
            now = describe(new.when) if new.when else "unknown"
            yield f"Version {new.version}: time was {was}, is {now}."
        if old.place != new.place:
            was, now = (next(iter(place_lines(o.place))) for o in (old, new))
            yield f"Version {new.version}: place was {was} Now: {now}"


def _search(made: Search) -> tuple[str, ...]:
    when = moment_text(made.when).replace("acquisition time unknown", "any time")
    found = "not stated" if made.found is None else str(made.found)
    note = ". ".join(filter(None, [made.note, made.error and f"Failed: {made.error}"]))
    by = f"{made.provider}{' (by hand)' if made.by_hand else ''}"
    return by, made.searched[:10], when, found, note


def _image(
    number: int,
    image: Image,
    chips: Sequence[tuple[str, Chip]],
    reasons: Mapping[str, str],
    edition: Edition,
) -> dict[str, Any]:
    role = image.link.role if image.link else None
    day = moment_text(image.scene.when)
    return {
        "number": number,
        "title": f"{role.capitalize() if role else 'Not linked'} · {day} · {image.scene.name}",
        "level": level_line(image.link),
        "lines": [verdict_line(a) for a in image.assessments],
        "pictures": [_picture(name, chip) for name, chip in chips],
        "reason": reasons.get(image.scene.uid, "none was made."),
        "provenance": _provenance(image.scene.assets, edition),
    }


def _picture(name: str, chip: Chip) -> dict[str, str]:
    buffer = io.BytesIO()
    chip.marked.save(buffer, "JPEG", quality=_QUALITY)
    alt = chip.lines[0]
    lines = chip.lines[1:]
    return {
        "file": name,
        "alt": alt,
        "lines": ". ".join(line.rstrip(".") for line in lines) + ".",
        "data": base64.b64encode(buffer.getvalue()).decode(),
    }


def _provenance(assets: Sequence[Asset], edition: Edition) -> str:
    if edition.publication:
        return ""
    lines = []
    for asset in assets:
        known = asset.provenance
        told = [
            f"obtained from {known.obtained_from}" if known.obtained_from else "origin not stated",
            f"licence {known.licence}" if known.licence else "licence not stated",
            f"order {known.order_id}" if known.order_id else "",
            f"SHA-256 {asset.sha256}" if asset.sha256 else "",
        ]
        lines.append(f"{asset.key}: " + ", ".join(filter(None, told)))
    return "; ".join(lines)


def _report(contents: Contents) -> dict[str, Any]:
    report = contents.report
    assert report is not None  # noqa: S101 - only called with one
    facts = [
        ("Title", report.title),
        ("Publisher", report.publisher or "not stated"),
        ("Published", report.published or "not stated"),
        ("Address", report.url or "not stated"),
        ("Archived", report.archive_url or "no"),
        ("Accessed", report.accessed or "not stated"),
        ("SHA-256 of the text", report.sha256),
    ]
    spans = [s for s in contents.observation.spans if s.part == "text"]
    return {"facts": facts, "segments": list(segments(report.text, spans))}


def _pair(
    contents: Contents, chips: Mapping[str, Sequence[tuple[str, Chip]]]
) -> list[dict[str, str]]:
    """The last picture before and the first one during or after, for the brief."""
    shown = [i for i in contents.images if chips.get(i.scene.uid) and i.link]
    before = [i for i in shown if i.link and i.link.role == "before"][-1:]
    later = [i for i in shown if i.link and i.link.role in ("during", "after")][:1]
    return [_picture(*chips[i.scene.uid][-1]) for i in (*before, *later)]


def claims_page(
    title: str, listed: Sequence[tuple[str, Contents]], made: str, head: str | None
) -> str:
    """The page that lists the dossiers of several claims, by their folders."""
    return (
        _templates()
        .get_template("claims.html")
        .render(
            title=title,
            made=made.replace("T", " ").removesuffix("Z"),
            style=_style(),
            claims=[
                {
                    "href": f"{folder}/index.html",
                    "title": contents.observation.title,
                    "could": _could(contents.observation),
                    "images": len(contents.images),
                    "verdicts": sum(len(i.assessments) for i in contents.images),
                }
                for folder, contents in listed
            ],
            history=head,
        )
    )


def _style() -> str:
    return (files("catalogue.dossier") / "templates" / "style.css").read_text("utf-8")
