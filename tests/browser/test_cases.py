"""A case from its question to the imagery found for a gap; nothing is sent before Send."""

import json
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from shapely.geometry import box
from starlette.applications import Starlette

from catalogue import Catalogue
from catalogue.interval import Interval
from catalogue.model import Asset, Scene
from catalogue.settings import Settings
from catalogue.web.app import lifespan, middleware, routes

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue" / "find"))

from find_world import serving

from .conftest import Server
from .test_axe import AXE, RUN

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LON, LAT = -160.2007, -32.6006
DAY = datetime(2021, 3, 2, 22, tzinfo=UTC)
CLAIM = "Runway said to be resurfaced"
NEVER = "none in this catalogue (never searched)"
SEARCHED = "none found (searched)"


class Watched:
    """A provider in front of a real catalogue: keeps what was asked, and waits while told to."""

    def __init__(self, app) -> None:
        self.app, self.asked, self.go_on = app, [], threading.Event()
        self.go_on.set()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.asked.append((scope["method"], scope["path"], body))
        await _until(self.go_on)

        async def given():
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, given, send)


async def _until(event):
    import asyncio

    while not event.is_set():
        await asyncio.sleep(0.02)


def scene(n, days, lon=LON):
    return Scene(
        f"s{n}", f"found-{n}", "optical",
        footprint=box(lon - 0.05, LAT - 0.05, lon + 0.05, LAT + 0.05),
        when=Interval.instant(DAY + timedelta(days=days)), gsd_m=0.5, cloud_pct=3.0,
        assets=(Asset("visual", "https://files.example.org/v.tif", "image/tiff", ("data",)),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory, server, samples) -> Iterator[Server]:
    """One of its own: what is found here would be in view elsewhere."""
    own = Server(tmp_path_factory.mktemp("cases"))
    shutil.copytree(samples, own.folder / "sample_tiles")
    own.start()
    yield own
    own.stop()


@pytest.fixture
def provider(tmp_path) -> Iterator[Watched]:
    """Two scenes over the place, one a little beside it."""
    settings = Settings.read({}, workers=1)
    with Catalogue.open(tmp_path / "theirs", create=True, settings=settings) as theirs:
        with theirs.store.transaction():
            theirs.store.put_scenes([scene(1, -4), scene(2, 3), scene(3, 1, lon=LON + 0.12)])
        watched = Watched(
            Starlette(
                routes=routes(theirs), middleware=middleware(settings), lifespan=lifespan(theirs)
            )
        )
        with serving(watched) as address:
            watched.address = f"{address}/stac"
            yield watched


def claim_of(server, title=CLAIM):
    found = httpx.get(f"{server.url}/api/matrix", timeout=60).json()["rows"]
    return next(row["observation"] for row in found if row["title"] == title)


def new_case(server, name, **more):
    body = {"id": name, "question": f"What happened in {name}?", **more}
    return httpx.post(f"{server.url}/api/cases", json=body).raise_for_status().json()["uid"]


def log_of(server, case):
    return httpx.get(f"{server.url}/api/cases/{case}").json()["searches"]


def settled(page):
    """Nothing is drawn anew any more: within those tenths of a second a click may hit nothing."""
    page.wait_for_function(
        "() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-stale=true]')"
    )


def unfold(page, title):
    """Open a part that unfolds slowly: what is in it moves away under the pointer meanwhile."""
    page.get_by_text(title).click()
    page.wait_for_timeout(800)


def choose(page, name, words):
    """One of the options of a closed list, of which only the first are drawn before one types."""
    box = page.get_by_role("combobox", name=name)
    box.fill(words)
    page.get_by_role("option").filter(has_text=words).first.click()
    box.press("Tab")


def open_gap(page, server, provider, case):
    page.goto(f"{server.url}/cases?case={case}")
    page.get_by_role("button", name="Find imagery for this gap").click()
    page.wait_for_url("**observation=**")
    api = page.get_by_role("textbox", name="STAC API to ask")
    api.fill(provider.address)
    api.press("Enter")
    page.get_by_text(f"to {provider.address}/search", exact=True).wait_for()


def test_the_first_case_is_opened_with_its_question_and_its_claims(server, page):
    assert httpx.get(f"{server.url}/api/cases").json()["cases"] == []
    page.goto(f"{server.url}/cases")
    page.get_by_text("Open a first case").wait_for()
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("a case needs its question").wait_for()
    question = "Was the runway <b>new</b>? ![x](http://evil.example/x)"
    page.get_by_role("textbox", name="Question").fill(question)
    page.get_by_text("secret: nothing of it leaves").click()
    choose(page, "Claims without a report", "Runway")
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**case=**")
    # The first linking may have to compile before it begins.
    page.get_by_text("0 of 1 claim reviewed").wait_for(timeout=150_000)
    # Someone else's text is text.
    page.locator(".cat-title", has_text=question).wait_for()
    (case,) = httpx.get(f"{server.url}/api/cases").json()["cases"]
    assert (case["id"], case["sensitivity"]) == ("case-1", "secret")
    assert case["observations"] == [claim_of(server)]
    page.locator(".chip", has_text=NEVER).wait_for()
    page.get_by_text("no scene at all in this catalogue. Never searched.").wait_for()

    page.get_by_role("tab", name="Edit").click()
    page.get_by_role("textbox", name="Title (optional)").fill("The runway")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The runway · secret").wait_for()
    page.get_by_role("textbox", name="With what result").fill("not found out")
    page.get_by_role("button", name="Close this case").click()
    page.get_by_role("button", name="Go on with this case").click()
    page.get_by_role("button", name="Close this case").wait_for()
    settled(page)
    page.get_by_role("button", name="← All cases").click()
    page.wait_for_function("() => !location.search.includes('case=')")
    settled(page)
    page.get_by_role("button", name="Was the runway").click()
    page.wait_for_url(f"**case={case['uid']}**")
    page.locator(".cat-title", has_text=question).wait_for()


def test_nothing_is_sent_before_send_and_what_is_found_is_in_the_log(server, page, provider):
    claim = claim_of(server)
    case = new_case(server, "sent", observations=[claim])
    open_gap(page, server, provider, case)
    host = provider.address.split("/")[2]
    page.get_by_text("Nothing has been sent yet.").wait_for()
    shown = page.locator("code", has_text="POST /stac/search HTTP/1.1")
    first = json.loads(shown.inner_text().split("\n\n")[-1])

    # Another area is another request, shown at once and still not sent.
    area = page.get_by_role("combobox", name="Area to ask for")
    area.click()
    page.get_by_role("option", name="The place itself").click()
    page.get_by_text("asks for the place itself").wait_for()
    area.click()
    page.get_by_role("option", name="A box at least 150 km").click()
    page.get_by_text("around; the place itself is").wait_for()
    page.get_by_text("Conditions and files").click()
    name = page.get_by_role("textbox", name="Save the search as")
    name.fill("runway")
    name.press("Enter")
    page.get_by_text("Nothing has been sent yet.").wait_for()
    text = shown.inner_text()
    body = json.loads(text.split("\n\n")[-1])
    assert body["bbox"] != first.get("bbox")
    assert provider.asked == []
    assert log_of(server, case) == []

    page.get_by_role("button", name=f"Send to {host}").click()
    page.get_by_text("2 show the place (2 new, 0 known)").wait_for()
    # Byte for byte what was shown, and nothing else.
    assert [(m, p) for m, p, _ in provider.asked] == [("POST", "/stac/search")]
    assert provider.asked[0][2].decode() == text.split("\n\n")[-1]
    rows = page.get_by_role("table", name="Scenes found").locator("tbody tr")
    assert rows.count() == 2
    assert sorted(row.locator("td").nth(1).inner_text() for row in rows.all()) == ["new", "new"]
    assert "1 file by reference" in rows.first.inner_text()
    (logged,) = log_of(server, case)
    assert (logged["found"], logged["observations"]) == (2, [claim])

    # The log says so, and the gap has an image on each side now.
    page.get_by_role("button", name="Back to the case").click()
    page.get_by_text(SEARCHED).first.wait_for()
    page.get_by_role("link", name="found-1", exact=True).wait_for()
    page.get_by_role("link", name="found-2", exact=True).wait_for()
    page.get_by_role("tab", name="Searches").click()
    table = page.get_by_role("table", name="Search log of this case")
    assert host in table.inner_text()
    assert "asked for" in table.inner_text()

    # Saved as it is, it is sent again as it is, once more on Send only.
    page.get_by_role("button", name=f"Ask {host} again").click()
    page.get_by_text("byte for byte").wait_for()
    assert len(provider.asked) == 1
    page.get_by_role("button", name=f"Send to {host}").click()
    page.get_by_text("2 show the place (0 new, 2 known)").wait_for()
    assert provider.asked[1] == provider.asked[0]


def test_a_search_that_runs_is_stopped_and_the_log_says_so(server, page, provider):
    case = new_case(server, "stopped", observations=[claim_of(server)])
    provider.go_on.clear()
    open_gap(page, server, provider, case)
    page.get_by_role("button", name="Send to").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("it was stopped.").wait_for()
    provider.go_on.set()
    (logged,) = log_of(server, case)
    assert logged["error"] == "it was stopped."
    # The address leads back to it.
    page.reload()
    page.get_by_text("it was stopped.").wait_for()


def test_what_cannot_be_sent_is_said_in_a_sentence(server, page, provider):
    case = new_case(server, "wrong", observations=[claim_of(server)])
    open_gap(page, server, provider, case)
    api = page.get_by_role("textbox", name="STAC API to ask")
    api.fill("http://stac.example.org/v1")
    api.press("Enter")
    page.get_by_text("is not https, so anyone on the way could read").wait_for()
    assert page.get_by_role("button", name="Send to").count() == 0
    api.fill(provider.address)
    api.press("Enter")
    page.get_by_role("button", name="Send to").wait_for()
    page.get_by_text("Or take the search elsewhere").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="STAC search (JSON)").click()
    body = json.loads(Path(got.value.path()).read_text())
    shown = page.locator("code", has_text="POST /stac/search HTTP/1.1").inner_text()
    assert body == json.loads(shown.split("\n\n")[-1])
    with page.expect_download() as got:
        page.get_by_role("button", name="Area (GeoJSON)").click()
    assert json.loads(Path(got.value.path()).read_text())["type"] == "Feature"
    page.locator("code", has_text="curl --fail-with-body").wait_for()
    assert provider.asked == []


