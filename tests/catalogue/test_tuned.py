"""Numbers of the score that a project sets: kept, told, and used everywhere."""

import pytest

from catalogue import Catalogue
from catalogue.errors import InvalidValue
from catalogue.score import DEFAULTS

CLAIM = """id,title,lon,lat,radius_m,time,object,length_m,width_m
E1,Drone,51.55,33.90,500,2022-06-08,drone,16,8
"""


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as opened:
        (tmp_path / "claims.csv").write_text(CLAIM)
        opened.observe(tmp_path / "claims.csv")
        yield opened


def test_what_is_set_is_kept_with_its_history_and_used_at_once(cat):
    assert cat.parameters == DEFAULTS
    made = cat.tune({"prior": "0.4"}, "agreed on in the team")
    assert (made.values, made.version) == ({"prior": 0.4}, 1)
    assert cat.parameters.prior == 0.4
    cat.tune({"good": 0.7})
    assert (cat.parameters.prior, cat.parameters.good) == (0.4, 0.7)
    cat.untune()
    assert cat.parameters == DEFAULTS
    assert [t.values for t in cat.tunings()] == [{"prior": 0.4}, {"prior": 0.4, "good": 0.7}, {}]
    assert sum(e.op == "tuning" for e in cat.history()) == 3
    assert list(cat.check()) == []


def test_links_are_computed_anew_with_other_numbers(cat):
    before = cat.link_all().why
    assert cat.link_all().why is None
    cat.tune({"prior": 0.4})
    assert cat.link_all().why not in (None, before)


def test_what_is_no_number_of_the_score_is_named(cat):
    with pytest.raises(InvalidValue, match="Did you mean prior"):
        cat.tune({"priour": 0.4})
    with pytest.raises(InvalidValue, match="prior"):
        cat.tune({"prior": 7})
    assert cat.tunings() == []
