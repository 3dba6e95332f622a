"""Whether the numbers and dates of a claim hold by those of a passage: "more than 110" by "112 cases".

Networks of this size read numbers poorly, so they are compared by rule. Each quantity of the claim is held
against the one of the passage that fits it best: of the same kind (share, money, plain number, year, day),
with the same word behind it if there is one, and nearest in size. The comparison respects "more than", "fewer
than", "at least", "up to" and "about".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from factbook.evidence.words import stem


class Relation(StrEnum):
    """How a claim bounds its quantity."""

    EXACT = "exact"
    ABOUT = "about"
    MORE = "more"
    LESS = "less"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Quantity:
    """A number of a text; ``kind`` is ``share``, ``money``, ``number``, ``year`` or ``day`` (31 a month)."""

    value: float
    kind: str
    relation: Relation
    unit: str


_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6, "mn": 1e6}
_SCALES |= {"crore": 1e7, "crores": 1e7, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(f"{month[:3]}\\.?" for month in _MONTHS), "sept\\.?"])
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b(?:,? (?P<year>[12]\d{{3}}))?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d{{3}})"
    r"(?:,? (?P<year2>[12]\d{3}))?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(
    r"(?P<money>[$£€¥₹]|\bus\s?\$|\b(?:usd|eur|rs\.?)\s?)?\s?(?<![\w.])"
    rf"(?P<number>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)"
    rf"(?:\s?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b)?"
    r"(?:(?P<share>\s?%|\s?per\s?cent\b)|\s(?P<currency>dollars|euros|pounds|rupees)\b"
    r"|(?P<ordinal>st|nd|rd|th)\b|\b)",
    # Without ASCII, "sıx" would match as "six", and digits of other scripts as what they are not.
    re.IGNORECASE | re.ASCII,
)
_RELATIONS = (
    (Relation.AT_LEAST, r"at least|no (?:less|fewer) than|minimum of|or more|since|from"),
    (Relation.AT_MOST, r"at most|no more than|not more than|up to|maximum of|or less|or fewer|until|by"),
    (
        Relation.MORE,
        r"(?:more|greater|higher|larger|longer|older|later) than|over|above|exceed\w*|after",
    ),
    (Relation.LESS, r"(?:less|fewer|lower|smaller|shorter|younger|earlier) than|under|below|before|within"),
    (Relation.ABOUT, r"about|around|approximately|roughly|nearly|almost|close to|some"),
)
_BEFORE = tuple(
    (relation, re.compile(rf"\b(?:{words})\W*(?:a|the|a total of)?\W*$")) for relation, words in _RELATIONS
)
_SPACE = re.compile(r"\s")
_MOST_DIGITS = 15
"""A longer number is a code or a fault of reading, and no quantity."""
_UNIT = re.compile(r"\s*(?:[a-z]+(?:-[a-z]+)? ){0,2}?([a-z]{3,})")


def find_quantities(text: str) -> list[Quantity]:
    """Give the quantities of a text: dates first, then numbers in their order."""
    found: list[Quantity] = []
    lowered = _SPACE.sub(" ", text.casefold())

    def take_day(match: re.Match[str]) -> str:
        day = int(match["day"] or match["day2"])
        month = (match["month"] or match["month2"])[:3]
        number = 31 * [name[:3] for name in _MONTHS].index(month) + day
        found.append(Quantity(number, "day", _relation(lowered[: match.start()]), ""))
        year = match["year"] or match["year2"]
        if year:
            found.append(Quantity(float(year), "year", Relation.EXACT, ""))
        return " " * len(match.group())

    without_days = _DAY.sub(take_day, lowered)
    for match in _NUMBER.finditer(without_days):
        quantity = _read(match, without_days)
        if quantity:
            found.append(quantity)
    return found


def _read(match: re.Match[str], text: str) -> Quantity | None:
    written, scale = match["number"], match["scale"]
    if len(written) > _MOST_DIGITS:
        return None
    value = float(_WORDS[written]) if written in _WORDS else float(written.replace(",", ""))
    # "One" is mostly no number, and neither are numbers of an order, like "3rd".
    if match["ordinal"] or (written == "one" and not scale):
        return None
    money = bool(match["money"] or match["currency"])
    plain = not (scale or money or match["share"])
    kind = "share" if match["share"] else "money" if money else "number"
    if plain and re.fullmatch(r"1[5-9]\d\d|20\d\d", written):
        kind = "year"
    unit = _UNIT.match(text, match.end())
    return Quantity(
        value * _SCALES.get(scale or "", 1.0),
        kind,
        _relation(text[: match.start()]),
        stem(unit[1]) if unit else "",
    )


def _relation(before: str) -> Relation:
    for relation, pattern in _BEFORE:
        if pattern.search(before[-30:]):
            return relation
    return Relation.EXACT


QUANTITY_FEATURES: tuple[str, ...] = (
    "quantities",
    "quantity_holds",
    "quantity_fails",
    "quantity_open",
    "bound_holds",
    "bound_fails",
    "year_holds",
    "year_fails",
    "day_holds",
    "day_fails",
    "failing_near",
)
"""The columns of `compare_quantities`."""


def compare_quantities(claim: str, passage: str) -> list[float]:
    """Hold the quantities of a claim against those of a passage; see `QUANTITY_FEATURES`."""
    asked, given = find_quantities(claim), find_quantities(passage)
    counts = dict.fromkeys(QUANTITY_FEATURES, 0.0)
    for quantity in asked:
        match = _best_match(quantity, given)
        group = quantity.kind if quantity.kind in {"year", "day"} else "quantity"
        if group == "quantity":
            counts["quantities"] += 1
        if match is None:
            counts["quantity_open"] += group == "quantity"
            continue
        held = holds(quantity, match)
        verdict = "holds" if held else "fails"
        counts[f"{group}_{verdict}"] += 1
        if group == "quantity" and quantity.relation not in {Relation.EXACT, Relation.ABOUT}:
            counts[f"bound_{verdict}"] += 1
        if not held and _apart(quantity, match) < 0.25:
            counts["failing_near"] += 1
    return [min(counts[name], 3.0) for name in QUANTITY_FEATURES]


def holds(asked: Quantity, given: Quantity) -> bool:
    """Tell whether a quantity of a claim holds where the passage has the other."""
    value, found = asked.value, given.value
    match asked.relation:
        case Relation.MORE:
            return found > value or (found == value and given.relation in {Relation.MORE, Relation.AT_LEAST})
        case Relation.LESS:
            return found < value or (found == value and given.relation == Relation.LESS)
        case Relation.AT_LEAST:
            return found >= value
        case Relation.AT_MOST:
            return found <= value
    if asked.kind in {"year", "day"}:
        return value == found
    about = Relation.ABOUT in {asked.relation, given.relation}
    # 413 million is 413.1 million as people write it; 1,446 is not 1,447.
    return math.isclose(value, found, rel_tol=0.15 if about else 0.0005 if value >= 1e5 else 0)


def _best_match(asked: Quantity, given: list[Quantity]) -> Quantity | None:
    fitting = [other for other in given if other.kind == asked.kind]
    if not fitting:
        return None
    return min(fitting, key=lambda other: _apart(asked, other) - 1.0 * (other.unit == asked.unit != ""))


def _apart(asked: Quantity, other: Quantity) -> float:
    if asked.kind in {"year", "day"}:
        return abs(asked.value - other.value) / 31
    return min(abs(math.log((asked.value + 0.5) / (other.value + 0.5))), 3.0)
