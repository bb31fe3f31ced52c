"""Links with pictures that were placed by hand: certain only if certain wherever they lie."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point, box

from catalogue import space
from catalogue.interval import Interval
from catalogue.join import link
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, Scene

NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)
OUTLINE = box(30.0, 50.0, 30.1, 50.06)  # some 7 by 6.7 km
EAST_OF = Geod(ellps="WGS84").fwd


def picture(error_m, outline=OUTLINE):
    footprint = space.grown(outline, error_m) if error_m else outline
    return Scene("p", "p", kind="reference", footprint=footprint, when=Interval.instant(NOON),
                 position_error_m=error_m)  # fmt: skip


def seen(inside_m, r95_m):
    """A place so many metres inside the picture's eastern edge (outside if negative)."""
    lon, lat, _ = EAST_OF(30.1, 50.03, 270.0 if inside_m > 0 else 90.0, abs(inside_m))
    day = Interval(NOON - timedelta(days=1), NOON + timedelta(days=1))
    place = Place((Candidate(Point(lon, lat), r95_m),))
    return Observation(
        "o", "o", "it", place=place, when=EventTime("", (Occurrence(((day, 1.0),)),))
    )


@pytest.mark.parametrize(
    ("inside_m", "r95_m", "error_m", "what"),
    [
        (500, 100, 0.0, "certain"),
        (500, 100, 300.0, "certain"),
        (500, 100, 450.0, "possible"),  # it may lie 450 m farther west: 50 m are not enough
        (500, 100, None, "possible"),  # nobody knows how far off it is
        (-200, 100, 0.0, None),
        (-200, 100, 150.0, "possible"),
        (-200, 50, 100.0, None),
    ],
)
def test_a_picture_links_as_far_as_it_may_lie(inside_m, r95_m, error_m, what):
    found = link(seen(inside_m, r95_m), picture(error_m))
    assert (found and found.certainty) == what


@given(
    st.integers(-3000, 3000),
    st.sampled_from([1.0, 30.0, 900.0]),
    st.sampled_from([5.0, 200.0, 1000.0]),
    st.sampled_from([-0.99, -0.5, 0.2, 0.99]),
)
@settings(deadline=None, max_examples=60)
def test_no_true_place_of_the_picture_is_missed_and_none_is_too_sure(inside_m, r95_m, error_m, to):
    """However the outline is moved within the error: what it holds is linked, and a certain link
    stays one."""
    claim, found = seen(inside_m, r95_m), link(seen(inside_m, r95_m), picture(error_m))
    lon, lat, _ = EAST_OF(30.0, 50.0, 90.0 * (1 if to > 0 else -1), abs(to) * error_m)
    moved = picture(0.0, box(lon, lat, lon + 0.1, lat + 0.06))
    true = link(claim, moved)
    assert found is not None or true is None
    if found is not None and found.certainty == "certain":
        assert true is not None
        assert true.certainty == "certain"
