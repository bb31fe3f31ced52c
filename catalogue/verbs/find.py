"""Find imagery: plan a search, show it, make it, log it, make it again."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from catalogue.errors import InvalidValue
from catalogue.verbs.searched import Searched

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from catalogue.find.access import Access
    from catalogue.find.found import Found
    from catalogue.find.plan import Limits, Plan, Preview
    from catalogue.find.stop import Stop


class Find(Searched):
    """Find imagery at a STAC API that the user names. Nothing but `find_imagery` sends anything."""

    def plan_search(
        self,
        observation: str,
        endpoint: str,
        *,
        collections: Sequence[str] = (),
        enlarge: str | None = None,
        when: str | None = None,
        days: float | None = None,
        cloud_max_pct: float | None = None,
        gsd_max_m: float | None = None,
        download: Sequence[str] = (),
        name: str | None = None,
        case: str | None = None,
        limits: Limits | None = None,
    ) -> Plan:
        """A search for scenes of where and when an observation (uid) may have happened.

        `enlarge` asks for a larger area ("10" times, "150km" wide); `when` is UTC, "A/B", instead
        of `days` before and after the event (30). `name` makes it a saved search, `case` (id or
        uid) part of one. Raises NotFound, InvalidValue, InvalidTime.
        """
        from catalogue.find import SearchRequest
        from catalogue.find.place import DAYS, area_of, interval_of
        from catalogue.find.plan import Limits, Plan
        from catalogue.when import parse_search_time

        if when is not None and days is not None:
            raise InvalidValue("give a time or a number of days round the event, not both.")
        source = self.store.observation(observation)
        area = area_of(source)
        days = DAYS if days is None else days
        asked = interval_of(source, days) if when is None else parse_search_time(when)
        bounds = limits or Limits()
        request = SearchRequest(
            endpoint,
            self._sent(area, enlarge),
            asked,
            tuple(collections),
            cloud_max_pct,
            gsd_max_m,
            page=max(1, min(100, bounds.most_scenes)),
        )
        return Plan(
            request,
            area,
            observation=source.uid,
            case=None if case is None else self.named_case(case).uid,
            name=None if name is None else self._free_name(name),
            download=tuple(download),
            limits=bounds,
        )

    def plan_again(
        self, search: str, *, download: Sequence[str] = (), limits: Limits | None = None
    ) -> Plan:
        """The same search once more, of its name or uid: what is sent is the same, byte for byte.

        Raises NotFound, InvalidValue for one that was not sent to a STAC API from here.
        """
        from catalogue.find import SearchRequest
        from catalogue.find.plan import Limits, Plan

        before = self.named_search(search)
        body = before.request.get("body")
        if before.endpoint is None or not isinstance(body, Mapping) or before.area is None:
            raise InvalidValue(
                f"the search {search!r} was made by hand or in this catalogue; it cannot be sent."
            )
        return Plan(
            SearchRequest.from_body(before.endpoint, body),
            before.area,
            observation=next(iter(before.observations), None),
            case=before.case,
            again=before.again or before.uid,
            download=tuple(download),
            limits=limits or Limits(),
        )

    def preview_search(self, plan: Plan, access: Access | None = None) -> Preview:
        """Exactly what would be sent, and what it tells the provider. Sends nothing."""
        from catalogue.find.plan import preview

        return preview(plan, access or self._access())

    def find_imagery(
        self,
        plan: Plan,
        access: Access | None = None,
        *,
        stop: Stop | None = None,
        progress: Callable[[str, int, int | None], None] | None = None,
    ) -> Found:
        """Make a search: the one thing here that goes online. Ask the user first.

        Adds the scenes that show the true place, fetches the files that the plan wants, and
        writes the search into the log, also where it failed or found nothing. `progress` is told
        ("scenes" or "bytes", done, of how many). Raises MissingExtra; a provider that fails is no
        exception but `Found.error`.
        """
        from catalogue.find.files import Into
        from catalogue.find.found import search_record
        from catalogue.find.run import run
        from catalogue.find.stop import Stop
        from catalogue.imagery.limits import Limits as ReadLimits

        author = self.settings.author
        into = Into(self.store, self.folder, author, ReadLimits.of(self.settings))
        found = run(plan, access or self._access(), into, stop or Stop(), progress)
        logged = self.keep(search_record(found, uuid.uuid4().hex, author))
        return replace(found, search=logged.uid)

    def _sent(self, area: BaseGeometry, enlarge: str | None) -> BaseGeometry:
        from catalogue.find import Enlargement, enlarged
        from catalogue.find.seed import seed_of

        if enlarge is None:
            return area
        return enlarged(area, Enlargement.parse(enlarge), seed_of(self.folder))

    def _access(self, **more: Any) -> Access:
        from catalogue.find.access import Access

        return Access.of(os.environ, **more)