def test_a_search_by_hand_counts_and_a_saved_one_shows_what_is_new(server, page):
    claim = claim_of(server, "Boat reported in another part of the ocean")
    case = new_case(server, "by-hand", observations=[claim])
    page.goto(f"{server.url}/cases?case={case}&part=Searches")
    who = page.get_by_role("textbox", name="Who was asked")
    who.fill("A viewer on the web")
    page.get_by_role("textbox", name="How many scenes").fill("0")
    # The only claim of the case is chosen already.
    page.get_by_role("button", name="Write it down").click()
    table = page.get_by_role("table", name="Search log of this case")
    table.get_by_text("nothing found").wait_for()
    (logged,) = log_of(server, case)
    assert (logged["found"], logged["by_hand"], logged["observations"]) == (0, True, [claim])
    settled(page)
    unfold(page, "Save a search of this catalogue")
    page.get_by_role("textbox", name="Name", exact=True).fill("boats")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("button", name="Look in this catalogue").wait_for()
    settled(page)
    page.get_by_role("button", name="Look in this catalogue").click()
    page.get_by_text("no scenes here meet it, none of them new").wait_for()
    settled(page)
    # What went into the log is not written there a second time by mistake.
    unfold(page, "Write down a search made elsewhere")
    assert who.input_value() == ""
    page.get_by_role("tab", name="Claims").click()
    page.locator(".chip", has_text=SEARCHED).wait_for()
    page.get_by_text("Searched A viewer on the web by hand on").wait_for()


