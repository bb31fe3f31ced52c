"""Written coordinates: decimal degrees, DMS, MGRS, UTM, geo: URIs, WKT points, maps links.

Only the text is read; no link is ever opened.
"""

from __future__ import annotations

from catalogue.coordinates.angles import parse_angles
from catalogue.coordinates.grids import parse_mgrs, parse_utm
from catalogue.coordinates.links import parse_geo_uri, parse_link
from catalogue.coordinates.spot import FORMS, Spot
from catalogue.errors import InvalidPlace

__all__ = ["Spot", "parse_place"]

_LONGEST = 4000


def parse_place(text: str) -> Spot:
    """Read one place as people write it; latitude first where nothing says otherwise.

    Raises InvalidPlace with the text and the accepted forms.
    """
    given = text.strip()
    if not given:
        raise InvalidPlace(f"the place is empty. {FORMS}")
    if len(given) > _LONGEST or "\x00" in given:
        raise InvalidPlace(f"place {given[:40]!r}… is no coordinate. {FORMS}")
    for reader in (parse_geo_uri, parse_link, parse_mgrs, parse_utm, parse_angles):
        spot = reader(given)
        if spot is not None:
            return spot
    raise InvalidPlace(f"place {given[:200]!r} cannot be read. {FORMS}")
