"""Coordinates inside maps links and geo: URIs. The link is text here; it is never opened."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from catalogue.coordinates.spot import FORMS, Spot, decimals, spot
from catalogue.errors import InvalidPlace

_N = r"[+-]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"(?:loc:|point\.)?\s*({_N})\s*[,~_\s]\s*({_N})(?=$|[^\d.].*$)")
_GEO = re.compile(rf"geo:({_N}),({_N})(?:,{_N})?(?P<params>(?:;[^?]*)?)(?:\?(?P<query>.*))?", re.I)
_PIN = re.compile(rf"!3d({_N})!4d({_N})")
_AT = re.compile(rf"/@({_N}),({_N})")
_IN_PATH = re.compile(rf"/maps/(?:search|place|dir)/(?:[^/]*/)?({_N}),\+?({_N})(?=$|[/?])")
_HASH_MAP = re.compile(rf"(?:^|[#&/])map=[\d.]+/({_N})/({_N})")
# Names of one parameter that holds a pair, the pin before the centre of the map.
_PAIRS = (
    "q", "query", "pt", "coordinate", "daddr", "destination", "sp", "ll", "sll", "center",
    "centre", "cp", "at", "view",
)  # fmt: skip
_SHORT = ("goo.gl", "maps.app.goo.gl", "bit.ly", "t.co", "binged.it", "tinyurl.com")


def parse_geo_uri(text: str) -> Spot | None:
    """RFC 5870 `geo:lat,lon;u=metres`, also with Android's ?q=lat,lon. None for other text."""
    if not text.lower().startswith("geo:"):
        return None
    match = _GEO.fullmatch(text)
    if match is None:
        raise InvalidPlace(f"{text!r} is no geo: URI; write geo:35.1,51.2 (latitude first).")
    params = dict(p.partition("=")[::2] for p in match["params"].lower().split(";") if p)
    if params.get("crs", "wgs84") != "wgs84":
        raise InvalidPlace(f"{text!r} is in {params['crs']!r}; only wgs84 can be read.")
    lat, lon = match[1], match[2]
    if found := _PAIR.match(dict(parse_qsl(match["query"] or "")).get("q", "")):
        lat, lon = found[1], found[2]
    try:
        radius = float(params["u"]) if "u" in params else None
    except ValueError:
        raise InvalidPlace(f"{text!r} has a radius u that is no number of metres.") from None
    if radius is not None and not 0 <= radius <= 2.1e7:
        raise InvalidPlace(f"{text!r} has a radius u of {radius:g} m; it must be 0 or more.")
    return spot(text, float(lat), float(lon), "geo URI", step_deg=decimals(lat, lon), r95_m=radius)


def parse_link(text: str) -> Spot | None:
    """The pin of a maps link, else the centre of its map; None if the text is no link.

    Raises InvalidPlace for a link without coordinates, such as a short one.
    """
    url = text if re.match(r"(?i)https?://", text) else f"https://{text}"
    if not re.match(r"(?i)https?://[\w.-]+\.[a-z]{2,}(?:[:/?#]|$)", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    query = {k.lower(): v for k, v in parse_qsl(parts.query)}
    anchor = unquote(parts.fragment)
    query |= {k.lower(): v for k, v in parse_qsl(anchor.lstrip("?/!")) if k.lower() not in query}
    found = _pair(unquote(parts.path), anchor, query, host)
    if found is None:
        if host in _SHORT or "/go/" in parts.path:
            raise InvalidPlace(
                f"{text!r} is a short link, and links are never opened here; open it in a "
                "browser and paste the long address, or the coordinates."
            )
        raise InvalidPlace(f"link {text!r} holds no coordinates that are understood. {FORMS}")
    lat, lon, what = found
    return spot(text, float(lat), float(lon), f"{host} link, {what}", step_deg=decimals(lat, lon))


def _pair(path: str, anchor: str, query: dict[str, str], host: str) -> tuple[str, str, str] | None:
    """(latitude, longitude, "pin" or "map centre") as written."""
    if pins := _PIN.findall(path + anchor):
        return (*pins[-1], "pin")
    if "mlat" in query and "mlon" in query:
        return _both(query["mlat"], query["mlon"], "pin")
    if match := _IN_PATH.search(path):
        return match[1], match[2], "pin"
    for name in _PAIRS:
        if match := _PAIR.match(query.get(name, "")):
            what = "pin" if name in _PAIRS[:7] else "map centre"
            # Yandex alone writes the longitude first
            order = (2, 1) if "yandex" in host else (1, 2)
            return match[order[0]], match[order[1]], what
    if match := _AT.search(path) or _HASH_MAP.search("#" + anchor):
        return match[1], match[2], "map centre"
    for lon in ("lon", "lng", "long", "longitude"):
        for lat in ("lat", "latitude"):
            if lat in query and lon in query:
                return _both(query[lat], query[lon], "map centre")
    return None


def _both(lat: str, lon: str, what: str) -> tuple[str, str, str] | None:
    if re.fullmatch(_N, lat) and re.fullmatch(_N, lon):
        return lat, lon, what
    return None
