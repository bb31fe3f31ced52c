"""Find imagery for a gap: whom to ask and for what, exactly what is sent, and then sending it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError, MissingExtra
from catalogue.evidence.gap import Bracket, to_search
from catalogue.evidence.sentences import gap_sentence
from catalogue.find.plan import Plan, Preview
from catalogue.interval import Interval
from catalogue.model import Case
from catalogue.web.app import context_of
from catalogue.web.find import planned
from ui import markup, state, text
from ui.views import cases_job

Body = dict[str, Any]
# Reserved for examples: an area of interest is the same whoever is asked.
_NOBODY = "https://stac.example.org"
_USUAL = "50km"
_AREAS = {
    "": "The place itself: whoever is asked learns it",
    "10": "10 times as large",
    "100": "100 times as large",
    _USUAL: "A box at least 50 km wide",
    "150km": "A box at least 150 km wide",
}


def show(case: Case) -> None:
    """The page of one gap, or of a search that is made again."""
    label = f"← {text.escape_label(case.title or case.id)}"
    state.show_here(label, "find-case", quiet=True, case=case.uid)
    again = st.query_params.get("again")
    wanted = _again(again) if again else _for_gap(case)
    if wanted is None:
        return
    left, right = st.columns([0.42, 0.58], gap="large")
    with left:
        body = wanted()
    with right:
        if st.query_params.get("job"):
            cases_job.show(case, st.query_params["job"])
        else:
            _ask(body)


def _for_gap(case: Case) -> Callable[[], Body] | None:
    """Says what is missing; returns the fields in which to say what is asked for."""
    cat = state.catalogue()
    claim = cat.named_observation(st.query_params["observation"])
    found = cat.gaps(claim.uid)
    if not found:
        st.warning("The time of this claim is unknown, so there is no gap to search.")
        return None
    asked = st.query_params.get("occurrence", "0")
    bracket = found[int(asked) if asked.isdecimal() and int(asked) < len(found) else 0]
    text.plain(f"Find imagery: {text.isolated(claim.title)}", "cat-title")
    text.plain(gap_sentence(bracket), "cat-gap")
    return lambda: _wanted(case, claim.uid, bracket)


def _again(name: str) -> Callable[[], Body]:
    search = state.catalogue().named_search(name)
    text.plain(f"Ask {search.provider} again", "cat-title")
    text.plain(
        f"The same request as of {search.searched[:16].replace('T', ' ')} UTC, byte for byte.",
        "cat-muted",
    )
    return lambda: {"again": search.uid, **_files()}


def _wanted(case: Case, claim: str, bracket: Bracket) -> Body:
    """What is asked for, as the fields of POST /api/find/preview."""
    endpoint = st.text_input(
        "STAC API to ask", _last_asked(), key="find-endpoint",
        placeholder="https://stac.example.org/v1",
        help="The one host that is asked, over https. Nothing is sent before you press Send.",
    )  # fmt: skip
    area = st.selectbox(
        "Area to ask for", list(_AREAS), index=list(_AREAS).index(_USUAL), key="find-area",
        format_func=lambda name: _AREAS.get(name, name), accept_new_options=True,
        help="A larger area hides the place in it. You may type 30 (times) or 80km (wide), too.",
    )  # fmt: skip
    when = st.text_input(
        "Imagery of (UTC)", _days_of(to_search(bracket)),
        key=f"find-when-{claim}-{bracket.occurrence}",
        help="The days of the gap, begin/end. A longer time tells less of the day.",
    )  # fmt: skip
    body: Body = {
        "observation": claim, "case": case.uid, "endpoint": endpoint.strip(),
        "enlarge": (area or "").strip(), "datetime": when.strip(),
    }  # fmt: skip
    with st.expander("Conditions and files"):
        collections = st.text_input(
            "Collections, comma between", key="find-collections", placeholder="all"
        )
        cloud, gsd = st.columns(2)
        body["collections"] = _list(collections)
        body["cloud"] = cloud.number_input(
            "Most cloud (%)", 0.0, 100.0, value=None, key="find-cloud", placeholder="any"
        )
        body["gsd"] = gsd.number_input(
            "Coarsest pixel (m)", 0.0, 1e6, value=None, key="find-gsd", placeholder="any"
        )
        body["name"] = st.text_input(
            "Save the search as (optional)", key="find-name",
            help="A saved search can be made again, and shows what is new.",
        ).strip()  # fmt: skip
        body |= _files()
    return body


def _days_of(gap: Interval) -> str:
    """The UTC days that an interval touches, as EDTF: its ends to the second are nobody's."""
    last = gap.end and (gap.end if gap.is_instant else gap.end - timedelta(microseconds=1))
    return "/".join(".." if side is None else f"{side:%Y-%m-%d}" for side in (gap.begin, last))


