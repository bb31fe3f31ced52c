"""Five reports of one origin, or on one image, count once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.evidence.independence import (
    Source,
    host,
    origins,
    plain,
    report_source,
    scene_sources,
)
from catalogue.model import Asset, Observation, Report, Scene
from catalogue.when import parse_scene_time

WORDS = "officials said that a delegation came to see drones at an airfield in the desert twice "


def claim(name, *chain, text="", **more):
    report = Report(f"r{name}", f"r{name}", text or name, f"{name:0>64}", name, **more)
    return report_source(Observation(f"o{name}", f"o{name}", "it", attribution=chain), report)


def groups(*sources):
    return [[s.uid for s in origin.sources] for origin in origins(sources)]


def test_five_reports_of_one_origin_count_once():
    five = [
        claim("1", "CNN", "US officials"),
        claim("2", "Reuters", "U.S. Officials"),  # no: an abbreviation is another name
        claim("3", "AP", "the US officials"),
        claim("4", "BBC", "ÚS Officials"),
        claim("5", "US officials"),
    ]
    assert groups(*five) == [["o1", "o3", "o4", "o5"], ["o2"]]
    [first, _] = origins(five)
    assert first.reasons == ("the same origin: us officials",)


def test_one_publisher_with_two_origins_has_two():
    assert len(groups(claim("1", "A ministry", publisher="X"), claim("2", "Y", publisher="X"))) == 2


def test_without_a_chain_the_publisher_or_else_the_site_is_the_origin():
    assert groups(claim("1", publisher="The Daily, Ltd."), claim("2", publisher="Daily")) == [
        ["o1", "o2"],
    ]  # fmt: skip
    one, other = (
        claim("1", url="https://www.example.org/a"),
        claim("2", url="http://m.example.org/"),
    )
    assert groups(one, other) == [["o1", "o2"]]
    assert len(groups(claim("1"), claim("2"))) == 2


def test_syndicated_text_counts_once_whoever_printed_it():
    story = WORDS + "while others denied all of it and asked for proof that nobody had to give"
    longer = f"Our correspondent adds in a few words of his own. {story} More follows."
    one, other = claim("1", text=story, publisher="A"), claim("2", text=longer, publisher="B")
    [origin] = origins([one, other])
    assert "share 100% of the shorter text" in origin.reasons[0]
    own = claim("3", text=" ".join(reversed(story.split())), publisher="C")
    assert groups(one, own) == [["o1"], ["o3"]]


def test_one_text_may_quote_two_origins():
    story = WORDS * 3
    assert len(groups(claim("1", "Ministry", text=story), claim("2", "Army", text=story))) == 2


def image(name, minute, platform="WV-3", **more):
    when = parse_scene_time(f"2022-06-08T07:{minute:02}:00Z")
    return Scene(name, name, when=when, platform=platform, **more)


def test_images_of_one_pass_or_one_file_count_once():
    scenes = [
        image("a", 0),
        image("b", 5),
        image("c", 40),
        image("d", 5, None),
        image("e", 0, "S2A"),
    ]
    found = groups(*scene_sources(scenes, {}))
    assert sorted(map(sorted, found)) == [["a", "b"], ["c"], ["d"], ["e"]]
    same = [replace(s, assets=(Asset("x", "/x", sha256="0" * 64),)) for s in (scenes[0], scenes[2])]
    [origin] = origins(scene_sources(same, {}))
    assert origin.reasons == ("the same file",)


def test_a_report_on_an_image_and_the_image_count_once():
    [scene] = scene_sources([image("a", 0)], {"a": "WV3 of 8 June"})
    on_it = replace(claim("1", publisher="A"), marks=frozenset([("image", "a")]))
    [origin] = origins([on_it, scene])
    assert origin.reasons == ("the same image",)


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.example.org/x", "example.org"), ("nonsense", ""), (None, ""),
     ("http://[::1", ""), ("https://news.example.org", "news.example.org")],
)  # fmt: skip
def test_hosts(url, name):
    assert host(url) == name


def test_a_name_that_is_only_a_legal_form_stays():
    assert plain("The Co.") == "the co"


marks = st.frozensets(st.tuples(st.just("origin"), st.sampled_from("abcdef")), max_size=2)


@given(st.lists(marks, max_size=8), st.randoms())
def test_every_source_is_counted_once_in_whatever_order(found, random):
    sources = [Source(str(n), str(n), each) for n, each in enumerate(found)]
    parts = {frozenset(s.uid for s in o.sources) for o in origins(sources)}
    assert sorted(uid for part in parts for uid in part) == sorted(s.uid for s in sources)
    for one in sources:
        for other in sources:
            if one.marks & other.marks:
                assert any({one.uid, other.uid} <= part for part in parts)
    random.shuffle(sources)
    assert {frozenset(s.uid for s in o.sources) for o in origins(sources)} == parts
