"""What a report claims: suggestions, accept, reject, redact."""

from __future__ import annotations

import os
import shlex
from typing import Annotated

import typer

from catalogue.cli.common import TOLD, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.errors import InvalidValue

Text = str | None
Report = Annotated[str, typer.Argument(metavar="REPORT", help="The report: id or uid.")]


@app.command(rich_help_panel=TOLD)
def suggestions(
    name: Report,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What a report claims, as suggestions, and what was decided about each."""
    from catalogue.extract import extraction_to_json

    with open_catalogue(folder) as cat:
        found = cat.named_report(name)
        document = extraction_to_json(found.id, cat.extraction(found))
        decided = cat.decisions(found)
    for made in document["suggestions"]:
        known = decided.get(made["id"])
        made["decision"] = None if known is None else known.verdict
        made["words"] = found.text[made["start"] : made["end"]]
    if as_json:
        print_json(document)
        return
    rows = [
        [m["id"], m["status"], m["observability"], m["time"] and m["time"]["edtf"],
         m["event_class"], m["decision"], " ".join(m["words"].split())[:90]]
        for m in document["suggestions"]
    ]  # fmt: skip
    columns = ("id", "status", "imagery", "when", "class", "decision", "words")
    print_table(columns, rows, "Nothing in this text was recognised as a claim.")


@app.command(rich_help_panel=TOLD)
def ask(
    name: Report,
    program: Annotated[
        str | None,
        typer.Option(help="A program that reads JSON and answers JSON, with its arguments."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(help="GOES ONLINE: an OpenAI-compatible API; the whole text is sent there."),
    ] = None,
    model: Annotated[str, typer.Option(help="The model's name at that address.")] = "default",
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Ask another suggester what a report claims; the key of a model is CATALOGUE_MODEL_KEY."""
    key = os.environ.get("CATALOGUE_MODEL_KEY") or None
    with open_catalogue(folder) as cat:
        found = cat.named_report(name)
        answer = cat.ask(
            found.uid, program=shlex.split(program or ""), url=url or "", model=model, key=key
        )
    if as_json:
        made = [m.id for m in answer.suggestions]
        print_json({"suggestions": made, "dropped": list(answer.dropped)})
        return
    typer.echo(
        f"{len(answer.suggestions)} suggestions; see them with: catalogue suggestions {name}"
    )
    for why in answer.dropped:
        typer.echo(f"  dropped: {why}", err=True)


@app.command(rich_help_panel=TOLD)
def accept(
    name: Report,
    suggestion: Annotated[str, typer.Argument(help="The suggestion's id.")],
    time: Annotated[Text, typer.Option(help="Another time, EDTF.")] = None,
    place: Annotated[Text, typer.Option(help="Another place: any written coordinates.")] = None,
    radius: Annotated[
        float | None, typer.Option(help="95 % sure within so many metres of --place.")
    ] = None,
    title: Annotated[Text, typer.Option(help="A title of your own.")] = None,
    note: Annotated[Text, typer.Option(help="What you want to note.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Make a suggestion an observation, as it stands or with your changes."""
    from catalogue.suggesting import Edits

    if radius is not None and place is None:
        raise typer.BadParameter("--radius needs --place")
    edits = Edits(title=title, time=time, where=place, radius_m=radius, note=note)
    with open_catalogue(folder) as cat:
        made = cat.accept(cat.named_report(name).uid, suggestion, edits)
        links = len(cat.links_for_observation(made.uid))
    if as_json:
        print_json({"observation": made.id, "uid": made.uid, "links": links})
    else:
        typer.echo(f"{made.id}: {made.title} ({links} images could have shown it)")


@app.command(rich_help_panel=TOLD)
def reject(
    name: Report,
    suggestion: Annotated[str, typer.Argument(help="The suggestion's id.")],
    reason: Annotated[
        str,
        typer.Option(
            help="not_a_claim, irrelevant, duplicate, wrong_time, wrong_place or wrong_what."
        ),
    ],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Say that a suggestion is none, and why."""
    with open_catalogue(folder) as cat:
        made = cat.reject(cat.named_report(name).uid, suggestion, reason)
    if as_json:
        print_json({"suggestion": made.suggestion, "verdict": made.verdict, "reason": made.reason})
    else:
        typer.echo(f"{suggestion}: rejected, {reason}")


@app.command(rich_help_panel=TOLD)
def redact(
    words: Annotated[Text, typer.Argument(help="A name, wherever it stands.")] = None,
    name: Annotated[
        Text, typer.Option("--report", metavar="REPORT", help="The report a passage stands in.")
    ] = None,
    passage: Annotated[
        Text, typer.Option(metavar="START:END", help="A passage of that report, in characters.")
    ] = None,
    translation: Annotated[
        bool, typer.Option("--translation", help="The passage is one of the translation.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why, without the words themselves.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count, remove nothing.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Remove a name or a passage for good, from texts, claims, notes and history."""
    from dataclasses import asdict

    with open_catalogue(folder) as cat:
        uid = None if name is None else cat.named_report(name).uid
        spot = None if passage is None else ("translation" if translation else "text",
                                             *_range(passage))  # fmt: skip
        done = cat.redact(words, report=uid, passage=spot, reason=reason, dry_run=dry_run)
    if as_json:
        print_json({**asdict(done), "dry_run": dry_run})
        return
    verb = "would go" if dry_run else "are gone"
    typer.echo(
        f"{done.places} places {verb}: {done.reports} reports, {done.observations} observations, "
        f"{done.annotations} annotations, {done.scenes} scenes, {done.evidence} assessments and "
        f"other records, {done.versions} old versions; "
        f"{done.entries} history entries become tombstones."
    )
    if not dry_run and done.found:
        typer.echo(
            "Snapshots, exports and backups made before still hold them: remove those yourself.",
            err=True,
        )


def _range(text: str) -> tuple[int, int]:
    start, _, end = text.partition(":")
    if not (start.isdigit() and end.isdigit()):
        raise InvalidValue(f"passage {text!r} must be START:END, such as 120:180.")
    return int(start), int(end)
