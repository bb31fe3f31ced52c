"""The search log of a case: what was asked of whom and what came of it, also by hand elsewhere."""

from __future__ import annotations

from typing import Any

import streamlit as st

from catalogue import space
from catalogue.errors import CatalogueError, InvalidValue
from catalogue.evidence.filters import Filters
from catalogue.evidence.searched import HERE
from catalogue.model import BBox, Case, Observation, Search
from catalogue.when import parse_search_time
from ui import markup, state, text
from ui.views.cases_forms import MOST_CLAIMS, claim_label

_AT_PLACE, _BOX, _UNKNOWN = "where these claims may have been", "a box", "not noted"
_COLUMNS = ("When (UTC)", "Who", "Asked", "Area", "Imagery of (UTC)", "Filters", "Found", "Note")


def show(case: Case) -> None:
    """The part of the page."""
    cat = state.catalogue()
    log = cat.searches(case=case.uid)
    if log:
        markup.table(
            _COLUMNS, [_row(search) for search in reversed(log)], "Search log of this case"
        )
    else:
        st.info(
            "No search is noted for this case. Find imagery from a claim's gap, or write down a "
            "search that you made elsewhere: that it found nothing is a result."
        )
    claims = _claims_of(case)
    with st.expander("Write down a search made elsewhere", expanded=not log):
        _by_hand(case, claims, len(log))
    _saved(case, [search for search in log if search.name])
    with st.expander("Save a search of this catalogue"):
        _save(case, claims, len(log))


def _row(search: Search) -> tuple[str, ...]:
    how = " (by hand)" if search.by_hand else ""
    again = " · run again" if search.again else ""
    return (
        search.searched[:16].replace("T", " "),
        search.author,
        f"{search.provider}{how}{again}{f' · “{search.name}”' if search.name else ''}",
        _area(search),
        markup.days(search.when),
        _filters(search),
        _found(search),
        search.note or "",
    )


def _found(search: Search) -> str:
    if search.error is not None:
        so_far = "" if search.found is None else f"{search.found:,} so far; "
        return f"{so_far}ended early: {search.error}"
    if search.found is None:
        return "not noted"
    new = f", {len(search.scenes):,} new" if search.provider == HERE and search.again else ""
    return f"{search.found:,}{new}" if search.found else "nothing found"


def _area(search: Search) -> str:
    if search.area is None:
        return "not noted" if search.provider != HERE else "everywhere"
    lon, lat = space.representative_point(search.area)
    said = f"{_km2(search.area)} round {lat:.3f}, {lon:.3f}"
    if search.sent_area is None or search.sent_area.equals(search.area):
        return said
    return f"{said}; asked for {_km2(search.sent_area)}"


def _km2(area: Any) -> str:
    size = space.area_m2(area) / 1e6
    return f"{size:,.0f} km²" if size >= 100 else f"{size:.2g} km²"


def _filters(search: Search) -> str:
    words = {"cloud_max_pct": "cloud ≤ {} %", "gsd_max_m": "pixel ≤ {} m"}
    said = [
        words.get(name, f"{name} {{}}").replace("{}", str(value))
        for name, value in search.filters.items()
    ]
    return ", ".join([*search.collections, *said])


def _claims_of(case: Case) -> dict[str, Observation]:
    found = state.catalogue().claims_of(Filters(case=case.uid))
    return {claim.uid: claim for claim in found[:MOST_CLAIMS]}


def _choose_claims(claims: dict[str, Observation], key: str) -> list[str]:
    only = list(claims) if len(claims) == 1 else None
    return st.multiselect(
        "For these claims", claims, only, key=key, disabled=not claims,
        format_func=lambda uid: claim_label(claims[uid]), placeholder="Choose claims",
    )  # fmt: skip