def test_a_link_to_a_case_that_is_gone_says_so(server, page):
    page.goto(f"{server.url}/cases?case=nothing")
    page.get_by_text("This case is not in this catalogue.").wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out(server, page, provider, width, scheme):
    if not AXE.is_file():
        pytest.skip("needs axe-core; `python hatch_build.py` fetches it with npm")

    def check():
        # What is about to be replaced is pale for a moment.
        page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
        page.wait_for_timeout(500)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(RUN) == []
        # Nothing sticks out to the side.
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    claims = [claim_of(server), claim_of(server, "Unmanned aircraft shown on the apron")]
    case = new_case(server, f"seen-{width}-{scheme}", observations=claims)
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.url}/cases")
    page.get_by_text("Open a new case").wait_for()
    check()
    page.get_by_text("Open a new case").click()
    page.get_by_role("button", name="Open the case").wait_for()
    check()
    page.goto(f"{server.url}/cases?case={case}")
    page.get_by_text("of 2 claims reviewed").wait_for()
    page.get_by_role("button", name="Find imagery").first.wait_for()
    check()
    for part, words in (("Searches", "Write it down"), ("Edit", "Close this case")):
        page.get_by_role("tab", name=part).click()
        page.get_by_role("button", name=words).wait_for()
        check()
    page.goto(f"{server.url}/cases?case={case}&observation={claims[0]}")
    api = page.get_by_role("textbox", name="STAC API to ask")
    api.fill(provider.address)
    api.press("Enter")
    page.get_by_role("button", name="Send to").wait_for()
    check()
