"""Default classes are usable, and a taxonomy file that is wrong is refused with its reason."""

import json
from dataclasses import replace
from itertools import combinations

import pytest

from catalogue.errors import InvalidValue
from catalogue.taxonomy import (
    DEFAULT_CLASSES,
    check_classes,
    from_coco,
    nearest,
    read_taxonomy,
    taxonomy_to_json,
    unknown_class,
)


def test_the_default_classes_pass_their_own_check() -> None:
    assert check_classes(DEFAULT_CLASSES) == DEFAULT_CLASSES
    assert {c.hotkey for c in DEFAULT_CLASSES if c.hotkey} == set("123456789")


def test_no_two_default_colours_are_close() -> None:
    def rgb(colour: str) -> list[int]:
        return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]

    for one, two in combinations(DEFAULT_CLASSES, 2):
        apart = sum((a - b) ** 2 for a, b in zip(rgb(one.colour), rgb(two.colour), strict=True))
        assert apart**0.5 > 45, (one.path, two.path)


def test_json_gives_the_same_classes_back() -> None:
    classes = (
        replace(DEFAULT_CLASSES[0], attributes=("on ground", "moving")),
        *DEFAULT_CLASSES[1:],
    )
    assert read_taxonomy(taxonomy_to_json(classes)) == classes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "Not An Id"}, "lower-case"),
        ({"id": ""}, "id"),
        ({"id": 5}, "must be a text"),
        ({"colour": "red"}, "#rrggbb"),
        ({"path": "Aircraft//UAV"}, "joined by '/'"),
        ({"path": "Aircraft/ UAV"}, "joined by '/'"),
        ({"path": "Air\u0007craft"}, "control character"),
        ({"hotkey": "ab"}, "one visible character"),
        ({"hotkey": " "}, "one visible character"),
        ({"length_m": 0}, "between 0.001"),
        ({"length_m": "16"}, "number of metres"),
        ({"width_m": True}, "number of metres"),
        ({"attributes": "moving"}, "list of texts"),
        ({"color": "#ffffff"}, "'color' is not one of"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, object], says: str) -> None:
    row = {"id": "ship", "path": "Ship", "colour": "#123456"} | change
    with pytest.raises(InvalidValue, match=says):
        read_taxonomy(json.dumps({"classes": [row]}))


@pytest.mark.parametrize("name", ["id", "path", "hotkey"])
def test_what_must_be_unique_is(name: str) -> None:
    one, two = DEFAULT_CLASSES[0], DEFAULT_CLASSES[2]
    with pytest.raises(InvalidValue, match=f"2 classes have the {name}"):
        check_classes([one, replace(two, **{name: getattr(one, name)})])


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"classes": []}', '{"classes": [7]}', "[" * 10**5]
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_taxonomy(text)


def test_a_name_given_twice_is_refused() -> None:
    row = '{"id": "a", "id": "b", "path": "A", "colour": "#000000"}'
    with pytest.raises(InvalidValue, match="'id' stands twice"):
        read_taxonomy(f'{{"classes": [{row}]}}')


def test_nan_is_not_a_size() -> None:
    row = '{"id": "a", "path": "A", "colour": "#000000", "length_m": NaN}'
    with pytest.raises(InvalidValue, match="length is nan"):
        read_taxonomy(f'{{"classes": [{row}]}}')


def test_an_unknown_class_is_refused_with_the_nearest_names() -> None:
    assert str(unknown_class("helicoptr", DEFAULT_CLASSES)).endswith("did you mean helicopter?")
    assert nearest("male", DEFAULT_CLASSES)[0] == "uav-male"
    assert "add it" in str(unknown_class("zzzz", DEFAULT_CLASSES))


def test_coco_categories_come_after_what_is_known() -> None:
    coco = {
        "categories": [
            {"id": 1, "name": "Ship", "supercategory": "vessel"},
            {"id": 2, "name": "Cargo plane", "supercategory": "Aircraft"},
            {"id": 3, "name": "tank", "supercategory": "tank"},
        ]
    }
    found = from_coco(coco, DEFAULT_CLASSES)
    assert found[: len(DEFAULT_CLASSES)] == DEFAULT_CLASSES
    new = [(c.id, c.path) for c in found[len(DEFAULT_CLASSES) :]]
    assert new == [("cargo-plane", "Aircraft/Cargo plane"), ("tank", "tank")]
    assert from_coco(coco, found) == found
    assert check_classes(from_coco(coco))


@pytest.mark.parametrize("value", [[], {}, {"categories": []}, {"categories": [{"id": 3}]}])
def test_a_coco_file_without_categories_is_refused(value: object) -> None:
    with pytest.raises(InvalidValue, match="COCO"):
        from_coco(value)


@pytest.mark.parametrize("text", ["count:number", "state=intact|hit", "on ground"])
def test_attributes_of_three_types(text: str) -> None:
    assert check_classes([replace(DEFAULT_CLASSES[0], attributes=(text,))])


@pytest.mark.parametrize("text", ["", "a=", "a=b", "count:integer", "a=b|", "x;y"])
def test_an_attribute_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="attribute"):
        check_classes([replace(DEFAULT_CLASSES[0], attributes=(text,))])