def _last_asked() -> str:
    """Whom the last search in the log asked."""
    asked = (s.endpoint for s in reversed(state.catalogue().searches()) if s.endpoint)
    return next(asked, "").removesuffix("/search")


def _files() -> Body:
    """By default scenes come with the addresses of their files, and none is fetched."""
    assets = st.text_input(
        "Files to download, comma between", key="find-download",
        placeholder="none: scenes keep the addresses of their files",
        help="Keys of assets such as visual, of the scenes that show the place.",
    )  # fmt: skip
    hosts = st.text_input("Further hosts for files, comma between", key="find-hosts")
    most = st.number_input("Most scenes", 1, 100_000, 1000, key="find-limit")
    given = st.text_input(
        "Variable with a key (optional)", key="find-header", placeholder="CATALOGUE_HEADER_…",
        help="The name of an environment variable that holds a whole header for this host only.",
    )  # fmt: skip
    return {
        "download": _list(assets), "from": _list(hosts), "limit": int(most),
        "header_env": given.strip(),
    }  # fmt: skip


def _list(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


def _ask(body: Body) -> None:
    """Show what would be sent, and send it when a person says so."""
    named = bool(body.get("endpoint") or body.get("again"))
    cat = state.catalogue()
    try:
        plan, access = planned(cat, body if named else body | {"endpoint": _NOBODY})
        shown = cat.preview_search(plan, access)
    except CatalogueError as error:
        st.session_state.pop("find-shown", None)
        text.refused("Nothing can be sent like this.", error)
        return
    if not named:
        st.info("Name a STAC API to see what would be sent to it. Nothing is sent by itself.")
    else:
        before = st.session_state.get("find-shown")
        st.session_state["find-shown"] = shown.digest
        _shown(shown)
        if _send_pressed(shown):
            if before != shown.digest:
                st.warning("This is not what was shown before: look at it, then send it.")
            else:
                _begin(plan, access)
    _elsewhere(plan, named=named)


def _shown(shown: Preview) -> None:
    with st.container(gap=None):
        text.plain("Exactly this would be sent", "cat-group")
        text.plain(f"to {shown.url}", "cat-muted")
    st.code(shown.text, language=None, wrap_lines=True)
    markup.points(shown.says)


def _send_pressed(shown: Preview) -> bool:
    try:
        import catalogue.find.run  # noqa: F401 - says what is missing
    except MissingExtra as error:
        text.refused("Sending is not possible here.", error)
        return False
    pressed = st.button(f"Send to {text.escape_label(shown.host)}", type="primary", key="find-send")
    st.caption("Nothing has been sent yet.")
    return pressed


def _begin(plan: Plan, access: Any) -> None:
    try:
        job = context_of(state.catalogue()).finds.search(plan, access)
    except CatalogueError as error:
        text.refused("Nothing was sent.", error)
        return
    st.query_params["job"] = job.id
    st.rerun()


def _elsewhere(plan: Plan, *, named: bool) -> None:
    """The same search as files, for another machine or a provider's web page."""
    with st.expander("Or take the search elsewhere: nothing is sent"):
        request = plan.request
        body = json.dumps(request.body(), indent=2)
        st.download_button(
            "STAC search (JSON)", body, "stac-search.json", "application/json",
            key="find-json", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Area (GeoJSON)", json.dumps(request.aoi(), indent=2), "area.geojson",
            "application/geo+json", key="find-aoi", on_click="ignore",
        )  # fmt: skip
        if named:
            st.caption("For a shell on another machine:")
            st.code(request.curl(), language=None, wrap_lines=True)
        else:
            st.caption("Name a STAC API for a curl line.")
