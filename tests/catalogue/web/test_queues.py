import uuid

import pytest
from starlette.testclient import TestClient

from catalogue.model import Annotation
from catalogue.web.queues import disputed, sample, with_class


def _tag(tile: str, author: str, cls: str | None, state: str = "tagged") -> Annotation:
    return Annotation(
        uid=str(uuid.uuid4()),
        scene="s",
        kind="tile",
        cls=cls,
        tile=tile,
        state=state,
        author=author,
    )


def _keys(client: TestClient, **asked: object) -> list[str]:
    answer = client.get("/api/scenes/utm/queue", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["keys"]


def test_tiles_of_the_place_come_first_and_none_is_left_out(client: TestClient) -> None:
    grid = client.get("/api/scenes/utm/grid?z=19").json()
    keys = [t["key"] for t in grid["tiles"]]
    found = client.get("/api/scenes/utm/queue", params={"by": "scene", "z": 19}).json()
    assert found["keys"] == keys
    assert found["observations"] == [{"uid": "o1", "title": "A <b>thing</b>"}]
    ordered = _keys(client, by="observation", z=19)
    assert sorted(ordered) == sorted(keys)


def test_the_nearest_tiles_are_first(client: TestClient, cat) -> None:
    from dataclasses import replace

    from shapely.geometry import Point

    from catalogue.model import Candidate, Place

    corner = Place((Candidate(Point(15.0037, 45.1505), 5.0),))
    with cat.store.transaction():
        cat.store.put_observations([replace(cat.observation("o1"), place=corner)])
    grid = client.get("/api/scenes/utm/grid?z=20").json()
    ordered = _keys(client, by="observation", z=20)
    tile = {t["key"]: t for t in grid["tiles"]}[ordered[0]]
    xs, ys = zip(*tile["ring"], strict=True)
    assert min(xs) <= 15.0037 <= max(xs)
    assert min(ys) <= 45.1505 <= max(ys)
    assert ordered != [t["key"] for t in grid["tiles"]]


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    keys = [f"WebMercatorQuad/9/{x}/1" for x in range(300)]
    assert sample(keys, 4, 20) == sample(keys, 4, 20)
    assert sample(keys, 4, 20) != sample(keys, 5, 20)
    assert len(set(sample(keys, 4, 20))) == 20
    assert sorted(sample(keys, 1, 1000)) == sorted(keys)


def test_by_class() -> None:
    said = [_tag("a", "Ana", "uav"), _tag("b", "Ana", "ship"), _tag("c", "Ana", None, "empty")]
    assert with_class(["c", "b", "a"], said, "uav") == ["a"]
    assert with_class(["c", "b", "a"], said, None) == ["b", "a"]


@pytest.mark.parametrize(
    ("said", "odd"),
    [
        ([("Ana", "uav"), ("Ben", "uav")], False),
        ([("Ana", "uav"), ("Ben", "ship")], True),
        ([("Ana", "uav"), ("Ben", None)], True),
        ([("Ana", "uav"), ("Ana", "ship")], False),
        ([("Ana", "uav"), ("Ana", "ship"), ("Ben", "uav")], True),
    ],
)
def test_a_tile_is_disputed_if_two_people_differ(
    said: list[tuple[str, str | None]], odd: bool
) -> None:
    tags = [_tag("t", author, cls, "tagged" if cls else "empty") for author, cls in said]
    assert disputed(["t"], [*tags, _tag("t", "Cem", None, "seen")]) == (["t"] if odd else [])


def test_an_unknown_queue_is_refused(client: TestClient) -> None:
    answer = client.get("/api/scenes/utm/queue?by=magic")
    assert answer.status_code == 400
    assert "magic" in answer.json()["error"]
    answer = client.get("/api/scenes/picture/queue?by=observation")
    assert answer.status_code == 404
