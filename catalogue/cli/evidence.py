"""What is still unproven: evidence REPORT, matrix, gaps OBSERVATION."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.common import (
    UNPROVEN,
    AsJson,
    Folder,
    app,
    open_catalogue,
    print_json,
    print_table,
)
from catalogue.cli.show import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalogue.catalogue import Catalogue
    from catalogue.evidence.gap import Bracket
    from catalogue.evidence.matrix import Matrix
    from catalogue.evidence.report import ClaimEvidence, ReportEvidence


@app.command(rich_help_panel=UNPROVEN)
def evidence(
    report: Annotated[str, typer.Argument(help="A report, by its id.")],
    folder: Folder = None,
    images: Annotated[int, typer.Option(help="Tell so many images of each claim.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Say of each claim of a report which images could show it, what they did, what is missing."""
    from catalogue.evidence.report_json import evidence_json

    with open_catalogue(folder) as cat:
        found = cat.evidence(cat.named_report(report).uid, max(0, images))
    if as_json:
        print_json(evidence_json(found))
    else:
        _say(found)


def _say(found: ReportEvidence) -> None:
    published = f", published {found.report.published}" if found.report.published else ""
    typer.echo(f"{found.report.id}: {found.report.title}{published}")
    for advice in found.advice:
        typer.echo(f"First: {advice}")
    for number, claim in enumerate(found.claims, start=1):
        _say_claim(number, claim)
    if found.never:
        typer.echo("\nWhat no image can ever show")
        for claim in found.never:
            typer.echo(f"  {claim.observation.id}: {claim.observation.title} ({_shows(claim)})")
    if not found.claims:
        typer.echo("No claim of it is an observation yet.")
    if found.undecided:
        typer.echo(
            f"\n{found.undecided} suggestions are not decided yet. "
            f"Next: catalogue suggestions {found.report.id}"
        )


def _shows(claim: ClaimEvidence) -> str:
    words = {"can_show": "an image can", "partly": "partly", "cannot_show": "never"}
    said = words.get(claim.shows or "", "nobody has said whether an image can")
    return f"{said}: {claim.why}" if claim.why else said


def _say_claim(number: int, claim: ClaimEvidence) -> None:
    from catalogue.when import describe

    told = claim.observation
    typer.echo(f"\n{number}. {told.id}: {told.title} ({told.status.replace('_', ' ')})")
    typer.echo(f"   when: {describe(told.when) if told.when else 'unknown'}")
    typer.echo(f"   shown by an image: {_shows(claim)}")
    if claim.advice:
        typer.echo(f"   place: {claim.advice}")
    if claim.shows == "cannot_show":
        typer.echo(f"   images: {claim.links}, none of which can show it")
    elif claim.seen:
        more = f", the best {len(claim.seen)}" if len(claim.seen) < claim.links else ""
        typer.echo(f"   images: {claim.links}{more} (rank_score orders, it is not a probability)")
        columns = ["", "scene", "role", "usable", "rank_score", "main limit"]
        print_table(
            columns,
            [
                [n, s.scene.id, s.link.role, s.link.score.level, short(s.link.score.value),
                 s.link.score.reasons[0]]
                for n, s in enumerate(claim.seen, start=1)
            ],
            "",
        )  # fmt: skip
    for one in claim.assessments:
        names = {s.scene.uid: s.scene.id for s in claim.seen}
        note = f": {one.note}" if one.note else ""
        verdict = one.verdict.replace("_", " ")
        where = names.get(one.scene, one.scene)
        typer.echo(f"   {verdict}, {one.part}, on {where}, by {one.author}{note}")
    if not claim.assessments and claim.seen and claim.shows != "cannot_show":
        typer.echo("   nobody has judged an image of it yet")
    for sentence in claim.gaps:
        typer.echo(f"   {sentence}")


