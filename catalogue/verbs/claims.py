"""What a report claims: suggestions, and what a person makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from catalogue.errors import Conflict, InvalidValue, NotFound
from catalogue.ingest import record
from catalogue.journal import row
from catalogue.model import Decision, Observation, Report, Span
from catalogue.reporting import now
from catalogue.store.codec import row_digest
from catalogue.verbs.told import Told

if TYPE_CHECKING:
    from catalogue.extract.suggesters import Answer
    from catalogue.extract.values import Extraction, PlaceFinder, Suggestion
    from catalogue.suggesting import Edits

# Of so many reports what was found is kept in memory.
_MOST_KEPT = 32


class Claims(Told):
    """What a report claims: suggestions, and what a person makes of them."""

    def suggest(self, report: Report) -> Extraction:
        """What a text says, as suggestions; the same text gives the same. Stores nothing.

        Those of other suggesters that were asked (`ask`) stand among them, each with its maker.
        """
        from catalogue.asking import kept as kept_answers
        from catalogue.asking import with_others
        from catalogue.extract import extract

        kept: dict[Any, Extraction] = self.__dict__.setdefault("_suggested", {})
        key = (report.sha256, report.published, report.publisher)
        if key not in kept:
            if len(kept) >= _MOST_KEPT:
                kept.pop(next(iter(kept)), None)
            kept[key] = extract(
                report.text,
                report.published,
                self._finder(),
                self.store.classes(),
                publisher=report.publisher,
            )
        return with_others(kept[key], kept_answers(self.folder, report))

    def ask(
        self,
        report: str,
        *,
        program: Sequence[str] = (),
        url: str = "",
        model: str = "",
        key: str | None = None,
    ) -> Answer:
        """Ask a program of one's own, or a language model at `url`, what a report (uid) claims.

        A model goes online, or to a server on this machine: the whole text is sent there. What it
        says is kept beside the catalogue and stands among the suggestions. Raises NotFound,
        InvalidValue, SuggesterFailed.
        """
        from catalogue.asking import keep
        from catalogue.extract.suggesters import ask_endpoint, ask_program

        source = self.store.report(report)
        if bool(program) == bool(url):
            raise InvalidValue("name one suggester: a program, or the address of a model.")
        if program:
            answer = ask_program(program, source.text, source.published)
        else:
            answer = ask_endpoint(url, model, source.text, source.published, key=key)
        keep(self.folder, source, answer.suggestions)
        return answer

    def decisions(self, report: Report) -> dict[str, Decision]:
        """What was decided about the suggestions of a report, by the suggestion's id."""
        from catalogue.suggesting import decided

        return decided(self.suggest(report).suggestions, self.store.decisions(report.uid))

    def accept(self, report: str, suggestion: str, edits: Edits | None = None) -> Observation:
        """Make a suggestion an observation, as it stands or changed; it is linked at once.

        Twice is harmless. Raises NotFound, InvalidValue, InvalidTime, InvalidPlace.
        """
        from catalogue.suggesting import Edits, observation_of

        source = self.store.report(report)
        made = self._suggestion(source, suggestion)
        with self.store.transaction():
            known = self.decisions(source).get(made.id)
            if known is not None and known.verdict == "accept" and known.observation:
                return self.store.observation(known.observation)
            observation = observation_of(
                source, self.suggest(source), made, edits or Edits(), self._claim_name(source)
            )
            decision = Decision(
                report, made.id, "accept", made.start, made.end, observation=observation.uid,
                made_by=made.made_by, author=self.settings.author, decided=now(),
            )  # fmt: skip
            self._put_claim("accept", observation, decision)
        return observation

    def reject(self, report: str, suggestion: str, reason: str) -> Decision:
        """Note that a suggestion is none, and why (REASONS); it stays to be seen.

        Raises NotFound, InvalidValue, and Conflict if it was accepted.
        """
        source = self.store.report(report)
        made = self._suggestion(source, suggestion)
        decision = Decision(
            report, made.id, "reject", made.start, made.end, reason,  # type: ignore[arg-type]
            made_by=made.made_by, author=self.settings.author, decided=now(),
        )  # fmt: skip
        with self.store.transaction():
            known = self.decisions(source).get(made.id)
            if known is not None and known.verdict == "accept":
                raise Conflict(
                    f"suggestion {suggestion} was accepted, as an observation; change that one."
                )
            if known is not None and known.reason == reason:
                return known
            self._put_claim("reject", None, decision)
        return decision

    def claim(self, report: str, span: Span, fields: Mapping[str, str]) -> Observation:
        """Make words that a person marked an observation; `fields` are those of a form.

        Raises NotFound, InvalidValue.
        """
        from catalogue.suggesting import claim_of

        source = self.store.report(report)
        with self.store.transaction():
            observation = claim_of(source, span, fields, self._claim_name(source))
            self._put_claim("claim", observation, None)
        return observation

    def claims(self, report: str) -> list[Observation]:
        """The observations that were taken from a report (uid)."""
        return self.store.observations_of_report(report)

    def _put_claim(
        self, op: str, observation: Observation | None, decision: Decision | None
    ) -> None:
        rows = []
        if observation is not None:
            self.store.put_observations([observation])
            rows.append(row("observation", observation.uid, row_digest(observation)))
        if decision is not None:
            self.store.put_decisions([decision])
            rows.append(row("decision", decision.uid, row_digest(decision)))
        said = {} if decision is None or decision.reason is None else {"reason": decision.reason}
        record(self.store, self.settings.author, op, rows, **said)

    def _suggestion(self, report: Report, name: str) -> Suggestion:
        for made in self.suggest(report).suggestions:
            if made.id == name:
                return made
        raise NotFound(
            f"report {report.id} has no suggestion {name!r}; list them with "
            f"`catalogue suggestions {report.id}`."
        )

    def _claim_name(self, report: Report) -> str:
        taken = {o.id for o in self.store.observations_of_report(report.uid)}
        n = len(taken) + 1
        while f"{report.id}-{n}" in taken or self.store.observations_named(f"{report.id}-{n}"):
            n += 1
        return f"{report.id}-{n}"

    def _finder(self) -> PlaceFinder:
        from catalogue.extract.places.finder import place_finder

        finder: PlaceFinder | None = self.__dict__.get("_place_finder")
        if finder is None:
            finder = place_finder(self.settings.gazetteer, self.folder)
            self.__dict__["_place_finder"] = finder
        return finder
