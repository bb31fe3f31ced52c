"""What a provider answered, as scenes held against the true place and time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from catalogue.errors import CatalogueError, UnreadableFile
from catalogue.find.place import meets
from catalogue.find.plan import Plan
from catalogue.model import Provenance, Rejected, Scene
from catalogue.read.json_text import not_finite
from catalogue.read.options import ReadOptions
from catalogue.read.stac import is_item, item_id, scene_of
from catalogue.read.stac_fields import mapping

# What an asset's address may begin with; a path of this machine never comes from a provider.
SCHEMES = ("https", "http", "s3", "gs", "az", "abfs", "abfss", "oss")
_NOWHERE = "."

Verdict = Literal["shows", "outside", "beyond"]


@dataclass(frozen=True, slots=True)
class Page:
    """Items as they were received; `url` is where the answer came from.

    `matched` is how many the provider says there are, None if it does not say; `more` whether a
    further page can be asked for.
    """

    items: tuple[Any, ...]
    matched: int | None
    url: str
    more: bool = False


@dataclass
class Sifted:
    """Scenes that show the true place, and what became of everything else.

    `outside` lie in the larger area only; `beyond` are at another time, cloudier or coarser than
    asked for; `repeated` came twice.
    """

    scenes: list[Scene] = field(default_factory=list)
    received: int = 0
    outside: int = 0
    beyond: int = 0
    repeated: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    names: set[tuple[str | None, str]] = field(default_factory=set)

    def take(self, page: Page, plan: Plan) -> bool:
        """Sort a page's items out; False if it held nothing that is new."""
        before = len(self.names) + len(self.rejected)
        for item in page.items:
            self.received += 1
            try:
                self._take(scene_in(item, page.url, plan), plan)
            except (CatalogueError, RecursionError) as error:
                reason = str(error) or "is nested too deeply."
                named = item.get("id") if isinstance(item, Mapping) else None
                value = repr(named[:200])[1:-1] if isinstance(named, str) else None
                where = getattr(error, "field", None)
                self.rejected.append(Rejected(plan.host, reason, self.received, where, value))
        return len(self.names) + len(self.rejected) > before

    def _take(self, scene: Scene, plan: Plan) -> None:
        name = (scene.collection, scene.id)
        if name in self.names:
            self.repeated += 1
            return
        self.names.add(name)
        verdict = judged(scene, plan)
        if verdict == "shows":
            self.scenes.append(scene)
        elif verdict == "outside":
            self.outside += 1
        else:
            self.beyond += 1


def judged(scene: Scene, plan: Plan) -> Verdict:
    """Whether a scene meets the true place and what was asked; what is unknown is kept."""
    asked = plan.request
    if scene.footprint is None or not meets(scene.footprint, plan.area):
        return "outside"
    if asked.when is not None and scene.when is not None and not scene.when.meets(asked.when):
        return "beyond"
    for known, most in (
        (scene.cloud_pct, asked.cloud_max_pct),
        (scene.gsd_m, asked.gsd_max_m),
    ):
        if most is not None and known is not None and known > most:
            return "beyond"
    return "shows"


def scene_in(item: Any, url: str, plan: Plan) -> Scene:
    """The scene of an item that `url` answered. Raises UnreadableFile for what cannot be used."""
    if not isinstance(item, Mapping) or not isinstance(item.get("assets", {}), Mapping):
        raise UnreadableFile("is no STAC item.")
    item_id(item)
    if not is_item(item):
        raise UnreadableFile("is no STAC item: it needs type Feature, id and assets.")
    strange = not_finite(item)
    if strange is not None:
        raise UnreadableFile(f"{strange[1]} at {strange[0]} is not a finite number.")
    clean, left_out = _with_addresses(item, url)
    options = ReadOptions(obtained_from=plan.request.endpoint, licence=_licence(item))
    scene = scene_of(clean, _NOWHERE, {}, {}, options)  # type: ignore[arg-type] # all absolute
    if scene.footprint is None:
        raise UnreadableFile("has no geometry that can be used, so nobody knows what it shows.")
    if scene.when is None:
        raise UnreadableFile("has no readable time, so nobody knows when it was taken.")
    source = Provenance(plan.request.endpoint, _licence(item), _makers(item), order_id=scene.id)
    assets = tuple(replace(asset, provenance=source) for asset in scene.assets)
    return replace(scene, assets=assets, stac=item, warnings=(*scene.warnings, *left_out))


def _with_addresses(item: Mapping[str, Any], url: str) -> tuple[dict[str, Any], list[str]]:
    """The item with absolute addresses of its assets; what is no web address is left out."""
    base, assets, left_out = _own(item) or url, {}, []
    for key, asset in mapping(item.get("assets")).items():
        href = mapping(asset).get("href")
        if not isinstance(href, str):
            continue
        address = _address(href.strip(), base)
        if address is None:
            left_out.append(f"asset {key[:80]!r} has the address {href[:80]!r}: left out.")
        else:
            assets[key] = {**asset, "href": address}
    return {**item, "assets": assets}, left_out


def _own(item: Mapping[str, Any]) -> str | None:
    links = item.get("links")
    for link in links if isinstance(links, list) else []:
        href = mapping(link).get("href")
        if mapping(link).get("rel") == "self" and isinstance(href, str):
            return href if href.startswith(("https://", "http://")) else None
    return None


def _address(href: str, base: str) -> str | None:
    try:
        found = urljoin(base, href) if "://" not in href else href
        parts = urlsplit(found)
    except ValueError:
        return None
    plain = found.isprintable() and "\\" not in found and len(found) <= 8000
    return found if plain and parts.scheme in SCHEMES and parts.netloc else None


def _licence(item: Mapping[str, Any]) -> str | None:
    value = mapping(item.get("properties")).get("license")
    return value[:200] if isinstance(value, str) and value.strip() else None


def _makers(item: Mapping[str, Any]) -> str | None:
    """The names of its producers and licensors."""
    listed = mapping(item.get("properties")).get("providers")
    names = [mapping(one).get("name") for one in (listed if isinstance(listed, list) else [])]
    return ", ".join(name[:100] for name in names[:10] if isinstance(name, str)) or None
