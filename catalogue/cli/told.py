"""What is reported: report, reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import (
    EXIT_REJECTED,
    TOLD,
    AsJson,
    Folder,
    app,
    columns_option,
    open_catalogue,
    outcome_json,
    print_json,
    print_table,
    progress_bar,
)

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.verbs.told import Taken

Text = str | None


@app.command(rich_help_panel=TOLD)
def report(
    paths: Annotated[
        list[Path], typer.Argument(help="Texts, or CSV/JSON/JSONL with a column of text.")
    ],
    folder: Folder = None,
    published: Annotated[
        Text, typer.Option(metavar="DATE", help="When it was published: 2022-07-18, or EDTF.")
    ] = None,
    publisher: Annotated[Text, typer.Option(help="Who published it.")] = None,
    url: Annotated[Text, typer.Option(help="Its address; kept, never opened.")] = None,
    archive_url: Annotated[Text, typer.Option(help="Its address in an archive.")] = None,
    accessed: Annotated[Text, typer.Option(metavar="DATE", help="When you read it.")] = None,
    language: Annotated[Text, typer.Option(help="Its language: en, uk, fa...")] = None,
    file: Annotated[
        Path | None, typer.Option(help="Your own copy of one report: PDF or WACZ.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Say which column a field is in: text=Body. Repeatable."),
    ] = None,
    encoding: Annotated[Text, typer.Option(help="The files' encoding, if not UTF-8.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take reports in and say what they claim, as suggestions for you to decide about."""
    given = {
        "published": published, "publisher": publisher, "url": url, "archive_url": archive_url,
        "accessed": accessed, "language": language,
    }  # fmt: skip
    known: dict[str, Any] = {name: v for name, v in given.items() if v is not None}
    if file is not None and len(paths) > 1:
        raise typer.BadParameter("--file is the copy of one report; name one path with it")
    done: list[dict[str, Any]] = []
    with (
        open_catalogue(folder, create=True, look_only=dry_run) as cat,
        progress_bar("reading", as_json) as progress,
    ):
        for path in paths:
            for item in _taken(cat, path, columns_option(column), known, file, encoding, dry_run):
                done.append(item)
                if progress is not None:
                    progress(len(done), None)
    if as_json:
        alone = len(done) == 1 and "error" not in done[0]
        print_json(done[0] if alone else done)
    else:
        _say(done, dry_run)
    if any("error" in item for item in done):
        raise typer.Exit(EXIT_REJECTED if len(done) > 1 else 1)


def _taken(
    cat: Catalogue,
    path: Path,
    mapping: dict[str, str] | None,
    known: dict[str, Any],
    file: Path | None,
    encoding: str | None,
    dry_run: bool,
) -> Iterator[dict[str, Any]]:
    """One JSON document for each report of a file, or {"source", "row", "error"}."""
    from catalogue.model import Rejected
    from catalogue.read.reports import is_of_observations

    if mapping is None and is_of_observations(path):
        outcome = cat.observe(path, dry_run=dry_run)
        yield {"source": path.name, "observations": outcome_json(outcome)}
        return
    for taken in cat.take_reports(
        path, mapping, known=known, copy=file, encoding=encoding, dry_run=dry_run
    ):
        if isinstance(taken, Rejected):
            yield {"source": path.name, "row": taken.row, "error": taken.reason}
        else:
            yield _one(cat, taken)


def _one(cat: Catalogue, taken: Taken) -> dict[str, Any]:
    from catalogue.extract import extraction_to_json

    found = extraction_to_json(taken.report.id, cat.extraction(taken.report))
    said = list(taken.warnings)
    if taken.report.published is None:
        said.append("no date of publication is known: what is relative to it has no limits.")
    if not taken.new:
        said.append(f"the text is there already, as {taken.report.id}; it is kept once.")
    found["warnings"] = [*said, *found["warnings"]]
    return found


def _say(done: list[dict[str, Any]], dry_run: bool) -> None:
    for item in done:
        if "error" in item:
            row = f", row {item['row']}" if item.get("row") else ""
            typer.echo(f"catalogue: {item['source']}{row}: {item['error']}", err=True)
            continue
        if "observations" in item:
            counts = item["observations"]
            typer.echo(
                f"{item['source']}: {counts['added']} observations added, {counts['updated']} "
                f"updated, {counts['unchanged']} unchanged, {len(counts['rejected'])} rejected."
            )
            continue
        found = item["suggestions"]
        ending = " (nothing stored)" if dry_run else ""
        typer.echo(f"{item['report']}: {len(found)} suggestions{ending}")
        for warning in item["warnings"]:
            typer.echo(f"  note: {warning}", err=True)


@app.command(rich_help_panel=TOLD)
def reports(folder: Folder = None, as_json: AsJson = False) -> None:
    """The reports: when published, by whom, how many observations were taken from each."""
    with open_catalogue(folder) as cat:
        rows = [report_json(cat, r) for r in cat.reports()]
    if as_json:
        print_json(rows)
        return
    columns = ("id", "published", "publisher", "title", "claims", "rejected")
    print_table(
        columns,
        [[r[c] for c in columns] for r in rows],
        "No reports yet. Take one in: catalogue report FILE --published DATE",
    )


def report_json(cat: Catalogue, found: Any) -> dict[str, Any]:
    """What is known about a report, without its text; None is unknown."""
    names = ("uid", "id", "title", "published", "publisher", "url", "archive_url", "accessed",
             "language", "sha256", "excerpt", "translator", "reliability", "version")  # fmt: skip
    decisions = cat.store.decisions(found.uid)
    return {
        **{name: getattr(found, name) for name in names},
        "characters": len(found.text),
        "copy": None if found.file is None else found.file.sha256,
        "claims": len(cat.claims(found.uid)),
        "rejected": sum(d.verdict == "reject" for d in decisions),
        "redactions": sum(r.count for r in found.redactions),
    }
