"""The script Streamlit runs for every session: pages, author, style."""

import streamlit as st

from catalogue.errors import CatalogueError
from ui import state
from ui.style import CSS
from ui.views import cases, compare, data, dossier, evidence, pictures, reports, tag, tracks
from ui.views import map as map_view

st.set_page_config(page_title="Imagery catalogue", layout="wide", initial_sidebar_state="collapsed")
st.html(CSS)
pages = [
    st.Page(map_view.show, title="Map", url_path="map", default=True),
    st.Page(reports.show, title="Reports", url_path="reports"),
    st.Page(tag.show, title="Tag", url_path="tag"),
    st.Page(compare.show, title="Compare", url_path="compare"),
    st.Page(evidence.show, title="Evidence", url_path="evidence"),
    st.Page(cases.show, title="Cases", url_path="cases"),
    st.Page(tracks.show, title="Tracks", url_path="tracks"),
    st.Page(dossier.show, title="Dossier", url_path="dossier"),
    st.Page(pictures.show, title="Pictures", url_path="pictures"),
    st.Page(data.show, title="Data", url_path="data"),
]
page = st.navigation(pages, position="top")
state.remember_pages(pages)
try:
    page.run()
except CatalogueError as error:
    # Shown as text: the message may hold a value from someone else's file.
    st.error("This could not be done.")
    st.text(str(error))
