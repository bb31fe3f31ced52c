"""A STAC API that does all that is wrong, and records for it."""

import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import uvicorn
from shapely.geometry import Point, box, mapping

from catalogue import Catalogue
from catalogue.find.access import Access
from catalogue.find.found import Found
from catalogue.find.plan import Limits
from catalogue.interval import Interval, format_utc
from catalogue.model import (
    Asset,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Scene,
    Search,
)

NOON = datetime(2022, 6, 8, 12, tzinfo=UTC)
LON, LAT = 51.4, 33.9
QUICK = Limits(tries=3, backoff_s=0.01, connect_s=2, read_s=2, longest_wait_s=2)


@contextmanager
def serving(app: object, **more: str) -> Iterator[str]:
    """The address of a real server; `more` are for uvicorn."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", **more)
    made = uvicorn.Server(config)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    while not made.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        scheme = "https" if more else "http"
        yield f"{scheme}://127.0.0.1:{made.servers[0].sockets[0].getsockname()[1]}"
    finally:
        made.should_exit = True
        made.force_exit = True
        thread.join(timeout=10)


def observation(uid: str = "o", radius: float | None = 3000.0, lon: float = LON) -> Observation:
    when = EventTime("2022-06-08", (Occurrence(((Interval.instant(NOON), 1.0),)),))
    return Observation(uid, uid, "a thing", Place((Candidate(Point(lon, LAT), radius),)), when)


def scene(n: int, days: float, lon: float = LON, cloud: float | None = None) -> Scene:
    return Scene(
        uid=f"s{n}",
        id=f"scene-{n}",
        collection="optical",
        footprint=box(lon - 0.2, LAT - 0.2, lon + 0.2, LAT + 0.2),
        when=Interval.instant(NOON + timedelta(days=days)),
        gsd_m=0.5,
        cloud_pct=cloud,
        assets=(Asset("data", "https://files.example.org/data.tif", "image/tiff", ("data",)),),
    )


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Handler = Callable[["Faulty", Asked, Callable[..., Awaitable[None]]], Awaitable[None]]


@dataclass
class Faulty:
    """An ASGI server written by hand: `answers` are used one after the other, the last for ever."""

    answers: list[Handler] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {k.decode(): v.decode() for k, v in scope["headers"]}
        path = scope["raw_path"].decode()
        path += f"?{scope['query_string'].decode()}" if scope["query_string"] else ""
        one = Asked(scope["method"], path, headers, body)
        self.asked.append(one)
        handler = self.answers[min(len(self.asked), len(self.answers)) - 1]
        await handler(self, one, send)


def item(n: int, **changes: object) -> dict:
    made = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"item-{n}",
        "collection": "c",
        "geometry": mapping(box(LON - 0.2, LAT - 0.2, LON + 0.2, LAT + 0.2)),
        "properties": {"datetime": format_utc(NOON + timedelta(hours=n)), "license": "CC-BY-4.0"},
        "links": [],
        "assets": {"data": {"href": f"https://files.example.org/{n}.tif", "type": "image/tiff"}},
    }
    return {**made, **changes}


def page(items: list, *, next: dict | None = None, matched: int | None = None) -> dict:
    made = {"type": "FeatureCollection", "features": items}
    if next is not None:
        made["links"] = [{"rel": "self"}, {"rel": "next", **next}]
    return made if matched is None else {**made, "numberMatched": matched}


def answer(
    value: object, status: int = 200, headers: dict[str, str] | None = None, cut: int | None = None
) -> Handler:
    """JSON, or bytes as they are; `cut` breaks the connection after so many bytes."""

    async def handler(_: Faulty, __: Asked, send: Callable) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        sent = {"content-length": str(len(body)), **(headers or {})}
        raw = [(k.encode(), v.encode()) for k, v in sent.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        if cut is not None:
            await send({"type": "http.response.body", "body": body[:cut], "more_body": True})
            raise ConnectionError("cut")
        await send({"type": "http.response.body", "body": body})

    return handler


def search(cat: Catalogue, faulty: Faulty, **limits: object) -> Found:
    """What one search of it comes to, which stands in the log, in a catalogue that verifies."""
    plan = cat.plan_search("o", faulty.address, limits=replace(QUICK, **limits))
    found = cat.find_imagery(plan, Access())
    logged = cat.store.evidence(Search, found.search)
    assert (logged.error, logged.scenes) == (found.error, (*found.new, *found.known))
    assert list(cat.check(files=False)) == []
    return found
