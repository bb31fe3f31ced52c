"""Which scene could show which observation: written by hand, see `sample_tiles.story`.

role: the scene is from before, during, between or after; certainty: "certain" if the whole
place is inside the picture and the time is exact, else "possible". What is not listed must not
be linked. The undated scene is in no list, as nobody knows whether it is from before or after.
"""

from __future__ import annotations

# Short names, in order of time.
_V0520, _V0611 = "SYNTHETIC-050cm-20240520", "SYNTHETIC-050cm-20240611"
_V0625, _V0709 = "SYNTHETIC-050cm-20240625", "SYNTHETIC-050cm-20240709"
_M0611 = "SYNTHETIC-3m-20240612"  # local date: 11 June
_M0617 = "SYNTHETIC-3m-20240617-cloud"
_M0708 = "SYNTHETIC-3m-20240709-swath"  # local date: 8 July
_M0712 = "SYNTHETIC-3m-20240712-miss"
_C0605, _C0611 = "SYNTHETIC-10m-20240605", "SYNTHETIC-10m-20240611"
_C0703, _C0723 = "SYNTHETIC-10m-20240703", "SYNTHETIC-10m-20240723"
_UNTIL_JUNE_17 = (_V0520, _C0605, _V0611, _C0611, _M0611, _M0617)

Answer = dict[str, str]


def _answers(
    certainty: str,
    before: tuple[str, ...] = (),
    during: tuple[str, ...] = (),
    between: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> list[Answer]:
    roles = {"before": before, "during": during, "between": between, "after": after}
    return [
        {"scene": scene, "role": role, "certainty": certainty}
        for role, scenes in roles.items()
        for scene in scenes
    ]


EXPECTED: dict[str, list[Answer]] = {
    "visit-1": _answers(
        "certain",
        before=(_V0520, _C0605),
        during=(_V0611, _C0611, _M0611),
        after=(_M0617, _V0625, _C0703, _M0708, _V0709, _C0723),
    ),
    "visit-2": _answers(
        "certain",
        before=(_V0520, _C0605, _V0611, _C0611, _M0611, _M0617, _V0625, _C0703, _M0708),
        during=(_V0709,),
        after=(_C0723,),
    ),
    "uav": _answers(
        "certain",
        before=(_V0520, _C0605),
        during=(_V0611, _C0611, _M0611, _V0709),
        between=(_M0617, _V0625, _C0703, _M0708),
        after=(_C0723,),
    ),
    "far-at-sea": [],  # no scene within 2,000 km
    "years-before": [],  # more than three years before the first scene
    # the 0.5 m scenes end 1.9 km south of the disc; the one that misses the airfield shows it
    "north-cape": _answers(
        "certain",
        before=(_C0605, _C0611, _M0611, _M0617),
        after=(_C0703, _M0708, _M0712, _C0723),
    ),
    # a disc 10 km wide: every scene of the island shows some of it, none all of it
    "somewhere-there": _answers(
        "possible",
        before=(_V0520, _C0605, _V0611, _C0611, _M0611, _M0617, _V0625, _C0703, _M0708),
        during=(_V0709,),
        after=(_M0712, _C0723),
    ),
    "tests": _answers(
        "certain",
        before=_UNTIL_JUNE_17,
        during=(_V0625,),
        after=(_C0703, _M0708, _V0709, _C0723),
    ),
    # "about September": the time is not exact, so nothing is certain
    "delivery": _answers(
        "possible",
        before=(*_UNTIL_JUNE_17, _V0625, _C0703, _M0708, _V0709, _C0723),
    ),
    # the edge of the swath runs through the middle of the harbour
    "harbour": [
        *_answers("certain", before=(_C0605, _C0611, _M0611, _M0617), after=(_C0703, _C0723)),
        *_answers("possible", after=(_M0708,)),
    ],
    # the disc lies on both sides of 180 degrees: two local days, a day apart, are its June 22
    "date-line": _answers(
        "possible",
        before=("SYNTHETIC-10m-antimeridian-east",),
        after=("SYNTHETIC-10m-antimeridian-west",),
    ),
    "ice-camp": _answers("certain", before=("SYNTHETIC-10m-polar",)),
    "no-time": [],
    "no-place": [],
    "statement": [],  # words, not a thing that stands somewhere
    "ship": _answers("certain", during=("SYNTHETIC-10m-south-atlantic",)),
    "nothing-seen": _answers(
        "certain",
        before=(*_UNTIL_JUNE_17, _V0625, _C0703, _M0708, _V0709),
        after=(_C0723,),
    ),
}
