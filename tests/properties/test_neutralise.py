"""No cell is run by a spreadsheet, and the text comes back exactly."""

from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.write.csvfile import neutralise, restore

risky = st.text(alphabet="=+-@\t\r\n\0'\uff1d a1", max_size=8)


@given(st.text() | risky)
@example("'=1")
@example("''")
@example("")
def test_restore_undoes_neutralise(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(st.text() | risky)
def test_no_neutralised_cell_begins_a_formula(text: str) -> None:
    safe = neutralise(text)
    assert not safe.startswith(tuple("=+-@\t\r\0"))
    assert not safe.lstrip().startswith(tuple("=+-@"))


@given(st.text() | risky, st.text() | risky)
def test_two_texts_stay_two(one: str, two: str) -> None:
    assert (neutralise(one) == neutralise(two)) == (one == two)
