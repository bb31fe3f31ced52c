"""Hand it over: dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.common import (
    HAND,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    progress_bar,
)
from catalogue.errors import InvalidValue, NotFound
from catalogue.evidence.filters import Filters

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.dossier.build import Dossier


@app.command(rich_help_panel=HAND)
def dossier(
    name: Annotated[
        str, typer.Argument(metavar="CLAIM", help="An observation, a report or a case.")
    ],
    out: Annotated[Path, typer.Argument(help="The folder to write; it must not exist.")],
    publish: Annotated[
        bool, typer.Option("--publish", help="An edition for publication: an allow-list only.")
    ] = False,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="With --publish, tell more: text, report, place, authors, scenes."),
    ] = None,
    coarse_km: Annotated[
        float, typer.Option("--coarse-km", help="With --publish, move places by up to so much.")
    ] = 10.0,
    title: Annotated[str | None, typer.Option(help="The title (default: the claim's).")] = None,
    images: Annotated[int, typer.Option(help="Images with pictures, of each claim.", min=0)] = 20,
    pdf: Annotated[
        bool | None, typer.Option("--pdf/--no-pdf", help="PDF files (default: with Chromium).")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a dossier.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Write all that is known of a claim into one folder that others can check."""
    with open_catalogue(folder) as cat, progress_bar("cutting pictures", as_json) as progress:
        claims, their_title = _claims(cat, name)
        if allow and not publish:
            raise InvalidValue("--allow says what a publication may tell; use it with --publish.")
        if publish:
            done = cat.publication(
                out, claims, allow=allow or (), title=title, coarse_m=1000 * coarse_km,
                overwrite=overwrite, pdf=pdf, images=images, progress=progress,
            )  # fmt: skip
        else:
            done = cat.dossier(
                out, claims, title=title or their_title, overwrite=overwrite, pdf=pdf,
                images=images, progress=progress,
            )  # fmt: skip
    if as_json:
        print_json(_json(done))
        return
    _say(done, publish)


def _claims(cat: Catalogue, name: str) -> tuple[list[str], str | None]:
    """The observations (uids) that a name means, and the title of the report or case it is."""
    try:
        return [cat.named_observation(name).uid], None
    except NotFound:
        report = cat.store.report_named(name)
    if report is None:
        return _of_case(cat, name)
    found = cat.claims(report.uid)
    if not found:
        raise InvalidValue(
            f"no claim of report {name} was accepted yet; look at `catalogue suggestions {name}` "
            "and accept what it claims."
        )
    return [o.uid for o in found], report.title or report.id


def _of_case(cat: Catalogue, name: str) -> tuple[list[str], str]:
    try:
        case = cat.named_case(name)
    except NotFound:
        raise NotFound(
            f"there is no observation, report or case {name!r}; list them with `catalogue "
            "observations`, `catalogue reports` and `catalogue cases`."
        ) from None
    found = cat.claims_of(Filters(case=case.uid))
    if not found:
        raise InvalidValue(f"case {name} has no claim yet; add some with `catalogue case add`.")
    return [o.uid for o in found], case.title or case.question


def _json(done: Dossier) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "fingerprint": done.fingerprint,
        "files": done.files,
        "pictures": done.pictures,
        "warnings": list(done.warnings),
    }


def _say(done: Dossier, publish: bool) -> None:
    typer.echo(f"{done.folder}: {done.files} files, {done.pictures} pictures. Open index.html.")
    typer.echo(f"Fingerprint {done.fingerprint}")
    typer.echo(f"Check it with: python {done.folder / 'verify.py'}")
    for text in done.warnings:
        typer.echo(f"  no picture: {text}", err=True)
    if publish:
        typer.echo(
            "Look at every page before you publish it. Pictures may show where they were taken, "
            "whatever coordinates say; and words that you allowed may name the place.",
            err=True,
        )
