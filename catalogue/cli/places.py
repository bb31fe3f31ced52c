"""Where may this be: look a name up in the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import (
    COULD,
    AsJson,
    Folder,
    app,
    print_json,
    print_table,
    progress_bar,
    read_settings,
)
from catalogue.errors import InvalidValue

if TYPE_CHECKING:
    from catalogue.gazetteer import Gazetteer, Match

_COUNTRY = "Only in this country (ISO 3166 code, such as UA)."


@app.command(rich_help_panel=COULD)
def places(
    name: Annotated[str, typer.Argument(help="The name of a place, in any spelling.")],
    fuzzy: Annotated[bool, typer.Option("--fuzzy", help="Names much like it, too.")] = False,
    country: Annotated[str | None, typer.Option(metavar="CODE", help=_COUNTRY)] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 20,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """The places with this name: towns, areas, airfields, seas, and your own.

    Your own places (places.csv or places.geojson in the catalogue's folder or beside the
    gazetteer) come before all others. Data: GeoNames (CC BY 4.0), airportsdata and countryinfo
    (MIT); seas and regions are this project's own table.
    """
    from catalogue.gazetteer import open_gazetteer, own_places

    settings = read_settings(folder)
    cc = country.strip().upper() if country else None
    if cc is not None and not (len(cc) == 2 and cc.isalpha()):
        raise InvalidValue(f"country is {country!r}; give the two letters of ISO 3166, as in UA.")
    own = own_places((settings.catalogue, settings.gazetteer))
    with (
        progress_bar("compiling the gazetteer (once)", as_json) as progress,
        open_gazetteer(settings.gazetteer, own=own, progress=progress) as gazetteer,
    ):
        found = gazetteer.find(name, country=cc)[:limit]
        if fuzzy:
            known = {match.entry.row for match in found}
            alike = gazetteer.fuzzy(name, country=cc, most=limit)
            found = [*found, *(m for m in alike if m.entry.row not in known)][:limit]
        rows = [_json(gazetteer, match) for match in found]
        if as_json:
            print_json({"name": name, "places": rows, "licences": gazetteer.meta["licences"]})
            return
    columns = ("name", "kind", "in", "lon", "lat", "reaches km", "found as", "id")
    print_table(
        columns,
        [
            (r["name"], r["kind"], ", ".join(r["within"]), f"{r['lon']:.4f}", f"{r['lat']:.4f}",
             f"{r['radius_m'] / 1000:.0f}", r["found_as"], r["id"])
            for r in rows
        ],
        "No place has this name. --fuzzy also finds names much like it; a place of your own goes "
        "into places.csv.",
    )  # fmt: skip


def _json(gazetteer: Gazetteer, match: Match) -> dict[str, Any]:
    entry = match.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.cc,
        "within": [area.name for area in gazetteer.within(entry)],
        "lon": entry.lon,
        "lat": entry.lat,
        "radius_m": entry.radius_m,
        "population": entry.population,
        "found_as": match.how,
        "likeness": round(match.likeness, 3),
    }
