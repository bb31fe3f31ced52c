"""Text of reports and files on screen. Never as Markdown or HTML: it may carry remote images."""

from __future__ import annotations

import html
import re

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.interval import Interval
from catalogue.model import LINK, Level, Scene, Score
from catalogue.model import Link as SceneLink

LEVEL_MARK: dict[Level, str] = {"good": "●", "limited": "◐", "unusable": "○"}
TERM_WORDS = {
    "place": "place",
    "timing": "timing",
    "sharpness": "sharpness",
    "clear_view": "clear view",
    "sensor": "sensor",
}
ROLE_WORDS = {
    "before": "before",
    "during": "during",
    "between": "between the dates",
    "after": "after",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^])")


def escape_label(text: str) -> str:
    """Text for a widget's label, which Streamlit reads as Markdown, with nothing left to read."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def plain(text: str, css_class: str = "") -> None:
    """Show text as it is: escaped, its line breaks kept."""
    st.html(f'<div class="cat-text {css_class}">{html.escape(text)}</div>')


def refused(what: str, error: CatalogueError) -> None:
    """That something was not done, and why: in the words of the error, as text."""
    st.error(what)
    plain(str(error))


def isolated(text: str) -> str:
    """One line of text that may be written from right to left, so that what follows stays put."""
    return f"\u2068{' '.join(text.split())}\u2069"


def count(number: int, what: str) -> str:
    """'1 report', '2 reports', 'no reports'."""
    return f"{f'{number:,}' if number else 'no'} {what}{'' if number == 1 else 's'}"


def row(title: str, below: str) -> None:
    """A line of a list with a smaller line under it, escaped."""
    st.html(
        f'<div class="cat-row">{html.escape(title)}'
        f'<div class="cat-muted">{html.escape(below)}</div></div>'
    )


def figures(counts: dict[str, int]) -> None:
    """Numbers with what they count, side by side as far as there is room."""
    each = "".join(f"<span><b>{n:,}</b> {html.escape(name)}</span>" for name, n in counts.items())
    st.html(f'<div class="cat-figures">{each}</div>')


def facts(pairs: list[tuple[str, str | None]]) -> None:
    """A compact list of names and values; unknown values say so."""
    rows = "".join(
        f"<dt>{html.escape(name)}</dt>"
        f'<dd class="{"" if value else "unknown"}">{html.escape(value or "unknown")}</dd>'
        for name, value in pairs
    )
    st.html(f'<dl class="cat-facts">{rows}</dl>')


def counted(number: int, one: str) -> str:
    """'1 claim', '1,200 claims'."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def bytes_of(size: int) -> str:
    """'850 kB', '12 MB'."""
    return f"{size / 1e6:.3g} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def moment(when: Interval | None) -> str | None:
    """'14 Jan 2019, 12:57 UTC', or both ends of an interval; None if unknown."""
    if when is None:
        return None
    begin = f"{when.begin:%-d %b %Y, %H:%M}" if when.begin else "…"
    if when.is_instant:
        return f"{begin} UTC"
    end = f"{when.end:%-d %b %Y, %H:%M}" if when.end else "…"
    return f"{begin} to {end} UTC"


def metres(value: float | None) -> str | None:
    """'0.5 m', '250 m', '5 km'; None if unknown."""
    if value is None:
        return None
    return f"{value / 1000:g} km" if value >= 1000 else f"{value:.3g} m"


def level_text(score: Score) -> str:
    """'limited by sharpness' or 'good': never a bare number."""
    if score.level == "good":
        return "good"
    return f"{score.level}: {TERM_WORDS[score.limiting]}"


def scene_facts(scene: Scene) -> list[tuple[str, str | None]]:
    """What to know about a scene before believing it."""
    return [
        *(_stated(scene) if scene.kind == "reference" else ()),
        ("Acquired", moment(scene.when)),
        ("Time from", scene.when_source),
        ("Sensor", scene.platform),
        ("Pixel", metres(scene.gsd_m)),
        ("Cloud", None if scene.cloud_pct is None else f"{scene.cloud_pct:g} % of the scene"),
        ("Off-nadir", None if scene.off_nadir_deg is None else f"{scene.off_nadir_deg:g}°"),
        ("Collection", scene.collection),
    ]


def _stated(scene: Scene) -> list[tuple[str, str | None]]:
    """Of a picture or a link: what a person states of it, and how well it is placed."""
    by = f", says {scene.stated_by}" if scene.stated_by else ""
    first = scene.assets[0].provenance if scene.assets else None
    placed = None
    if scene.placing is not None:
        error = scene.position_error_m
        sure = "error unknown" if error is None else f"95 % sure within {metres(error)}"
        placed = f"{sure}, {len(scene.placing.points)} points, {scene.placing.author}"
    link = next((a.href for a in scene.assets if a.key == LINK), None)
    return [
        ("Stated", f"{scene.stated_date}{by}" if scene.stated_date else None),
        ("Source", first.obtained_from if first else None),
        ("Rights", first.licence if first else None),
        *([("Link", link)] if link else ()),
        ("Placed", placed),
    ]


def link_html(rank: int, title: str, link: SceneLink, when: str | None) -> str:
    """One possible image as a card: rank, role, usability, main limit; escaped."""
    score = link.score
    chips = [
        f'<span class="chip role-{link.role}">{ROLE_WORDS[link.role]}</span>',
        f'<span class="chip level-{score.level}">{LEVEL_MARK[score.level]} '
        f"{html.escape(level_text(score))}</span>",
    ]
    if link.certainty == "possible":
        chips.append('<span class="chip">possible</span>')
    return (
        f'<div class="cat-link"><span class="rank">{rank}</span><div>'
        f'<div class="name">{html.escape(title)}</div>'
        f'<div class="when">{html.escape(when or "acquisition time unknown")}</div>'
        f"<div>{''.join(chips)}</div>"
        f'<div class="reason">{html.escape(score.reasons[0])}</div></div></div>'
    )
