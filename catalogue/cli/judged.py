"""What does it show: look, pair, assess, assessments, agreement, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalogue.cli.common import SHOWS, AsJson, Folder, app, open_catalogue, print_json, print_table
from catalogue.cli.show import scene_name
from catalogue.errors import InvalidValue, NotFound

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.model import Assessment

Text = str | None
Claim = Annotated[str, typer.Argument(metavar="OBSERVATION", help="The claim: id or uid.")]
Image = Annotated[str, typer.Argument(metavar="SCENE", help="The image: id, collection/id or uid.")]
Author = Annotated[Text, typer.Option(help="Whose judgement it is.")]
Relied = Annotated[
    list[str] | None,
    typer.Option("--annotation", help="An annotation it rests on (uid). Repeatable."),
]
OneTime = Annotated[
    int | None, typer.Option("--time", help="Which of its times, from 1 (default: all).")
]
OneObject = Annotated[
    int | None, typer.Option("--object", help="Which of its objects, from 1 (default: all).")
]


def _from_0(number: int | None) -> int | None:
    return None if number is None else number - 1


@app.command(rich_help_panel=SHOWS)
def look(
    observation: Claim,
    scene: Image,
    cls: Annotated[
        list[str] | None, typer.Option("--class", help="A class that you see. Repeatable.")
    ] = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="You see nothing of note.")] = False,
    note: Annotated[Text, typer.Option(help="What you see, in words.")] = None,
    annotation: Relied = None,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Say what you see on an image before you read the claim; your verdict then counts as blind."""
    from catalogue.store.codec import evidence_to_json

    with open_catalogue(folder, author=author) as cat:
        made = cat.look(
            cat.named_observation(observation).uid, cat.named_scene(scene).uid, cls or (),
            nothing=nothing, note=note, annotations=annotation or (),
        )  # fmt: skip
    if as_json:
        print_json(evidence_to_json(made))
    else:
        typer.echo(f"Noted (look {made.uid}): {', '.join(made.classes) or 'nothing of note'}.")


