"""Dossier: hand over what is known of a claim, a report or a case, to colleagues or to all."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from catalogue.dossier.edition import ALLOWED_WORDS
from catalogue.dossier.page import PICTURE_WARNING
from catalogue.dossier.pdf import browser
from catalogue.errors import CatalogueError
from catalogue.web.dossiers import SUBJECTS, wanted_of
from ui import state, text
from ui.views import dossier_jobs

COLLEAGUES, PUBLICATION = "Colleagues", "Publication"
_MOST_LISTED = 2000


def show() -> None:
    """The page; `observation`, `report` or `case` in the address says what it is about."""
    subjects = _subjects()
    if not subjects:
        st.subheader("Nothing to hand over yet")
        st.write("Accept a claim of a report first, or add observations on the Data page.")
        if st.button("Paste a report", type="primary"):
            state.go("Reports")
        return
    left, right = st.columns([0.46, 0.54], gap="large")
    with left:
        st.subheader("Make a dossier")
        st.caption("One folder that others can read and check without this program.")
        _form(subjects)
    with right:
        dossier_jobs.show()


def _subjects() -> dict[str, str]:
    """What a dossier can be of: "report UID" and the like, with words for the list."""
    cat = state.catalogue()
    found: dict[str, str] = {}
    for case in cat.cases():
        told = (claim.uid for report in case.reports for claim in cat.claims(report))
        count = len({*case.observations, *told})
        if count:
            name = case.title or case.question
            found[f"case {case.uid}"] = f"Case · {name} · {text.counted(count, 'claim')}"
    for report in cat.reports():
        count = len(cat.claims(report.uid))
        if count:
            name = report.title or report.id
            found[f"report {report.uid}"] = f"Report · {name} · {text.counted(count, 'claim')}"
    for claim in cat.observations():
        if len(found) >= _MOST_LISTED:
            break
        found[f"observation {claim.uid}"] = f"Claim · {claim.title}"
    asked = next(_asked(), None)
    if asked is not None and asked not in found and asked.startswith("observation "):
        claim = cat.named_observation(asked.partition(" ")[2])
        found[f"observation {claim.uid}"] = f"Claim · {claim.title}"
    return found


def _asked() -> Iterator[str]:
    """What the address asks for."""
    for kind in SUBJECTS:
        if uid := st.query_params.get(kind):
            yield f"{kind} {uid}"


def _form(subjects: dict[str, str]) -> None:
    names = list(subjects)
    wanted = next(_asked(), names[0])
    if wanted not in subjects:
        st.info("There is no accepted claim in it yet; choose another, or accept one first.")
    chosen = st.selectbox(
        "What it is about", names, index=names.index(wanted) if wanted in subjects else 0,
        format_func=subjects.__getitem__, key=f"dossier-of-{wanted}",
    )  # fmt: skip
    kind, _, uid = chosen.partition(" ")
    _remember(kind, uid)
    if kind == "case":
        _handle_with_care(uid)
    edition = st.radio(
        "Who is it for?", [COLLEAGUES, PUBLICATION], key="dossier-edition",
        captions=[
            "All that is known: sources, coordinates, names, history.",
            "Only what is on an allow-list; places are moved, people and files have no names.",
        ],
    )  # fmt: skip
    asked: dict[str, object] = {kind: uid}
    if edition == PUBLICATION:
        asked |= {"publication": True, **_publication()}
    asked |= _options(edition)
    if st.button("Build the dossier", type="primary", key="dossier-go"):
        _begin(asked)
    dossier_jobs.running()


def _handle_with_care(uid: str) -> None:
    """Whoever opened the case said how it is to be handled."""
    how = state.catalogue().named_case(uid).sensitivity
    if how != "open":
        st.warning(f"This case is marked {how}. Think of who will read it before you hand it over.")


def _remember(kind: str, uid: str) -> None:
    """Make the address a link to this."""
    for name in SUBJECTS:
        if name == kind:
            st.query_params[name] = uid
        elif name in st.query_params:
            del st.query_params[name]


def _publication() -> dict[str, object]:
    """What may be told, and how far places are moved."""
    st.warning(
        f"{PICTURE_WARNING} Pictures are in it only where somebody stated that their pixels may be "
        "published. Look at every page before it leaves your hands."
    )
    with st.container(border=True):
        st.markdown("**Tell as well**")
        allow = [
            name
            for name, words in ALLOWED_WORDS.items()
            if st.checkbox(words[:1].upper() + words[1:], key=f"dossier-allow-{name}")
        ]
        coarse = 10.0
        if "place" not in allow:
            coarse = st.number_input(
                "Move places by up to, km", 0.1, 1000.0, 10.0, key="dossier-coarse",
                help="Always in the same way, so that many editions do not narrow them down.",
            )  # fmt: skip
    return {"allow": allow, "coarse_km": coarse}


def _options(edition: str) -> dict[str, object]:
    can_print = browser() is not None
    with st.expander("Title, pictures, PDF"):
        title = st.text_input(
            "Title", key="dossier-title",
            placeholder="A reported claim" if edition == PUBLICATION else "As the claim's",
        )  # fmt: skip
        images = st.number_input("Images with pictures, of each claim", 0, 200, 20)
        pdf = st.checkbox("Print PDF files, too", value=can_print, disabled=not can_print)
        if not can_print:
            st.caption("This needs Chromium on this computer. The pages are complete without.")
    return {"title": title.strip(), "images": images, "pdf": pdf}


def _begin(asked: dict[str, object]) -> None:
    try:
        dossier_jobs.all_jobs().build(wanted_of(state.catalogue(), asked))
    except CatalogueError as error:
        st.error("Nothing was built.")
        text.plain(str(error))
