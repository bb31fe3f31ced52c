"""Every record comes back from JSON text as it was, and its digest depends on nothing else."""

from datetime import UTC, datetime

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model import (
    REASONS,
    SPAN_KINDS,
    Annotation,
    Asset,
    BandStatistics,
    Candidate,
    Decision,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Provenance,
    RasterInfo,
    Redaction,
    Report,
    ReportedObject,
    Scene,
    Span,
    TaxonomyClass,
)
from catalogue.store import codec

reals = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
maybe_text = st.none() | texts
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | reals | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(texts, json_values, max_size=4)
moments = st.datetimes(timezones=st.just(UTC))


@st.composite
def intervals(draw):
    sides = sorted(draw(st.tuples(moments, moments)))
    begin, end = (draw(st.sampled_from([side, None])) for side in sides)
    return Interval(begin, end)


lonlat = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@st.composite
def geometries(draw):
    spots = draw(st.lists(lonlat, min_size=3, max_size=6))
    polygon = shapely.Polygon(spots)
    return draw(
        st.sampled_from(
            [
                shapely.Point(spots[0]),
                shapely.Point(*spots[0], 12.5),
                shapely.LineString(spots),
                polygon,
                shapely.MultiPolygon([polygon, shapely.box(0, 0, 1, 1)]),
                shapely.MultiPoint(spots),
            ]
        )
    )