@app.command(rich_help_panel=SHOWS)
def pair(
    observation: Claim,
    scene: Image,
    time: OneTime = None,
    thing: OneObject = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What to know of a claim and an image before judging: what it may show, and what not."""
    from catalogue.evidence.pair import pair_json

    with open_catalogue(folder) as cat:
        seen = cat.pair(
            cat.named_observation(observation).uid, cat.named_scene(scene).uid,
            occurrence=_from_0(time), object=_from_0(thing),
        )  # fmt: skip
    found = pair_json(seen)
    if as_json:
        print_json(found)
        return
    role = f"{found['role']}, {found['level']}" if seen.link else "not linked"
    typer.echo(f"{seen.observation.title}, {seen.scene.name}: {role}")
    for text in (*found["reasons"], *seen.remarks):
        typer.echo(f"  {text}")
    for text in seen.weak:
        typer.echo(f"  inconsistent needs a reason: {text}")
    for part, why in seen.unseen.items():
        typer.echo(f"  {part} cannot be judged: {why}")


@app.command(rich_help_panel=SHOWS)
def assess(
    observation: Claim,
    scene: Image,
    part: Annotated[
        str, typer.Option(help="Of the claim: place, date, object, count, damage or actor.")
    ],
    verdict: Annotated[
        str, typer.Option(help="consistent, inconsistent, inconclusive or not_observable.")
    ],
    time: OneTime = None,
    thing: OneObject = None,
    alternative: Annotated[
        list[str] | None, typer.Option(help="What else it may be. Repeatable.")
    ] = None,
    confidence: Annotated[float | None, typer.Option(help="0 to 1.")] = None,
    note: Annotated[Text, typer.Option(help="Why you think so.")] = None,
    annotation: Relied = None,
    despite: Annotated[
        Text, typer.Option(help="Why a poor image counts against the claim all the same.")
    ] = None,
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Judge a part of a claim by an image; what the score said is kept with it."""
    from catalogue.evidence.wording import meaning

    with open_catalogue(folder, author=author) as cat:
        claim, image = cat.named_observation(observation), cat.named_scene(scene)
        made = cat.assess(
            claim.uid, image.uid, part, verdict,
            occurrence=_from_0(time),
            object=_from_0(thing),
            alternatives=alternative or (), confidence=confidence, note=note,
            annotations=annotation or (), despite=despite,
        )  # fmt: skip
        remarks = cat.pair(
            claim.uid, image.uid, occurrence=made.occurrence, object=made.object
        ).remarks
    if as_json:
        print_json({**assessment_json(made), "meaning": meaning(made, claim),
                    "remarks": list(remarks)})  # fmt: skip
        return
    typer.echo(f"{meaning(made, claim)} (assessment {made.uid})")
    for text in remarks:
        typer.echo(f"  note: {text}", err=True)


def assessment_json(made: Assessment) -> dict[str, Any]:
    """A verdict for programs, all fields; time and object count from 0, None is unknown."""
    from dataclasses import asdict

    found = asdict(made)
    if made.score is not None:
        found["score"] = {
            "rank_score": made.score.value,
            "low": made.score.low,
            "high": made.score.high,
            "level": made.score.level,
            "limiting": made.score.limiting,
            "reasons": list(made.score.reasons),
        }
    return found


@app.command(rich_help_panel=SHOWS)
def assessments(
    observation: Annotated[Text, typer.Argument(help="Of one claim.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Only those that need another look, and why.")
    ] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """The verdicts there are, and what changed since each was given."""
    with open_catalogue(folder) as cat:
        uid = None if observation is None else cat.named_observation(observation).uid
        found = [(a, cat.changed_since(a)) for a in cat.assessments(uid)]
        found = [(a, changes) for a, changes in found if changes or not again]
        names = [_names(cat, a) for a, _ in found]
    rows = [
        {"observation_id": claim, "scene_id": scene, **assessment_json(a),
         "needs_another_look": list(changes)}
        for (claim, scene), (a, changes) in zip(names, found, strict=True)
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    print_table(
        ("observation", "scene", "part", "verdict", "by", "blind", "again"),
        [[r["observation_id"], r["scene_id"], r["part"], r["verdict"], r["author"],
          "yes" if r["blind"] else "", "yes" if r["needs_another_look"] else ""] for r in rows],
        "No verdicts need another look." if again else
        "No verdicts yet. Next: catalogue assess OBSERVATION SCENE --part object --verdict ...",
    )  # fmt: skip
    for r in rows:
        for change in r["needs_another_look"]:
            typer.echo(f"  {r['observation_id']}, {r['scene_id']}, {r['part']}: {change}")


def _names(cat: Catalogue, made: Assessment) -> tuple[str, str]:
    return cat.observation(made.observation).id, scene_name(cat, cat.scene(made.scene))


@app.command(rich_help_panel=SHOWS)
def agreement(
    least: Annotated[
        int | None, typer.Option(help="No figure on fewer answers to the same questions.", min=1)
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """How far people agree, and whether knowing the claim changes what they see."""
    from dataclasses import asdict

    with open_catalogue(folder) as cat:
        found = cat.agreement(least)
    if as_json:
        print_json([asdict(a) for a in found])
        return
    for each in found:
        typer.echo(each.sentence)


@app.command(rich_help_panel=SHOWS)
def withdraw(
    uid: Annotated[str, typer.Argument(help="An assessment, a look, a photo...: its uid.")],
    author: Author = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Take back what a person added around claims and images; it stays in the history."""
    from catalogue.model import EVIDENCE, Assessment, Look, kind_of

    with open_catalogue(folder, author=author) as cat:
        for kind in EVIDENCE:
            try:
                made = cat.store.evidence(kind, uid)
            except NotFound:
                continue
            if isinstance(made, Assessment | Look) and made.author != cat.settings.author:
                raise InvalidValue(
                    f"this {kind_of(kind)} is {made.author}'s; only they take it back (--author)."
                )
            cat.withdraw(kind, uid)
            if as_json:
                print_json({"kind": kind_of(kind), "uid": uid, "withdrawn": True})
            else:
                typer.echo(f"{kind_of(kind)} {uid} is withdrawn; the history keeps it.")
            return
    raise NotFound(f"there is no assessment, look, search, case or photo {uid!r}.")
