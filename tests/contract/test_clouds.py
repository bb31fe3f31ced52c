"""What every store must do about cloud over places, the same for each."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import shapely

from catalogue.errors import StoreError
from catalogue.interval import Interval
from catalogue.model import Asset, Candidate, CloudAtPlace, Observation, Place, Scene
from catalogue.store.clouded import PlaceCloud

T0 = datetime(2022, 6, 8, tzinfo=UTC)
HALF = CloudAtPlace(0.5, "SCL", 0.25, 0.125)


def scene(uid, **more):
    return Scene(uid, f"id-{uid}", footprint=shapely.box(50, 30, 51, 31),
                 when=Interval.instant(T0), **more)  # fmt: skip


def observation(uid):
    return Observation(uid, f"o-{uid}", "t", place=Place((Candidate(shapely.Point(50, 30), 5.0),)))


@pytest.fixture
def filled(store):
    with store.transaction():
        store.put_scenes([scene("s"), scene("other")])
        store.put_observations([observation("o"), observation("p")])
        store.clouds.put(
            [
                PlaceCloud("o", "s", HALF, "from"),
                PlaceCloud("o", "other", CloudAtPlace(0, "SCL"), "from"),
                PlaceCloud("p", "s", CloudAtPlace(1, "UDM2"), "from"),
            ]
        )
    return store


def test_what_is_put_is_found_from_either_side(filled):
    assert filled.clouds.of(["o"]) == {"o": {"s": HALF, "other": CloudAtPlace(0, "SCL")}}
    assert filled.clouds.of(["p", "unknown"]) == {"p": {"s": CloudAtPlace(1, "UDM2")}}
    assert filled.clouds.of([]) == {}
    assert filled.clouds.of_scene("s")["o"] == PlaceCloud("o", "s", HALF, "from")
    assert set(filled.clouds.of_scene("s")) == {"o", "p"}
    assert filled.clouds.observations() == {"o", "p"}


def test_a_pair_has_one_value(filled):
    with filled.transaction():
        filled.clouds.put([PlaceCloud("o", "s", CloudAtPlace(0, "SCL"), "later")])
    assert filled.clouds.of_scene("s")["o"] == PlaceCloud("o", "s", CloudAtPlace(0, "SCL"), "later")
    assert len(filled.clouds.of(["o"])["o"]) == 2


def test_putting_needs_a_transaction_and_goes_with_it(store):
    with pytest.raises(StoreError):
        store.clouds.put([PlaceCloud("o", "s", HALF, "")])

    def fails():
        with store.transaction():
            store.clouds.put([PlaceCloud("o", "s", HALF, "")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert store.clouds.observations() == set()


def test_a_new_version_of_either_forgets(filled):
    with filled.transaction():
        filled.put_scenes([replace(scene("s"), version=2)])
    assert filled.clouds.of_scene("s") == {}
    assert filled.clouds.observations() == {"o"}
    with filled.transaction():
        filled.put_observations([replace(observation("o"), version=2)])
    assert filled.clouds.observations() == set()


def test_links_of_their_observations_are_due(filled):
    mark = filled.links.mark()
    assert filled.links.observations_since(mark) == []
    with filled.transaction():
        filled.clouds.put([PlaceCloud("p", "other", HALF, "")])
    assert filled.links.mark() != mark
    assert filled.links.observations_since(mark) == ["p"]
    later = filled.links.mark()
    with filled.transaction():
        filled.put_scenes([replace(scene("other"), version=2)])
        filled.clouds.put([PlaceCloud("o", "other", HALF, "")])
    assert filled.links.observations_since(later) == ["o"], "numbers are never used again"


def test_scenes_are_found_by_words_of_their_records(store):
    mask = Asset("SCL-20m", "https://example.org/a.tif", roles=("cloud",))
    with store.transaction():
        store.put_scenes([scene("a", assets=(mask,)), scene("b", platform="100%"), scene("c")])
    assert [s.uid for s in store.clouds.scenes_naming(["scl-20M", "no such"])] == ["a"]
    assert list(store.clouds.scenes_naming(["no such"])) == []
