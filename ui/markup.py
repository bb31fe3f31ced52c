"""Tables and lists of texts, links between pages: escaped, like `ui.text`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from urllib.parse import urlencode

import streamlit as st

from catalogue.evidence.occurrences import interval_words
from catalogue.interval import Interval

_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to `href`, an address of this catalogue's own (see `address`)."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A word in a frame; `kind` is a class of the style sheet."""

    words: str
    kind: str = ""


def address(page: str, **params: str) -> str:
    """A relative link from one page to another ("" is the map), fit for an attribute."""
    return html.escape(f"./{page}?{urlencode(params)}")


def table(columns: Sequence[str], rows: Iterable[Sequence[str | Link | Chip]], name: str) -> None:
    """A table of texts, escaped; on a narrow screen each row is a card. `name` is its caption."""
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{html.escape(column)}">{_cell(value)}</td>'
            for column, value in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="cat-table"><table aria-label="{html.escape(name)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: str | Link | Chip) -> str:
    if isinstance(value, Link):
        return f'<a href="{value.href}" target="_self">{html.escape(value.words)}</a>'
    if isinstance(value, Chip):
        return f'<span class="chip {value.kind}">{html.escape(value.words)}</span>'
    return html.escape(value)


def points(sentences: Iterable[str]) -> None:
    """Sentences one below the other, escaped."""
    each = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
    st.html(f'<ul class="cat-points">{each}</ul>')


def days(when: Interval | None) -> str:
    """'2022-06-01 to 2022-06-30' where it is of whole UTC days, otherwise as ISO 8601."""
    if when is None:
        return "any time"
    if when.begin is None or when.end is None or when.is_instant:
        return interval_words(when)
    if {when.begin.time(), when.end.time()} != {_MIDNIGHT}:
        return interval_words(when)
    first, last = when.begin.date(), (when.end - timedelta(days=1)).date()
    return f"{first}" if first == last else f"{first} to {last}"
