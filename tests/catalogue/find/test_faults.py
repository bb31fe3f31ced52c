"""Providers that fail, lie or attack: each ends in a sentence, and what came before stays."""

import asyncio
import gzip
import json
import threading
import time
import zlib
from dataclasses import replace

import pytest
from find_world import QUICK, Asked, Faulty, answer, item, page, search, serving

from catalogue.find.access import Access
from catalogue.find.stop import Stop

NEXT = {"href": "search", "method": "POST", "body": {"token": "2"}}


def test_too_many_requests_are_repeated_after_the_pause_it_asks_for(cat, faulty):
    busy = answer({}, 429, {"retry-after": "1"})
    faulty.answers = [busy, answer(page([item(1)]))]
    started = time.monotonic()
    found = search(cat, faulty)
    assert (len(found.new), found.error, len(faulty.asked)) == (1, None, 2)
    assert time.monotonic() - started >= 1
    assert faulty.asked[0].body == faulty.asked[1].body


def test_a_pause_too_long_to_wait_for_is_said(cat, faulty):
    faulty.answers = [answer({}, 429, {"retry-after": "86400"})]
    found = search(cat, faulty)
    assert "asks to wait 86,400 s" in found.error
    assert cat.searches()[0].found is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_is_asked_a_few_times(cat, faulty, status):
    faulty.answers = [answer({}, status)]
    found = search(cat, faulty)
    assert f"answered {status}, 3 times" in found.error
    assert len(faulty.asked) == 3


@pytest.mark.parametrize(
    ("status", "says"),
    [(400, "does not take"), (401, "--header-env"), (403, "--header-env"), (404, "no item search"),
     (405, "no item search"), (204, "does not take")],
)  # fmt: skip
def test_a_refusal_is_not_repeated(cat, faulty, status, says):
    faulty.answers = [answer(b"", status)]
    assert says in search(cat, faulty).error
    assert len(faulty.asked) == 1


def test_a_connection_cut_in_the_middle_of_a_page_is_asked_again(cat, faulty):
    whole = page([item(1), item(2)])
    faulty.answers = [answer(whole, cut=100), answer(whole)]
    found = search(cat, faulty)
    assert (len(found.new), found.error) == (2, None)


def test_what_came_before_it_was_cut_stays(cat, faulty):
    faulty.answers = [answer(page([item(1)], next=NEXT)), answer(page([item(2)]), cut=50)]
    found = search(cat, faulty)
    assert len(found.new) == 1
    assert found.error == "127.0.0.1 cut the connection, 3 times."
    assert cat.searches()[0].found == 1
    assert "It ended early" in found.words


def test_a_server_that_is_not_there(cat, faulty):
    plan = cat.plan_search("o", "http://127.0.0.1:9", limits=QUICK)
    found = cat.find_imagery(plan, Access())
    assert "does not answer" in found.error
    assert found.words.startswith("Nothing was learnt from 127.0.0.1:9")
    assert len(cat.searches()) == 1


def test_a_server_that_never_answers(cat, faulty):
    async def asleep(_: Faulty, __: Asked, ___: object) -> None:
        await asyncio.sleep(30)

    faulty.answers = [asleep]
    assert "in time" in search(cat, faulty, read_s=0.2).error


def endless(faulty: Faulty, fresh: bool) -> None:
    async def handler(own: Faulty, asked: Asked, send: object) -> None:
        n = len(own.asked)
        following = {"href": f"search?page={n}", "method": "GET"}
        await answer(page([item(n if fresh else 1)], next=following))(own, asked, send)

    faulty.answers = [handler]


def test_pages_without_end(cat, faulty):
    endless(faulty, fresh=True)
    found = search(cat, faulty, most_pages=7)
    assert "more than 7 pages" in found.error
    assert (len(found.new), len(faulty.asked)) == (7, 7)


def test_the_same_page_again_and_again(cat, faulty):
    endless(faulty, fresh=False)
    found = search(cat, faulty)
    assert "leads on and on" in found.error
    assert (len(found.new), len(faulty.asked)) == (1, 2)


def test_a_page_that_leads_to_itself(cat, faulty):
    faulty.answers = [answer(page([item(1)], next={"href": "search?a=1", "method": "GET"}))]
    found = search(cat, faulty)
    assert "leads on and on" in found.error
    faulty.asked.clear()
    faulty.answers = [
        answer(page([item(n)], next={"href": "search?a=1", "method": "GET"})) for n in range(3)
    ]
    assert "asked for before" in search(cat, faulty).error


def test_empty_pages_that_lead_on(cat, faulty):
    faulty.answers = [answer(page([], next=NEXT))]
    assert "leads on and on" in search(cat, faulty).error


def test_a_redirect_is_not_followed(cat, faulty):
    other = Faulty(answers=[answer(page([item(1)]))])
    with serving(other) as elsewhere:
        for target in (f"{elsewhere}/search", "/elsewhere", "http://169.254.169.254/latest"):
            faulty.answers = [answer(b"", 307, {"location": target})]
            found = search(cat, faulty)
            assert f"sends on to {target!r}" in found.error
            assert found.new == ()
    assert other.asked == []


