"""What a dossier says in words."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from catalogue.dossier.picture import metres_text, scale_bar
from catalogue.dossier.words import lat_lon, object_line, place_lines, segments
from catalogue.model import Candidate, Place, ReportedObject, Span


@given(
    st.text(min_size=1, max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 70), st.integers(1, 30), st.sampled_from(["claim", "time", "place"])
        ),
        max_size=6,
    ),
)
def test_pieces_make_the_text_again(text, marks):
    spans = [Span(start, start + length, kind) for start, length, kind in marks]
    pieces = list(segments(text, spans))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


def test_inner_marks_win_over_the_claim():
    pieces = list(segments("On June 8 they came.", [Span(0, 20), Span(3, 9, "time")]))
    assert pieces == [("On ", "claim"), ("June 8", "time"), (" they came.", "claim")]


def test_places_come_most_probable_first_and_the_rest_is_counted():
    points = [Candidate(shapely.Point(50 + n, 30), 1000.0, 0.09, name=f"F{n}") for n in range(10)]
    lines = list(place_lines(Place(tuple(points), 0.1)))
    assert len(lines) == 10
    assert lines[0] == "9%: F0, 30.00000° N, 50.00000° E; 95 % sure within 1 km"
    assert lines[-2] == "2 more places, together 18%."
    assert lines[-1] == "10% for somewhere that is not listed."
    assert list(place_lines(None)) == ["No place is known."]


def test_coordinates_name_their_half():
    assert lat_lon(-32.6, -160.2) == "32.60000° S, 160.20000° W"


@given(st.floats(0.001, 1e5), st.floats(20, 400))
def test_a_scale_bar_is_round_and_fits(each, most):
    metres, px = scale_bar(each, most)
    assert 0.19 * most <= px <= most * (1 + 1e-9)
    assert f"{metres:.0e}"[0] in "125"


def test_lengths_are_written_as_one_reads_them():
    assert [metres_text(m) for m in (0.5, 250, 2000)] == ["0.5 m", "250 m", "2 km"]


def test_what_was_reported_is_said_with_its_number_and_size():
    counts = [((None, None), ""), ((2, 2), " (2)"), ((None, 300), " (up to 300)"),
              ((24, None), " (24 or more)"), ((3, 5), " (3 to 5)")]  # fmt: skip
    for (low, high), said in counts:
        thing = ReportedObject("drone", None, 16.0, 8.0, low, high)
        assert object_line(thing) == f"drone{said}, 16 × 8 m"
    assert object_line(ReportedObject("truck")) == "truck, size not stated"
