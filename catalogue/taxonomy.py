"""The classes one tags with: the default ones, and reading and checking a taxonomy.

The file form is JSON, `{"classes": [{"id", "path", "colour", "hotkey", "length_m", "width_m",
"attributes"}, ...]}`; only id, path and colour are required. `length_m` is the longer and
`width_m` the shorter side of the object as seen from above, in metres; for an aircraft the
longer one is often its span. An attribute is written "name" (a text), "name:number" or
"name=one|other" (one of a list).
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from catalogue.errors import InvalidValue
from catalogue.model import TaxonomyClass, check_range

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ATTRIBUTE = re.compile(r"[^=|:;]+(:number|=[^=|;]+(\|[^=|;]+)+)?")
_FIELDS = ("id", "path", "colour", "hotkey", "length_m", "width_m", "attributes")

# The eight colours of Okabe and Ito that show on imagery come first; the others are chosen to
# stay apart from them. A size stands only where a source gives one: the Shahed-129, 16 m of
# span and 8 m long, for the medium-altitude, long-endurance class.
DEFAULT_CLASSES: tuple[TaxonomyClass, ...] = (
    TaxonomyClass("fixed-wing", "Aircraft/Fixed wing", "#0072b2", "1"),
    TaxonomyClass("helicopter", "Aircraft/Helicopter", "#009e73"),
    TaxonomyClass("uav", "Aircraft/UAV", "#d55e00", "2"),
    TaxonomyClass("uav-male", "Aircraft/UAV/MALE", "#e69f00", "3", length_m=16.0, width_m=8.0),
    TaxonomyClass("vehicle", "Vehicle", "#f0e442", "4"),
    TaxonomyClass("ship", "Ship", "#56b4e9", "5"),
    TaxonomyClass("building", "Building", "#cc79a7", "6"),
    TaxonomyClass("hangar", "Building/Hangar", "#882255"),
    TaxonomyClass("runway", "Runway", "#bbcc33", "7"),
    TaxonomyClass("crater", "Crater", "#6b3d00", "8"),
    TaxonomyClass("damaged-building", "Damage/Building", "#ff2d9b", "9"),
    TaxonomyClass("cloud", "Cloud", "#ffffff"),
    TaxonomyClass("shadow", "Shadow", "#332288"),
    TaxonomyClass("other", "Other", "#8c8c8c"),
)


def nearest(name: str, classes: Sequence[TaxonomyClass], most: int = 3) -> list[str]:
    """Ids of the classes whose id or last name is most like `name`, best first."""
    wanted = name.casefold()

    def likeness(entry: TaxonomyClass) -> float:
        names = (entry.id, entry.path.rsplit("/", 1)[-1].casefold(), entry.path.casefold())
        return max(difflib.SequenceMatcher(None, wanted, n).ratio() for n in names)

    ranked = sorted(classes, key=lambda entry: -likeness(entry))
    return [entry.id for entry in ranked[:most] if likeness(entry) >= 0.5]


def unknown_class(name: str, classes: Sequence[TaxonomyClass]) -> InvalidValue:
    """The refusal of a class that does not exist, with those that are most like it."""
    near = nearest(name, classes)
    meant = f"did you mean {' or '.join(near)}?" if near else "add it to the classes first."
    return InvalidValue(f"class {name[:80]!r} is not one of the {len(classes)} classes; {meant}")


def from_coco(value: Any, known: Sequence[TaxonomyClass] = ()) -> tuple[TaxonomyClass, ...]:
    """`known` and after them the categories of a COCO file that are not among them yet.

    A category is known by its id made of its name, or by its name as the last of a path.
    Raises InvalidValue for a file without usable categories.
    """
    rows = value.get("categories") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows:
        raise InvalidValue('a COCO file must have {"categories": [{"name": ...}, ...]}.')
    found = list(known)
    for number, row in enumerate(rows, start=1):
        name = row.get("name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name.strip():
            raise InvalidValue(f"category {number} of the COCO file has no name.")
        last = name.strip().replace("/", " ")
        own = re.sub(r"[^a-z0-9._-]+", "-", last.lower()).strip("-._")[:64] or f"class-{number}"
        taken = {c.id for c in found} | {c.path.rsplit("/", 1)[-1].casefold() for c in found}
        if own in taken or last.casefold() in taken:
            continue
        above = str(row.get("supercategory") or "").strip().strip("/")
        path = f"{above}/{last}" if above and above.casefold() != last.casefold() else last
        found.append(TaxonomyClass(own, path, _free_colour(found)))
    return check_classes(found)


def _free_colour(classes: Sequence[TaxonomyClass]) -> str:
    """A colour of the default ones that is used least."""
    used = Counter(c.colour for c in classes)
    return min((c.colour for c in DEFAULT_CLASSES), key=lambda colour: used[colour])


def check_classes(classes: Sequence[TaxonomyClass]) -> tuple[TaxonomyClass, ...]:
    """The classes as given. Raises InvalidValue, naming the class, for what cannot be used."""
    for entry in classes:
        _check_one(entry)
    for name in ("id", "path", "hotkey"):
        counts = Counter(getattr(entry, name) for entry in classes if getattr(entry, name))
        for value, count in counts.items():
            if count > 1:
                raise InvalidValue(
                    f"{count} classes have the {name} {value!r}; each needs one of its own."
                )
    return tuple(classes)


def read_taxonomy(text: str) -> tuple[TaxonomyClass, ...]:
    """Classes from JSON text, in its order. Raises InvalidValue with the class and the field."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"a taxonomy must be JSON: {error}") from error
    rows = value.get("classes") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows:
        raise InvalidValue('a taxonomy must be {"classes": [...]} with at least one class in it.')
    return check_classes([_from_json(number, row) for number, row in enumerate(rows, start=1)])


