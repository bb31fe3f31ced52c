"""One table of numbers, each with its source; overridden by name, kept as what differs."""

from dataclasses import fields

import pytest

from catalogue.errors import InvalidValue
from catalogue.score import DEFAULTS, Parameters, changed, fingerprint, from_json, table, to_json


def test_every_number_has_a_unit_and_a_source_or_is_an_assumption():
    rows = table()
    assert [r.name for r in rows] == [f.name for f in fields(Parameters)]
    for row in rows:
        assert row.source
        assert row.unit or row.name == "task"
        assert row.value == row.default
    assumed = [r for r in rows if "assumption" in r.source]
    assert 20 < len(assumed) < len(rows)


def test_defaults_lie_in_their_ranges():
    assert changed(DEFAULTS, {r.name: r.value for r in table()}) == DEFAULTS


def test_only_what_differs_is_kept():
    made = changed(DEFAULTS, {"aircraft_gsd_m": "0.5", "task": "identify", "prior": 0.5})
    assert made.aircraft_gsd_m == 0.5
    assert to_json(made) == {"task": "identify", "aircraft_gsd_m": 0.5}
    assert from_json(to_json(made)) == made
    assert to_json(DEFAULTS) == {}
    assert fingerprint(made) != fingerprint(DEFAULTS)
    assert [r.name for r in table(made) if r.value != r.default] == ["task", "aircraft_gsd_m"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"aircraft_gsd": 1}, r"no parameter 'aircraft_gsd'. Did you mean aircraft_gsd_m\?"),
        ({"prior": 2}, r"prior is 2; it must be a number from 0 to 1 \(share\)"),
        ({"prior": "often"}, "prior is often; it must be a number"),
        ({"prior": True}, "prior is True"),
        ({"baseline_days": float("nan")}, "baseline_days is nan"),
        ({"task": "guess"}, "task is 'guess'; it must be one of detect, recognise, identify"),
        ({"cycles_detect": 3}, "cycles_detect is 3 and strict_cycles_detect 1.25"),
        ({"unusable": 0.9}, "unusable is 0.9 and good 0.6"),
        ({"sun_full_deg": 4}, "sun_full_deg is 4; it must be more than sun_least_deg"),
    ],
)
def test_what_is_refused_says_why(values, words):
    with pytest.raises(InvalidValue, match=words):
        changed(DEFAULTS, values)