share = st.floats(0, 1)
sixes = st.tuples(*[reals] * 6)
texts_tuple = st.lists(texts, max_size=3).map(tuple)
rasters = st.builds(
    RasterInfo,
    shape=st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)),
    bands=st.integers(1, 13),
    dtype=texts,
    crs=maybe_text,
    transform=st.none() | sixes,
    georeference=st.sampled_from(["affine", "gcps", "none"]),
    nodata=st.none() | reals,
    statistics=st.lists(st.builds(BandStatistics, *[reals] * 5), max_size=2).map(tuple),
    band_names=texts_tuple,
    colour=texts_tuple,
)
assets = st.builds(
    Asset,
    key=texts,
    href=texts,
    media_type=maybe_text,
    roles=texts_tuple,
    size=st.none() | st.integers(0, 2**53),
    sha256=maybe_text,
    raster=st.none() | rasters,
    provenance=st.builds(
        Provenance, maybe_text, maybe_text, maybe_text, maybe_text, st.none() | st.booleans()
    ),
)
scenes = st.builds(
    Scene,
    uid=ids,
    id=ids,
    collection=maybe_text,
    footprint=st.none() | geometries(),
    when=st.none() | intervals(),
    when_source=maybe_text,
    kind=st.sampled_from(["scene", "reference"]),
    platform=maybe_text,
    instruments=texts_tuple,
    gsd_m=st.none() | st.floats(1e-6, 1e7),
    cloud_pct=st.none() | st.floats(0, 100),
    off_nadir_deg=st.none() | st.floats(0, 90),
    sun_elevation_deg=st.none() | st.floats(-90, 90),
    sun_azimuth_deg=st.none() | st.floats(0, 360),
    crs=maybe_text,
    assets=st.lists(assets, max_size=2).map(tuple),
    stac=mappings,
    warnings=texts_tuple,
    version=st.integers(1, 9),
)
places = st.builds(
    lambda g, r, p, n: Place((Candidate(g, r, p, n), Candidate(g, None, 0.0)), 1 - p),
    geometries(),
    st.none() | st.floats(0, 2.1e7),
    share,
    maybe_text,
)
times = st.builds(
    EventTime,
    edtf=texts,
    occurrences=st.lists(
        st.builds(
            Occurrence,
            st.lists(st.tuples(intervals(), share), max_size=2).map(tuple),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    kind=st.sampled_from(["onset", "state"]),
    zone=maybe_text,
)
full_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map("a".__add__)
spans = st.builds(
    lambda a, n, kind, part: Span(a, a + n, kind, part),
    st.integers(0, 2**40),
    st.integers(1, 2**20),
    st.sampled_from(SPAN_KINDS),
    st.sampled_from(["text", "translation"]),
)
observations = st.builds(
    Observation,
    uid=ids,
    id=ids,
    title=texts,
    place=st.none() | places,
    when=st.none() | times,
    objects=st.lists(
        st.builds(ReportedObject, texts, maybe_text, st.none() | st.floats(0.001, 1e6)), max_size=2
    ).map(tuple),
    status=st.sampled_from(["asserted", "negated", "unknown"]),
    attribution=texts_tuple,
    credibility=st.none() | st.integers(1, 6),
    claim=maybe_text,
    properties=mappings,
    warnings=texts_tuple,
    report=maybe_text,
    spans=st.lists(spans, max_size=2).map(tuple),
    observability=st.sampled_from([None, "can_show", "cannot_show"]),
    made_by=maybe_text,
    suggestion=maybe_text,
    edited=st.booleans(),
)
reports = st.builds(
    Report,
    uid=ids,
    id=ids,
    text=full_texts,
    sha256=texts,
    title=texts,
    language=maybe_text,
    publisher=maybe_text,
    url=maybe_text,
    published=maybe_text,
    excerpt=st.none() | st.booleans(),
    translation=st.none() | full_texts,
    translator=maybe_text,
    file=st.none() | assets,
    chain=texts_tuple,
    reliability=st.none() | st.sampled_from("ABCDEF"),
    redactions=st.lists(
        st.builds(Redaction, st.integers(1, 9), texts, texts, texts), max_size=2
    ).map(tuple),
    version=st.integers(1, 9),
)
decisions = st.builds(
    Decision, ids, ids, st.just("reject"), st.integers(0, 9), st.integers(0, 9),
    st.sampled_from(REASONS), maybe_text, maybe_text, texts, texts,
)  # fmt: skip
annotations = st.builds(
    Annotation,
    uid=ids,
    scene=ids,
    kind=st.sampled_from(["point", "line", "box", "obox", "polygon"]),
    cls=maybe_text,
    geometry=geometries(),
    pixels=st.lists(
        st.lists(st.tuples(reals, reals), min_size=1, max_size=3).map(tuple), max_size=2
    ).map(tuple),
    attributes=mappings,
    author=texts,
    confidence=st.none() | share,
    view=mappings,
    rev=st.integers(0, 2**53),
    retracted=st.booleans(),
)
classes = st.builds(
    TaxonomyClass, ids, texts, texts, texts, st.none() | reals, attributes=texts_tuple
)


def through_text(write, read, record):
    return read(codec.loads(codec.dumps(write(record))))


@given(scenes)
def test_a_scene_comes_back(scene):
    again = through_text(codec.scene_to_json, codec.scene_from_json, scene)
    assert again == scene
    assert codec.row_digest(again) == codec.row_digest(scene)


@given(observations)
def test_an_observation_comes_back(observation):
    again = through_text(codec.observation_to_json, codec.observation_from_json, observation)
    assert again == observation
    assert codec.row_digest(again) == codec.row_digest(observation)


@given(reports)
def test_a_report_comes_back(report):
    again = through_text(codec.report_to_json, codec.report_from_json, report)
    assert again == report
    assert codec.row_digest(again) == codec.row_digest(report)


@given(decisions)
def test_a_decision_comes_back(decision):
    assert through_text(codec.decision_to_json, codec.decision_from_json, decision) == decision


# A record as it was written before observations knew of reports, and its digest then.
EARLIER = (
    '{"uid":"u1","id":"o1","title":"Smoke over the runway","place":{"candidates":[{"geometry":'
    '"01010000009A99999999D94940CDCCCCCCCC8C4140","r95_m":200.0}]},"status":"possible",'
    '"attribution":["paper","official"],"claim":"Smoke was seen."}'
)
EARLIER_DIGEST = "660eb8281261b42dc368311b1e84e1bc9234a59f54e906e97f99271e308a8ff2"


def test_a_record_of_before_reads_and_verifies():
    old = codec.observation_from_json(codec.loads(EARLIER))
    assert (old.report, old.spans, old.made_by, old.edited) == (None, (), None, False)
    assert codec.row_digest(old) == EARLIER_DIGEST
    assert codec.dumps(codec.observation_to_json(old)) == EARLIER


@given(annotations)
def test_an_annotation_comes_back(annotation):
    again = through_text(codec.annotation_to_json, codec.annotation_from_json, annotation)
    assert again == annotation
    assert codec.row_digest(again) == codec.row_digest(annotation)


@given(classes)
def test_a_class_comes_back(entry):
    assert through_text(codec.taxonomy_to_json, codec.taxonomy_from_json, entry) == entry


@given(scenes, scenes)
def test_scenes_that_differ_have_other_digests(a, b):
    assert (codec.row_digest(a) == codec.row_digest(b)) == (a == b)


@pytest.mark.parametrize(
    "stac",
    [
        {"x": float("nan")},
        {"x": [float("inf")]},
        {1: "a"},
        {"t": datetime(2020, 1, 1, tzinfo=UTC)},
        {"text": "\ud800"},
        {"n": 2**70},
    ],
)
def test_what_json_cannot_hold_is_refused(stac):
    scene = Scene(uid="u", id="i", stac=stac)
    with pytest.raises(InvalidValue):
        codec.dumps(codec.scene_to_json(scene))


def test_nesting_without_end_is_refused():
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(InvalidValue, match="nested"):
        codec.scene_to_json(Scene(uid="u", id="i", stac={"deep": deep}))


@pytest.mark.parametrize(
    "text", ["{}", '{"uid":"u","id":"i","footprint":"zz"}', '{"id":7,"nope":1}']
)
def test_a_damaged_record_is_named(text):
    with pytest.raises(InvalidValue, match="not a stored scene"):
        codec.scene_from_json(codec.loads(text))
