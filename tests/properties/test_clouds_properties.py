"""What masks say of places counts alike one by one, in bulk, ranked lazily and kept."""

from datetime import UTC, datetime

import pytest
import shapely
from bulk_worlds import BOTH, observations, scenes, world
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.bulk import LEVELS, link_pairs, scene_columns, scene_index
from catalogue.interval import Interval
from catalogue.join import link, links
from catalogue.linking import relink
from catalogue.linking.packed import unpack
from catalogue.linking.reasons import all_links
from catalogue.model import CloudAtPlace, Scene
from catalogue.rank import best_links, sketches_of
from catalogue.reported import best_observations, observation_sketches_of
from catalogue.score import DEFAULTS, changed, clear_view
from catalogue.store.clouded import PlaceCloud
from catalogue.store.memory import MemoryStore

shares = st.sampled_from([0.0, 0.001, 0.25, 1 / 3])
at_places = st.one_of(
    st.builds(CloudAtPlace, shares, st.just("SCL"), shares, shares),
    st.sampled_from([CloudAtPlace(1, "SCL"), CloudAtPlace(0, "SCL", unknown=1)]),
)


@st.composite
def clouded(draw, wanted, several):
    pairs = [(o.uid, s.uid) for o in wanted for s in several]
    some = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    told = {}
    for observation, scene in some:
        told.setdefault(observation, {})[scene] = draw(at_places)
    return told


def one_by_one(wanted, several, margin, told):
    return {
        (o.uid, k.scene): k
        for o in wanted
        for k in links(o, several, margin, clouds=told.get(o.uid))
    }


@BOTH
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_bulk_is_the_join_of_every_pair(compiled, data):
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(data.draw(st.integers(1, 4)))]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    assert_alike(wanted, several, 40.0, data.draw(clouded(wanted, several)), compiled)


@BOTH
@pytest.mark.parametrize("seed", range(3))
def test_bulk_is_the_join_of_thousands_of_pairs(seed, compiled):
    wanted, several = world(seed, 60, 40)
    clouds = [CloudAtPlace(n % 5 / 10, "SCL", 0.2, 0.1 * (n % 3)) for n in range(len(several))]
    mine = {s.uid: cloud for n, (s, cloud) in enumerate(zip(several, clouds, strict=True)) if n % 3}
    told = {o.uid: mine for o in wanted[::2]}
    assert_alike(wanted, several, 40.0, told, compiled)


