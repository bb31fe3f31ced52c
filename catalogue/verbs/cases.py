"""Cases: investigations with their question, reports and places."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence.places import stated_area
from catalogue.model import Case
from catalogue.reporting import now
from catalogue.verbs.kept import Kept

# What of a case may be changed; it is closed and opened by verbs of their own.
EDITABLE = ("question", "title", "reports", "observations", "places", "sensitivity", "note")


class Cases(Kept):
    """Cases: investigations with their question, reports and places."""

    def cases(self, *, closed: bool = True) -> list[Case]:
        """All in the order in which they were opened, without what was withdrawn."""
        found = self.store.find_evidence(Case)
        return [c for c in found if not c.withdrawn and (closed or c.closed is None)]

    def named_case(self, name: str) -> Case:
        """A case by its id or uid. Raises NotFound."""
        for case in self.cases():
            if name in (case.id, case.uid):
                return case
        raise NotFound(f"there is no case {name!r}; `catalogue case list` lists them.")

    def open_case(self, id: str, question: str, **more: Any) -> Case:
        """Begin an investigation. `more` is of EDITABLE; reports and observations are uids.

        Raises InvalidValue for an id that is taken, NotFound for what the case is to be about.
        """
        name, question = id.strip(), question.strip()
        if not question:
            raise InvalidValue("a case needs its question: what is to be found out?")
        with self.store.transaction():
            if any(name in (case.id, case.uid) for case in self.cases()):
                raise InvalidValue(f"there is a case {name!r} already; choose another id.")
            made = Case(uuid.uuid4().hex, name, question, self.settings.author, now())
            return self.keep(replace(made, **self._checked(more)))

    def change_case(self, name: str, base: int | None = None, **changes: Any) -> Case:
        """Change what is known of a case (EDITABLE), as a new version; `base` is the one seen.

        Raises NotFound, InvalidValue, Conflict.
        """
        with self.store.transaction():
            known = self.named_case(name)
            new = replace(known, **self._checked(changes), author=self.settings.author)
            if replace(new, author=known.author) == known:
                return known
            return self.keep(new, known.version if base is None else base)

    def add_to_case(
        self, name: str, *, reports: Sequence[str] = (), observations: Sequence[str] = ()
    ) -> Case:
        """Make reports and observations (uids) part of a case; what is there already stays."""
        known = self.named_case(name)
        return self.change_case(
            name,
            reports=(*known.reports, *reports),
            observations=(*known.observations, *observations),
        )

    def close_case(self, name: str, note: str | None = None) -> Case:
        """End an investigation; nothing is lost. Twice is harmless. Raises NotFound."""
        return self._close(name, now(), note)

    def reopen_case(self, name: str) -> Case:
        """Go on with an investigation that was closed. Raises NotFound."""
        return self._close(name, None, None)

    def _close(self, name: str, closed: str | None, note: str | None) -> Case:
        with self.store.transaction():
            known = self.named_case(name)
            if (known.closed is None) == (closed is None) and note is None:
                return known
            new = replace(known, closed=closed, note=note or known.note)
            return self.keep(replace(new, author=self.settings.author), known.version)

    def _checked(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        strange = sorted(changes.keys() - set(EDITABLE))
        if strange:
            raise InvalidValue(
                f"{strange[0]!r} of a case cannot be changed; {', '.join(EDITABLE)} can."
            )
        found = dict(changes)
        for kind, look_up in (
            ("reports", self.store.report),
            ("observations", self.store.observation),
        ):
            if kind in found:
                found[kind] = tuple(dict.fromkeys(look_up(uid).uid for uid in found[kind]))
        if found.get("places") is not None:
            found["places"] = stated_area(found["places"])
        if "question" in found and not found["question"].strip():
            raise InvalidValue("a case needs its question: what is to be found out?")
        return found
