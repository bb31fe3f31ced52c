"""The search log: where was looked for imagery, here and elsewhere, with what was found."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence.occurrences import hull
from catalogue.evidence.places import area_of_claims, stated_area
from catalogue.evidence.searched import HERE
from catalogue.interval import Interval, from_us
from catalogue.model import BBox, Observation, Scene, SceneQuery, Search
from catalogue.reporting import now
from catalogue.verbs.cases import Cases
from catalogue.verbs.exact import matches
from catalogue.when import parse_scene_time


@dataclass(frozen=True, slots=True)
class Again:
    """A saved search run over this catalogue: `new` are scenes it has not shown before."""

    search: Search
    scenes: tuple[Scene, ...]
    new: tuple[Scene, ...]


class Searched(Cases):
    """The search log: where was looked for imagery, here and elsewhere."""

    def searches(self, *, observation: str | None = None, case: str | None = None) -> list[Search]:
        """The log, oldest first, without what was withdrawn; of an observation or a case (uids)."""
        found = self.store.find_evidence(Search, case=case)
        return [
            search
            for search in found
            if not search.withdrawn and (observation is None or observation in search.observations)
        ]

    def named_search(self, name: str) -> Search:
        """A search by the name it was saved under, or its uid. Raises NotFound."""
        for search in self.searches():
            if name in (search.name, search.uid):
                return search
        raise NotFound(f"there is no search {name!r}; `catalogue searches` lists them.")

    def _free_name(self, name: str) -> str:
        text = " ".join(name.split())
        if not text or len(text) > 200:
            raise InvalidValue("a saved search needs a name of 1 to 200 characters.")
        if any(text in (search.name, search.uid) for search in self.searches()):
            raise InvalidValue(
                f"there is a search {text!r} already: run it again, or choose another name."
            )
        return text

    def log_search(
        self,
        provider: str,
        *,
        searched: str | None = None,
        area: BaseGeometry | Mapping[str, Any] | BBox | None = None,
        at_place: bool = False,
        when: Interval | None = None,
        filters: Mapping[str, Any] | None = None,
        collections: Iterable[str] = (),
        found: int | None = None,
        observations: Sequence[str] = (),
        case: str | None = None,
        name: str | None = None,
        note: str | None = None,
    ) -> Search:
        """Write down a search that a person made elsewhere; one that found nothing is a result.

        `searched` is a date or a moment in UTC (default: now). `area` is what was asked for, in
        lon/lat, or `at_place` says it was the place of the observations (uids). `case` is an id
        or uid; `name` makes it a saved search. Raises NotFound, InvalidValue, InvalidTime.
        """
        claims = [self.store.observation(uid) for uid in observations]
        if at_place and (area is not None or not claims):
            raise InvalidValue(
                "say which claims' place was searched, or state an area: one of both."
            )
        asked = area_of_claims(claims) if at_place else None if area is None else stated_area(area)
        with self.store.transaction():
            made = Search(
                uid=uuid.uuid4().hex,
                provider=" ".join(provider.split()),
                searched=_checked_moment(searched) if searched else now(),
                author=self.settings.author,
                area=asked,
                when=when,
                collections=tuple(collections),
                filters=dict(filters or {}),
                found=found,
                observations=tuple(claim.uid for claim in claims),
                case=None if case is None else self.named_case(case).uid,
                by_hand=True,
                name=None if name is None else self._free_name(name),
                note=note,
            )
            return self.keep(made)

    def save_search(
        self,
        name: str,
        *,
        area: BaseGeometry | Mapping[str, Any] | BBox | None = None,
        observations: Sequence[str] = (),
        when: Interval | None = None,
        days: float = 0.0,
        cloud_max_pct: float | None = None,
        gsd_max_m: float | None = None,
        case: str | None = None,
    ) -> Search:
        """Save a search of this catalogue, to be run again: scenes that meet area and interval.

        With observations (uids) their place and, from `days` before to as many after, their time
        are what is searched unless others are given. Raises NotFound, InvalidValue.
        """
        claims = [self.store.observation(uid) for uid in observations]
        if area is None and claims:
            area = area_of_claims(claims)
        if when is None and claims:
            when = _span(claims, days)
        limits = {"cloud_max_pct": cloud_max_pct, "gsd_max_m": gsd_max_m}
        with self.store.transaction():
            made = Search(
                uid=uuid.uuid4().hex,
                provider=HERE,
                searched=now(),
                author=self.settings.author,
                area=None if area is None else stated_area(area),
                when=when,
                filters={key: value for key, value in limits.items() if value is not None},
                observations=tuple(claim.uid for claim in claims),
                case=None if case is None else self.named_case(case).uid,
                name=self._free_name(name),
            )
            return self.keep(made)

    def run_saved(self, name: str) -> Again:
        """Run a saved search over this catalogue, and log it with the scenes that are new.

        New is what neither the search nor a run of it has shown before. Raises NotFound, and
        InvalidValue for filters that scenes here cannot be held against.
        """
        saved = self.named_search(name)
        saved = self.store.evidence(Search, saved.again) if saved.again else saved
        query, areas = _query(saved)
        scenes = tuple(s for s in self.store.scenes(query) if matches(s, areas, query.when))
        with self.store.transaction():
            runs = [s for s in self.searches() if s.again == saved.uid and s.provider == HERE]
            seen = {uid for run in (saved, *runs) for uid in run.scenes}
            new = tuple(scene for scene in scenes if scene.uid not in seen)
            run = replace(
                saved,
                uid=uuid.uuid4().hex,
                provider=HERE,
                endpoint=None,
                searched=now(),
                author=self.settings.author,
                found=len(scenes),
                scenes=tuple(scene.uid for scene in new),
                request={},
                by_hand=False,
                sent_area=None,
                error=None,
                name=None,
                again=saved.uid,
                note=None,
                version=1,
            )
            return Again(self.keep(run), scenes, new)


def _checked_moment(text: str) -> str:
    """The text itself if it is a date or a moment that can have been. Raises InvalidTime."""
    parse_scene_time(text)
    return text.strip()


def _span(claims: Sequence[Observation], days: float) -> Interval | None:
    """From the first time of the claims to the last, with some days on each side."""
    each = [hull(one) for claim in claims if claim.when for one in claim.when.occurrences]
    if not each:
        return None
    begin, end = min(i.begin_us for i in each), max(i.end_us for i in each)
    more = timedelta(days=days)
    return Interval(from_us(begin), from_us(end)).widened(more, more)


def _query(saved: Search) -> tuple[SceneQuery, list[BaseGeometry]]:
    limits = dict(saved.filters)
    cloud, gsd = (limits.pop(key, None) for key in ("cloud_max_pct", "gsd_max_m"))
    if limits:
        raise InvalidValue(
            f"the search was filtered by {', '.join(sorted(limits))}, which scenes of this "
            "catalogue cannot be held against; save another one."
        )
    areas = [] if saved.area is None else [saved.area]
    boxes = tuple(BBox(*box) for area in areas for box in space.boxes(area))
    query = SceneQuery(
        boxes=boxes,
        when=saved.when,
        collections=saved.collections,
        gsd_max_m=gsd,
        cloud_max_pct=cloud,
    )
    return query, areas
