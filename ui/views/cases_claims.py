"""The claims of a case: how far each is, the images around it, what none shows."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.evidence.filters import Filters
from catalogue.evidence.gap import Bracket, Seen
from catalogue.evidence.matrix import Matrix
from catalogue.evidence.progress import STANDINGS, Standing, standings, to_open
from catalogue.evidence.sentences import gap_sentence
from catalogue.model import Case, Observation
from catalogue.when import describe
from ui import markup, state, text
from ui.views import linked

PAGE = 10
WORDS: dict[Standing, str] = {
    "unreviewed": "unreviewed",
    "reviewed": "reviewed",
    "never_searched": "none in this catalogue (never searched)",
    "searched": "none found (searched)",
    "unlinkable": "place or time unknown",
    "cannot_show": "no image can show it",
}


@dataclass(frozen=True, slots=True)
class _Claim:
    """A line of the list: the row of the matrix and how far it is."""

    row: int
    observation: Observation
    standing: Standing


def show(case: Case) -> None:
    """The part of the page."""
    if not case.reports and not case.observations:
        st.info("This case is about nothing yet: choose its reports and claims under “Edit”.")
        return
    if not linked.make_ready():
        return
    try:
        matrix = state.catalogue().matrix(Filters(case=case.uid))
    except CatalogueError as error:
        text.refused("The images of these claims cannot be listed.", error)
        return
    claims = [
        _Claim(n, row.observation, standing)
        for n, (row, standing) in enumerate(zip(matrix.rows, standings(matrix), strict=True))
    ]
    _reports_without_claims(case, claims)
    if not claims:
        return
    shown = _filtered(case, claims)
    most = st.session_state.get(_more_key(case), PAGE)
    for report, group in groupby(shown[:most], key=lambda claim: claim.observation.report):
        _report(matrix, report)
        for claim in group:
            _claim(case, matrix, claim)
    if len(shown) > most and st.button(
        f"Show {min(PAGE, len(shown) - most)} more of {len(shown) - most}", key="case-more"
    ):
        st.session_state[_more_key(case)] = most + PAGE
        st.rerun()


def _more_key(case: Case) -> str:
    return f"case-most-{case.uid}"


def _filtered(case: Case, claims: list[_Claim]) -> list[_Claim]:
    """Those in the state that is chosen; the choice says how many there are of each."""
    counts = Counter(claim.standing for claim in claims)
    left = [name for name in STANDINGS if counts[name]]
    bar = "".join(f'<span class="{name}" style="flex:{counts[name]}"></span>' for name in left)
    done = f"{counts['reviewed']:,} of {text.count(len(claims), 'claim')} reviewed"
    st.html(
        f'<div class="cat-progress-words">{done}</div>'
        f'<div class="cat-progress" aria-hidden="true">{bar}</div>'
    )
    chosen = st.pills(
        "Show only", left, key=f"case-filter-{case.uid}", label_visibility="collapsed",
        format_func=lambda name: f"{WORDS[name]} · {counts[name]:,}",
    )  # fmt: skip
    return [claim for claim in claims if chosen in (None, claim.standing)]


def _reports_without_claims(case: Case, claims: list[_Claim]) -> None:
    cat = state.catalogue()
    known = {claim.observation.report for claim in claims}
    for uid in case.reports:
        if uid in known:
            continue
        report = cat.report(uid)
        with st.container(border=True):
            text.row(report.title or report.id, "No claim of it has been accepted yet.")
            state.link("Reports", "Read it and accept its claims", report=uid)


def _report(matrix: Matrix, uid: str | None) -> None:
    if uid is None:
        text.plain("Claims without a report", "cat-group")
        return
    name, title = matrix.reports.get(uid, (uid, ""))
    with st.container(key=f"plain-{uid}"):
        label = text.escape_label(text.isolated(title or name))
        state.link("Reports", f"Report · {label} →", report=uid)


def _claim(case: Case, matrix: Matrix, claim: _Claim) -> None:
    one, cat = claim.observation, state.catalogue()
    found = cat.gaps(one.uid)
    when = describe(one.when) if one.when else "time unknown"
    where = "" if one.place else " · place unknown"
    with st.container(border=True, gap="small"):
        st.html(
            f'<div class="cat-row"><b>{html.escape(one.title)}</b> '
            f'<span class="chip standing-{claim.standing}">{WORDS[claim.standing]}</span>'
            f'<div class="cat-muted">{html.escape(when)}{where}</div></div>'
            + "".join(_bracket(case, one, bracket) for bracket in found)
        )
        if one.place is None or one.when is None:
            st.caption(
                "Without a place and a time no image can be linked: correct the claim first."
            )
        with st.container(horizontal=True, gap="small"):
            scene = to_open(matrix, claim.row)
            if scene is not None and st.button("See its images", key=f"see-{one.uid}"):
                state.go("Evidence", case=case.uid, observation=one.uid, scene=scene)
            if one.place is not None and claim.standing != "cannot_show":
                for bracket in found:
                    _find(case, one, bracket, several=len(found) > 1)


def _find(case: Case, one: Observation, bracket: Bracket, *, several: bool) -> None:
    what = "Find imagery" if bracket.shown else "Find imagery for this gap"
    state.show_here(
        what + (f": {text.escape_label(bracket.name)}" if several else ""),
        f"find-{one.uid}-{bracket.occurrence}",
        case=case.uid,
        observation=one.uid,
        occurrence=str(bracket.occurrence),
    )


def _bracket(case: Case, one: Observation, bracket: Bracket) -> str:
    """The sentence of a gap and the images around it; escaped."""
    sides = [
        ("Last before", _seen(case, one, bracket.before)),
        ("At its time", _inside(case, one, bracket)),
        ("First after", _seen(case, one, bracket.after)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in sides)
    return (
        f'<div class="cat-gap">{html.escape(gap_sentence(bracket))}</div>'
        f'<dl class="cat-facts">{rows}</dl>'
    )


def _inside(case: Case, one: Observation, bracket: Bracket) -> str:
    if not bracket.inside:
        return "no image"
    count, usable = len(bracket.inside), sum(seen.usable for seen in bracket.inside)
    best = max(bracket.inside, key=lambda seen: (seen.link.score.value, seen.scene.id))
    if count == 1:
        return _seen(case, one, best)
    return f"{count:,} images, {usable:,} usable; the best: {_seen(case, one, best)}"


def _seen(case: Case, one: Observation, seen: Seen | None) -> str:
    """A scene with what limits it, as a link to the pair; escaped."""
    if seen is None:
        return "no usable image"
    where = markup.address("evidence", case=case.uid, observation=one.uid, scene=seen.scene.uid)
    level = seen.link.score.level
    return (
        f'<a href="{where}" target="_self">{html.escape(seen.scene.id)}</a> '
        f"{html.escape(text.moment(seen.scene.when) or 'time unknown')} "
        f'<span class="chip level-{level}">{text.LEVEL_MARK[level]} '
        f"{html.escape(text.level_text(seen.link.score))}</span>"
    )
