"""Words of time and the patterns made of them. English."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu",
         "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "couple": 2, "few": 3, "several": 3, "half a": 0.5,
}  # fmt: skip
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
QUARTERS = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36, "1": 33, "2": 34,
            "3": 35, "4": 36}  # fmt: skip
UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "10Y", "hour": "H",
         "minute": "m", "century": "100Y", "quarter": "3M", "weekend": "D"}  # fmt: skip
PARTS_OF_DAY = {
    "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (20, 28),
    "noon": (11, 13), "midday": (11, 13), "midnight": (23, 25), "dawn": (4, 7), "dusk": (17, 21),
}  # fmt: skip

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ORDINAL_DAY = rf"{DAY}(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]|20)\d\d"
UNIT = r"(?:day|week|month|year|decade|hour|minute|century|quarter|weekend)"
NUMBER = (
    r"(?:\d{1,3}|a\s+few|a\s+couple\s+of|several|an?|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
)
PART = r"(?:early|mid|middle|late)"
PART_OF_DAY = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"


def count_of(text: str) -> float:
    """The number a phrase says; "a few" counts as 3."""
    words = text.lower().split()
    word = next((w for w in words if w in ("few", "couple", "several")), words[0] if words else "")
    return float(word) if word.isdecimal() else float(NUMBERS.get(word, 1))


def is_vague(text: str) -> bool:
    """True for a number that nobody counted."""
    return any(w in text.lower() for w in ("few", "couple", "several"))


def month_of(text: str) -> int:
    """1 to 12."""
    return MONTHS[text.lower().rstrip(".")]


def weekday_of(text: str) -> int:
    """0 is Monday."""
    return WEEKDAYS[text.lower()]