@app.command(rich_help_panel=UNPROVEN)
def matrix(
    folder: Folder = None,
    report: Annotated[
        list[str] | None, typer.Option(help="Only claims of this report. Repeatable.")
    ] = None,
    case: Annotated[str | None, typer.Option(help="Only claims of this case.")] = None,
    datetime: Annotated[
        str | None, typer.Option(metavar="A/B", help="Only scenes of this time, UTC.")
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(help="Only cells in this state, such as unreviewed. Repeatable."),
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="Only before, during, between, after. Repeatable.")
    ] = None,
    usable: Annotated[
        bool | None, typer.Option("--usable/--unusable", help="Only images that are (or are not).")
    ] = None,
    author: Annotated[str | None, typer.Option(help="Only verdicts of this person.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write it: .csv, .svg or .png.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Claims against scenes: what was judged, what nobody looked at, where there is none."""
    from catalogue.evidence.filters import Filters
    from catalogue.when import parse_search_time

    with open_catalogue(folder) as cat:
        filters = Filters(
            reports=tuple(cat.named_report(name).uid for name in report or ()),
            case=case,
            states=tuple(state or ()),
            roles=tuple(role or ()),
            usable=usable,
            when=None if datetime is None else parse_search_time(datetime),
            author=author,
        )
        if out is not None:
            written = cat.write_matrix(out, filters, overwrite=overwrite)
            typer.echo(f"{written.rows} claims written to {written.path}", err=as_json)
            for warning in written.warnings:
                typer.echo(f"  note: {warning}", err=True)
            if not as_json:
                return
        found = cat.matrix(filters, with_parts=as_json)
    if as_json:
        import orjson

        from catalogue.evidence.matrix_json import matrix_json

        body = orjson.dumps(matrix_json(found), option=orjson.OPT_SERIALIZE_NUMPY)
        typer.echo(body.decode())
    else:
        _print_matrix(found)


def _print_matrix(found: Matrix) -> None:
    from catalogue.evidence.matrix_json import none_sentence
    from catalogue.evidence.verdicts import STATES

    names = [name.replace("_", " ") for name in STATES]
    rows = [
        [
            found.reports.get(row.report or "", (None, ""))[0],
            row.observation.id,
            *(count[name] or None for name in STATES),
            none_sentence(row),
        ]
        for row, count in zip(found.rows, found.row_counts(), strict=True)
    ]
    print_table(
        ["report", "claim", *names, "at its time"],
        rows,
        "No claims yet. Next: catalogue observe FILE.csv, or catalogue report FILE",
    )
    typer.echo(f"{len(found.rows)} claims, {len(found.columns)} scenes.")


@app.command(rich_help_panel=UNPROVEN)
def gaps(
    observation: Annotated[str, typer.Argument(help="An observation.")],
    curl: Annotated[
        str | None,
        typer.Option(metavar="ENDPOINT", help="Print a curl line for each gap; sends nothing."),
    ] = None,
    stac: Annotated[
        str | None,
        typer.Option(metavar="ENDPOINT", help="Print the body of a STAC search for each gap."),
    ] = None,
    aoi: Annotated[bool, typer.Option("--aoi", help="Print the area as GeoJSON.")] = False,
    enlarge: Annotated[
        str | None, typer.Option(help="With these, a larger area: 10 (times) or 150km (wide).")
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Say for each time of an observation which images lie around it and what none shows."""
    from catalogue.evidence.as_json import bracket_json
    from catalogue.evidence.sentences import gap_sentence

    with open_catalogue(folder) as cat:
        uid = cat.named_observation(observation).uid
        found = cat.gaps(uid)
        if curl or stac or aoi:
            _to_search(cat, uid, found, curl, stac, enlarge, aoi=aoi)
            return
    if as_json:
        print_json([bracket_json(bracket) for bracket in found])
        return
    for bracket in found:
        typer.echo(gap_sentence(bracket))
        for side, seen in (("before", bracket.before), ("after", bracket.after)):
            said = f"{seen.scene.id} ({seen.link.score.level})" if seen else "none usable"
            typer.echo(f"  {side}: {said}")
        for seen in bracket.inside:
            typer.echo(f"  at its time: {seen.scene.id} ({seen.link.score.level})")
    if not found:
        typer.echo("Its time is unknown, so nothing lies around it.")


def _to_search(
    cat: Catalogue,
    uid: str,
    found: Sequence[Bracket],
    curl: str | None,
    stac: str | None,
    enlarge: str | None,
    *,
    aoi: bool,
) -> None:
    """What to ask elsewhere, of each gap: a curl line, the body of a search, or the area."""
    from catalogue.evidence.gap import to_search
    from catalogue.interval import format_utc

    for bracket in found:
        asked = to_search(bracket)
        ends = ("" if t is None else format_utc(t) for t in (asked.begin, asked.end))
        plan = cat.plan_search(
            uid, curl or stac or "https://example.org", when="/".join(ends), enlarge=enlarge
        )
        if aoi:
            print_json(plan.request.aoi())
            return
        if curl:
            typer.echo(plan.request.curl())
        else:
            print_json(plan.request.body())