def test_a_next_page_elsewhere_is_not_asked_for(cat, faulty):
    other = Faulty(answers=[answer(page([item(2)]))])
    with serving(other) as elsewhere:
        for href in (f"{elsewhere}/search", "//127.0.0.2/search", "file:///etc/passwd"):
            faulty.asked.clear()
            faulty.answers = [answer(page([item(1)], next={"href": href}))]
            found = search(cat, faulty)
            assert "not asked" in found.error or "no plain web address" in found.error
            assert len(faulty.asked) == 1
    assert other.asked == []


def test_a_next_link_gives_no_orders(cat, faulty):
    """Its headers are not sent, and a method that changes things is not used."""
    sly = {**NEXT, "headers": {"X-Evil": "1", "Host": "other"}}
    faulty.answers = [answer(page([item(1)], next=sly)), answer(page([]))]
    assert search(cat, faulty).error is None
    assert "x-evil" not in faulty.asked[1].headers
    assert json.loads(faulty.asked[1].body) == {"token": "2"}
    faulty.asked.clear()
    faulty.answers = [answer(page([item(3)], next={**NEXT, "method": "DELETE"}))]
    assert "'DELETE'" in search(cat, faulty).error


def test_merged_bodies_of_next_pages(cat, faulty):
    faulty.answers = [
        answer(page([item(1)], next={**NEXT, "merge": True})),
        answer(page([item(2)])),
    ]
    assert len(search(cat, faulty).new) == 2
    first, second = (json.loads(a.body) for a in faulty.asked)
    assert second == {**first, "token": "2"}


def test_an_answer_too_large_is_not_read(cat, faulty):
    async def huge(_: Faulty, __: Asked, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _n in range(1000):
            await send({"type": "http.response.body", "body": b" " * 2**20, "more_body": True})

    faulty.answers = [huge]
    found = search(cat, faulty, page_bytes=4 * 2**20)
    assert "larger than 4 MB" in found.error


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_answer_is_unpacked_within_bounds(cat, faulty, pack):
    kind = "gzip" if pack is gzip.compress else "deflate"
    data = pack(json.dumps(page([item(1)])).encode())
    faulty.answers = [answer(data, headers={"content-encoding": kind})]
    assert len(search(cat, faulty).new) == 1
    faulty.answers = [answer(pack(b" " * 2**26), headers={"content-encoding": kind})]
    assert "larger than 4 MB" in search(cat, faulty, page_bytes=4 * 2**20).error
    faulty.answers = [answer(data[:-9], headers={"content-encoding": kind})]
    assert "breaks off" in search(cat, faulty).error
    faulty.answers = [answer(b"no", headers={"content-encoding": kind})]
    assert "broken" in search(cat, faulty).error
    faulty.answers = [answer(data, headers={"content-encoding": "br"})]
    assert "'br'" in search(cat, faulty).error


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"<html>", b"[]", b"null", b'{"features": 3}', b'{"type":"FeatureCollection"}',
     b"\xff\xfe", b"[" * 100_000, b'{"features":' + b"[" * 100_000],
)  # fmt: skip
def test_bad_json(cat, faulty, body):
    faulty.answers = [answer(body)]
    found = search(cat, faulty)
    assert "its answer" in found.error
    assert found.new == ()


def test_it_can_be_stopped_while_it_waits(cat, faulty):
    waiting = threading.Event()

    async def slow(own: Faulty, asked: Asked, send: object) -> None:
        if len(own.asked) == 1:
            await answer(page([item(1)], next=NEXT))(own, asked, send)
            return
        waiting.set()
        await asyncio.sleep(30)

    faulty.answers = [slow]
    stop = Stop()
    plan = cat.plan_search("o", faulty.address, limits=replace(QUICK, read_s=60))
    threading.Thread(target=lambda: waiting.wait(20) and stop.set(), daemon=True).start()
    started = time.monotonic()
    found = cat.find_imagery(plan, Access(), stop=stop)
    assert time.monotonic() - started < 15
    assert found.error == "it was stopped."
    assert (len(found.new), found.pages) == (1, 1)
    assert cat.searches()[0].error == "it was stopped."


def test_it_can_be_stopped_between_two_tries(cat, faulty):
    stop = Stop()
    faulty.answers = [answer({}, 503, {"retry-after": "60"})]
    plan = cat.plan_search("o", faulty.address, limits=replace(QUICK, longest_wait_s=100))
    threading.Timer(0.5, stop.set).start()
    assert cat.find_imagery(plan, Access(), stop=stop).error == "it was stopped."


def test_a_page_that_drips_is_given_up(cat, faulty):
    async def drip(_: Faulty, __: Asked, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _n in range(100):
            await send({"type": "http.response.body", "body": b" ", "more_body": True})
            await asyncio.sleep(0.1)

    faulty.answers = [drip]
    assert "too long over one page" in search(cat, faulty, page_s=0.5).error