def assert_alike(wanted, several, margin, told, compiled):
    expected = one_by_one(wanted, several, margin, told)
    index = scene_index(scene_columns(several), compiled=compiled)
    within = 1e-5 if compiled else 1e-9
    for top in (None, 2):
        seen = set()
        for pairs in link_pairs(index, wanted, margin, top=top, clouds=lambda _: told):
            for n in range(len(pairs)):
                observation = pairs.observations[pairs.observation[n]].uid
                pair = observation, index.scenes.uid[pairs.scene[n]]
                score = expected[pair].score
                found = (pairs.score.low[n], pairs.score.high[n], pairs.score.value[n])
                assert found == pytest.approx((score.low, score.high, score.value), abs=within)
                assert LEVELS[pairs.level[n]] == score.level
                seen.add(pair)
        best = [sum(p[0] == o.uid for p in expected) for o in wanted]
        assert len(seen) == sum(n if top is None else min(n, top) for n in best)
        if top is None:
            assert seen == expected.keys()


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(0, 4))
def test_the_first_by_lazy_ranking_are_the_first_of_all(data, limit):
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(5)]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(4)]
    told = data.draw(clouded(wanted, several))
    by_scene = {s.uid: s for s in several}
    for o in wanted:
        mine = told.get(o.uid, {})
        every = links(o, several, 40.0, clouds=mine)
        seen = [(by_scene[uid], cloud) for uid, cloud in mine.items()]
        sketches = sketches_of(several, range(len(several)))
        fetch = lambda keys: [several[n] for n in set(keys)]  # noqa: E731
        assert best_links(o, sketches, fetch, limit, 40.0, clouded=seen) == every[:limit]
    scene = several[0]
    each = [link(o, scene, 40.0, cloud=told.get(o.uid, {}).get(scene.uid)) for o in wanted]
    every = sorted(
        (k for k in each if k), key=lambda k: (-k.score.value, -k.score.high, k.observation)
    )
    seen = [(o, told[o.uid][scene.uid]) for o in wanted if scene.uid in told.get(o.uid, {})]
    sketches = observation_sketches_of(wanted)
    fetch = lambda keys: [wanted[n] for n in set(keys)]  # noqa: E731
    assert best_observations(scene, sketches, fetch, limit, 40.0, clouded=seen) == every[:limit]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_kept_links_follow_what_masks_tell(data):
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(4)]
    for n, scene in enumerate(several):
        object.__setattr__(scene, "id", f"i{n}")
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    store = MemoryStore()
    with store.transaction():
        store.put_scenes(several)
        store.put_observations(wanted)
    told = {}
    for _ in range(data.draw(st.integers(1, 3))):
        relink(store, 40.0)
        more = data.draw(clouded(wanted, several))
        rows = [PlaceCloud(o, s, c, "") for o, each in more.items() for s, c in each.items()]
        with store.transaction():
            store.clouds.put(rows)
        for row in rows:
            told.setdefault(row.observation, {})[row.scene] = row.cloud
    relink(store, 40.0)
    expected = one_by_one(wanted, several, 40.0, told)
    kept = [linked for _, linked in store.links.every()]
    links_ = unpack(kept)
    names = {n.number: n.uid for n in store.links.scene_names()}
    found = {
        (links_.observations[of], names[int(row["scene"])]): float(row["value"])
        for of, row in zip(links_.of, links_.rows, strict=True)
    }
    assert found == pytest.approx({p: k.score.value for p, k in expected.items()}, abs=1e-5)
    assert list(all_links(store, 40.0)) == [
        expected[k.observation, k.scene] for k in all_links(store, 40.0)
    ]


NOON = Interval.instant(datetime(2022, 6, 8, 12, tzinfo=UTC))
parts = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(
    lambda v: [x / (sum(v) or 1) for x in v]
)


@given(parts, st.floats(0, 1), st.sampled_from([None, 3.0, 20.0, 60.0]))
def test_more_cloud_never_scores_higher_and_less_doubt_lies_within_more(shares, moved, sun):
    scene = Scene("s", "s", footprint=shapely.box(0, 0, 1, 1), when=NOON, sun_elevation_deg=sun)
    cloud, shadow, unknown, _ = shares
    before = clear_view(scene, DEFAULTS, CloudAtPlace(min(1, cloud), "m", shadow, unknown))
    more = clear_view(
        scene, DEFAULTS,
        CloudAtPlace(min(1, cloud + moved * shadow), "m", (1 - moved) * shadow, unknown),
    )  # fmt: skip
    assert before.low <= before.value <= before.high
    slack = 1e-12
    for bound in ("low", "high", "value"):
        assert getattr(more, bound) <= getattr(before, bound) + slack
    if unknown < 1:
        known = CloudAtPlace(min(1, cloud + unknown * moved), "m", shadow, unknown * (1 - moved))
        after = clear_view(scene, DEFAULTS, known)
        assert before.low - slack <= after.low <= after.high <= before.high + slack


def test_how_much_a_shadow_hides_is_a_number_of_the_table():
    scene = Scene("s", "s", when=NOON, sun_elevation_deg=60.0)
    cloud = CloudAtPlace(0.0, "SCL", shadow=1.0)
    assert clear_view(scene, DEFAULTS, cloud).value == 0.5
    assert clear_view(scene, changed(DEFAULTS, {"shadow_hides": 1}), cloud).value == 0