def taxonomy_to_json(classes: Sequence[TaxonomyClass]) -> str:
    """The JSON text that `read_taxonomy` reads back as equal values."""
    rows = []
    for entry in check_classes(classes):
        row = {name: getattr(entry, name) for name in _FIELDS}
        row["attributes"] = list(entry.attributes)
        rows.append({name: value for name, value in row.items() if value not in (None, "", [])})
    return json.dumps({"classes": rows}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _check_one(entry: TaxonomyClass) -> None:
    if not _ID.fullmatch(entry.id):
        raise InvalidValue(
            f"class id {entry.id!r}: use 1 to 64 lower-case letters, digits, '.', '_' and '-'."
        )
    where = f"class {entry.id!r}"
    if any(part.strip() != part or not part for part in entry.path.split("/")):
        raise InvalidValue(f"{where}: path {entry.path!r} must be names joined by '/', as in A/B.")
    if not entry.path.isprintable():
        raise InvalidValue(f"{where}: path {entry.path!r} has a control character; remove it.")
    if not _COLOUR.fullmatch(entry.colour):
        raise InvalidValue(f"{where}: colour {entry.colour!r} must be written as #rrggbb.")
    hotkey = entry.hotkey
    if hotkey and (len(hotkey) != 1 or not hotkey.isprintable() or hotkey.isspace()):
        raise InvalidValue(f"{where}: hotkey {hotkey!r} must be one visible character, or ''.")
    for attribute in entry.attributes:
        if not _ATTRIBUTE.fullmatch(attribute):
            raise InvalidValue(
                f"{where}: attribute {attribute!r}: write name, name:number or name=one|other."
            )
    check_range(f"{where}: length", entry.length_m, 1e-3, 1e6, "m")
    check_range(f"{where}: width", entry.width_m, 1e-3, 1e6, "m")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # json keeps the last of two equal names and says nothing; that hides a slip in the file.
    value = dict(pairs)
    if len(value) != len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the name {name!r} stands twice in one object")
    return value


def _from_json(number: int, row: Any) -> TaxonomyClass:
    if not isinstance(row, dict):
        raise InvalidValue(f"class {number} of the taxonomy is {row!r}; it must be an object.")
    where = f"class {number} of the taxonomy ({row.get('id', 'without id')})"
    for name in row:
        if name not in _FIELDS:
            raise InvalidValue(f"{where}: {name!r} is not one of {', '.join(_FIELDS)}.")
    texts = {name: row.get(name, "") for name in ("id", "path", "colour", "hotkey")}
    for name, value in texts.items():
        if not isinstance(value, str) or (not value and name != "hotkey"):
            raise InvalidValue(f"{where}: {name} is {value!r}; it must be a text.")
    attributes = row.get("attributes", [])
    if not isinstance(attributes, list) or not all(isinstance(a, str) for a in attributes):
        raise InvalidValue(f"{where}: attributes is {attributes!r}; it must be a list of texts.")
    return TaxonomyClass(
        **texts,
        length_m=_metres(where, "length_m", row.get("length_m")),
        width_m=_metres(where, "width_m", row.get("width_m")),
        attributes=tuple(attributes),
    )


def _metres(where: str, name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValue(f"{where}: {name} is {value!r}; it must be a number of metres.")
    return float(value)
