"""The pages Dossier and Tracks without a browser: empty states, words of others, mistakes."""

import time

import pytest

from catalogue.web.app import context_of

from .test_views import HOSTILE, cat, filled, page, words  # noqa: F401 - fixtures


@pytest.fixture
def jobs(filled):  # noqa: F811 - the fixture
    """The dossiers of the catalogue on screen, erased afterwards."""
    found = context_of(filled).dossiers
    yield found
    found.close()


def _dossier():
    from ui.views import dossier

    dossier.show()


def shown(**query):
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_function(_dossier, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def test_without_a_claim_there_is_nothing_to_hand_over(cat):  # noqa: F811
    test = shown()
    assert not test.exception
    assert "Nothing to hand over yet" in words(test)


def built(jobs):
    end = time.monotonic() + 60
    while any(job.state == "running" for job in jobs.all()) and time.monotonic() < end:
        time.sleep(0.05)
    return jobs.all()[0]


def test_a_dossier_is_built_with_what_was_chosen(filled, jobs):  # noqa: F811
    uid = next(iter(filled.observations())).uid
    test = shown(observation=uid)
    assert not test.exception
    test.radio("dossier-edition").set_value("Publication").run()
    assert "The pictures themselves may show" in "\n".join(w.value for w in test.warning)
    test.checkbox("dossier-allow-text").check().run()
    test.button("dossier-go").click().run()
    assert not test.exception
    job = built(jobs)
    assert job.state == "done", job.error
    assert (job.wanted.publication, job.wanted.allow) == (True, frozenset({"text"}))
    test.run()
    assert "dossier.zip" in words(test)
    assert job.result.fingerprint in [c.value for c in test.code]


def test_words_of_others_are_text(filled, jobs):  # noqa: F811
    test = shown()
    test.button("dossier-go").click().run()
    built(jobs)
    test.run()
    html = "\n".join(e.proto.body for e in test.get("html"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert not any(HOSTILE in str(m.value) for m in test.markdown)


def test_a_report_without_claims_is_said(filled):  # noqa: F811
    test = shown(report="no-such-report")
    assert not test.exception
    assert "There is no accepted claim in it yet" in words(test)


def _tracks():
    from ui.views import tracks

    tracks.show()


def test_a_place_that_cannot_be_read_is_said(filled):  # noqa: F811
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_function(_tracks, default_timeout=60)
    test.query_params["near"] = "somewhere nice"
    test.run()
    assert not test.exception
    assert "somewhere nice" in words(test)
