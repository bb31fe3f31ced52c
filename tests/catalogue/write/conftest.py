"""A small invented catalogue: a UTM image, one across 180 degrees, one that lies nowhere."""

from datetime import UTC, datetime

import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from catalogue.interval import Interval
from catalogue.model import (
    Annotation,
    Asset,
    Candidate,
    EventTime,
    Link,
    Observation,
    Occurrence,
    Place,
    Provenance,
    RasterInfo,
    ReportedObject,
    Scene,
    Score,
    TaxonomyClass,
    Term,
)

T1 = datetime(2022, 6, 8, 7, 30, tzinfo=UTC)
DAY = Interval(datetime(2022, 6, 9, tzinfo=UTC), datetime(2022, 6, 10, tzinfo=UTC))
SHA = {name: letter * 64 for name, letter in (("utm", "a"), ("180", "b"), ("none", "c"))}


def raster(shape, crs, transform) -> RasterInfo:
    placed = "affine" if transform else "none"
    return RasterInfo(shape, 3, "uint8", crs, transform, placed)


@pytest.fixture
def scenes() -> dict[str, Scene]:
    utm = Asset(
        "visual",
        "/images/island 1.tif",
        "image/tiff; application=geotiff",
        ("data",),
        1234,
        SHA["utm"],
        raster((1000, 2000), "EPSG:32631", (0.5, 0.0, 500000.0, 0.0, -0.5, 4000000.0)),
        Provenance(licence="CC-BY-4.0"),
    )
    across = Asset(
        "visual",
        "/images/across.tif",
        sha256=SHA["180"],
        raster=raster((100, 200), "EPSG:4326", (0.01, 0.0, 179.0, 0.0, -0.01, 1.0)),
    )
    nowhere = Asset(
        "picture", "/images/shot.png", sha256=SHA["none"], raster=raster((600, 1000), None, None)
    )
    return {
        "s1": Scene(
            "s1",
            "island",
            "demo",
            box(3.0, 36.139, 3.011, 36.144),
            Interval.instant(T1),
            "given",
            platform="invented-1",
            instruments=("pan", "ms"),
            gsd_m=0.5,
            cloud_pct=12.5,
            sun_elevation_deg=60.0,
            crs="EPSG:32631",
            assets=(utm,),
        ),
        "s2": Scene(
            "s2",
            "across",
            None,
            MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)]),
            DAY,
            "file name",
            assets=(across,),
        ),
        "s3": Scene("s3", "shot", kind="reference", assets=(nowhere,)),
    }


@pytest.fixture
def classes() -> tuple[TaxonomyClass, ...]:
    return (
        TaxonomyClass("uav", "Aircraft/UAV", "#d55e00", "1"),
        TaxonomyClass("ship", "Ship", "#56b4e9", "2"),
    )


@pytest.fixture
def annotations() -> list[Annotation]:
    turned = ((100.0, 100.0), (128.0, 100.0), (128.0, 116.0), (100.0, 116.0))
    across = MultiPolygon([box(179.9, 0.4, 180, 0.5), box(-180, 0.4, -179.9, 0.5)])
    hole = Polygon(
        [(3.001, 36.142), (3.002, 36.142), (3.002, 36.143), (3.001, 36.143)],
        [[(3.0012, 36.1422), (3.0018, 36.1422), (3.0018, 36.1428), (3.0012, 36.1428)]],
    )
    return [
        Annotation(
            "a1",
            "s1",
            "obox",
            "uav",
            box(3.0005, 36.1400000000001, 3.0007, 36.1401),
            (turned,),
            attributes={"parked": True},
            author="=Ann",
            confidence=0.8,
            note="=HYPERLINK(1)",
            asset_sha256=SHA["utm"],
            view={"bands": [1, 2, 3]},
            created="2022-07-18T10:00:00Z",
            rev=1,
        ),
        Annotation("a2", "s2", "polygon", "ship", across, asset_sha256=SHA["180"], rev=2),
        Annotation("a3", "s1", "point", "uav", Point(3.0006, 36.14), rev=3),
        Annotation("a4", "s1", "line", "ship", LineString([(3, 36.14), (3.01, 36.141)]), rev=4),
        Annotation("a5", "s3", "tile", "ship", tile="pixels/2/3/2", rev=5),
        Annotation("a6", "s3", "tile", None, tile="pixels/2/0/0", state="empty", rev=6),
        Annotation("a7", "s1", "polygon", "gone", hole, rev=7),
        Annotation("a8", "s1", "box", "uav", box(3, 36.14, 3.001, 36.141), rev=8, retracted=True),
    ]


@pytest.fixture
def observations() -> dict[str, Observation]:
    place = Place(
        (Candidate(Point(3.0, 36.14), 2000.0, 0.6), Candidate(box(1, 1, 2, 2), p=0.3)), 0.1
    )
    when = EventTime("2022-06-08/2022-06-09", (Occurrence(((DAY, 1.0),)),), zone="UTC")
    thing = ReportedObject("Shahed-129", "uav", 16.0, 8.0)
    return {
        "o1": Observation(
            "o1", "EVENT-1", 'A visit, "quoted"\nin two lines', place, when, (thing,)
        ),
        "o2": Observation("o2", "EVENT-2", "-unknown place and time", properties={"row": 2}),
    }


@pytest.fixture
def links() -> list[Link]:
    term = Term("place", 0.5, 1.0, 0.75, "half of it is covered")
    score = Score(0.5, 1.0, 0.75, "good", "place", (term,))
    return [Link("o1", "s1", "before", ("before",), "possible", 0.5, -3600.0, score)]