def _by_hand(case: Case, claims: dict[str, Observation], logged: int) -> None:
    """A form, empty again once what was written into it is in the log."""
    key = f"log-{case.uid}-{logged}"
    with st.form(key, border=False):
        provider, searched, found = st.columns([0.5, 0.25, 0.25])
        given = {
            "provider": provider.text_input("Who was asked", key=f"{key}-provider"),
            "searched": searched.text_input(
                "When (UTC)", key=f"{key}-searched", placeholder="today",
                help="A day such as 2022-06-10, or a moment. Left empty it is now.",
            ),
            "found": found.text_input(
                "How many scenes", key=f"{key}-found", help="0 is a result. Left empty: not noted."
            ),
        }  # fmt: skip
        chosen = _choose_claims(claims, f"{key}-claims")
        where = st.radio(
            "The area was", (_AT_PLACE, _BOX, _UNKNOWN), key=f"{key}-where", horizontal=True
        )
        box, when = st.columns(2)
        given["box"] = box.text_input(
            "Box: west, south, east, north", key=f"{key}-box", placeholder="51.2, 33.7, 51.6, 34.1"
        )
        given["when"] = when.text_input(
            "For imagery of (UTC)", key=f"{key}-when", placeholder="2022-05-01/2022-07-01"
        )
        given["note"] = st.text_input("Note (optional)", key=f"{key}-note")
        if st.form_submit_button("Write it down", type="primary"):
            _log(case, given, chosen, where)


def _log(case: Case, given: dict[str, str], claims: list[str], where: str) -> None:
    texts = {name: value.strip() for name, value in given.items()}
    try:
        state.catalogue().log_search(
            texts["provider"],
            searched=texts["searched"] or None,
            area=BBox.parse(texts["box"]) if where == _BOX else None,
            at_place=where == _AT_PLACE,
            when=parse_search_time(texts["when"]) if texts["when"] else None,
            found=_whole(texts["found"]),
            observations=claims,
            case=case.uid,
            note=texts["note"] or None,
        )
    except CatalogueError as error:
        text.refused("Not written down.", error)
        return
    st.rerun()


def _whole(given: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdecimal()):
        raise InvalidValue(f"how many scenes there were is {given[:40]!r}; give a whole number.")
    return int(given)


def _saved(case: Case, named: list[Search]) -> None:
    if not named:
        return
    text.plain("Saved searches", "cat-group")
    for search in named:
        with st.container(border=True):
            words, act = st.columns([0.7, 0.3], vertical_alignment="center")
            with words:
                text.row(search.name or "", f"{search.provider} · {_area(search)}")
            label = text.escape_label(search.name or "")
            if act.button(
                "Look in this catalogue", key=f"run-{search.uid}", width="stretch",
                help=f"Runs {label} over this catalogue: nothing is sent.",
            ):  # fmt: skip
                _run(search)
            with act:
                if search.endpoint is not None:
                    state.show_here(
                        f"Ask {text.escape_label(search.provider)} again…", f"again-{search.uid}",
                        case=case.uid, again=search.uid,
                    )  # fmt: skip
            _outcome(search)


def _run(search: Search) -> None:
    try:
        again = state.catalogue().run_saved(search.uid)
    except CatalogueError as error:
        text.refused("It was not run.", error)
        return
    st.session_state[f"ran-{search.uid}"] = (
        len(again.scenes),
        [(scene.uid, scene.name, text.moment(scene.when)) for scene in again.new],
    )
    st.rerun()


def _outcome(search: Search) -> None:
    """Of the last run in this session: only what was not shown before."""
    ran = st.session_state.get(f"ran-{search.uid}")
    if ran is None:
        return
    found, new = ran
    if not new:
        st.caption(f"{text.count(found, 'scene')} here meet it, none of them new.")
        return
    st.caption(f"{text.count(found, 'scene')} here meet it, {len(new):,} of them new:")
    markup.table(
        ("New scene", "Acquired"),
        [
            (markup.Link(name, markup.address("", scene=uid)), when or "unknown")
            for uid, name, when in new
        ],
        f"New scenes of {search.name}",
    )


def _save(case: Case, claims: dict[str, Observation], logged: int) -> None:
    st.caption("It is run by you, again and again, and shows which scenes came in since.")
    key = f"save-{case.uid}-{logged}"
    with st.form(key, border=False):
        name = st.text_input("Name", key=f"{key}-name", placeholder="new images of the airfield")
        chosen = _choose_claims(claims, f"{key}-claims")
        days, cloud = st.columns(2)
        around = days.number_input(
            "Days before and after",
            0,
            36525,
            30,
            key=f"{key}-days",
            help="Round the claims' times.",
        )
        most = cloud.number_input(
            "Most cloud (%)", 0, 100, value=None, key=f"{key}-cloud", placeholder="any"
        )
        if st.form_submit_button("Save it", type="primary"):
            try:
                if not chosen:
                    raise InvalidValue("choose the claims whose place and time are searched.")
                state.catalogue().save_search(
                    name, observations=chosen, days=around, cloud_max_pct=most, case=case.uid
                )
            except CatalogueError as error:
                text.refused("Not saved.", error)
                return
            st.rerun()
