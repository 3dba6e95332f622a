"""Whether the numbers and dates of a claim hold by those of a passage: "more than 110" by "112 cases".

Networks of this size read numbers poorly, so they are compared by rule. Each quantity of the claim is held
against the one of the passage that fits it best: of the same kind (share, money, plain number, year, day),
with the same word behind it if there is one, and nearest in size. The comparison respects "more than", "fewer
than", "at least", "up to" and "about" on both sides: what the passage leaves open stays open.
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


_UNITS = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: number for number, word in enumerate([*_UNITS, *_TEENS])}
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "mn": 1e6}
_SCALES |= {"crore": 1e7, "crores": 1e7, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_MONEY_SCALES = {"k": 1e3, "m": 1e6}
"""Letters that are a scale behind money alone: "5 m" may be metres."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(f"{month[:3]}\\.?" for month in _MONTHS), "sept\\.?"])
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b(?:,? (?P<year>[12]\d{{3}}))?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d{{3}})"
    r"(?:,? (?P<year2>[12]\d{3}))?",
    re.IGNORECASE | re.ASCII,
)
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[1:])}))?|{'|'.join([*_TEENS, *_UNITS])})"
)
_IN_WORDS = rf"{_BELOW_HUNDRED}(?: hundred(?: (?:and )?{_BELOW_HUNDRED})?)?|hundred"
_SCALE_WORDS = "|".join(sorted([*_SCALES, *_MONEY_SCALES], key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<money>[$£€¥₹]|\bus\s?\$|\b(?:usd|eur|rs\.?)\s?)?\s?(?<![\w.])"
    rf"(?P<number>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_IN_WORDS})\b)(?P<more>\+)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE_WORDS})\b)?"
    r"(?:(?P<share>\s?%|\s?per\s?cent\b)|\s(?P<currency>dollars|euros|pounds|rupees)\b"
    r"|(?P<ordinal>st|nd|rd|th)\b|(?<=\+)|\b)",
    # Without ASCII, "sıx" would match as "six", and digits of other scripts as what they are not.
    re.IGNORECASE | re.ASCII,
)
_BOUNDS = (
    (Relation.AT_LEAST, r"at least|minimum of|between"),
    (Relation.AT_MOST, r"at most|up to|maximum of|within|between \S+ and"),
    (Relation.MORE, r"(?:more|greater|higher|larger|longer|older|later) than|over|above|exceed\w*"),
    (Relation.LESS, r"(?:less|fewer|lower|smaller|shorter|younger|earlier) than|under|below"),
    (Relation.ABOUT, r"about|around|approximately|roughly|nearly|almost|close to|some"),
)
_TIME_BOUNDS = (
    (Relation.AT_LEAST, "since|from"),
    (Relation.AT_MOST, "until|by"),
    (Relation.MORE, "after"),
    (Relation.LESS, "before"),
)
"""What bounds a date alone: prices rise "by 5 percent", and somebody dies "after 3 days"."""


def _in_front(bounds: tuple[tuple[Relation, str], ...]) -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    return tuple(
        (relation, re.compile(rf"\b(?:{words})\W*(?:a|the|a total of)?\W*$")) for relation, words in bounds
    )


_TURNED = {Relation.MORE: Relation.AT_MOST, Relation.LESS: Relation.AT_LEAST}
_NEGATED = re.compile(r"\b(?:no|not|never|nothing|without|cannot|\w+n['’]t)\s(?:be |been |any )?$")
"""What turns the bound behind it round: "did not exceed 100", "no later than May 5"."""

_BEFORE_NUMBER = _in_front(_BOUNDS)
_BEFORE_DATE = _in_front((*_BOUNDS, *_TIME_BOUNDS))
_BEHIND = (
    (Relation.AT_LEAST, re.compile(r"\s?(?:[a-z]+ )?or (?:more|above|over|longer|older)\b")),
    (Relation.AT_MOST, re.compile(r"\s?(?:[a-z]+ )?or (?:less|fewer|below|under|younger)\b")),
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
        found.append(Quantity(number, "day", _bound_before(lowered, match.start(), _BEFORE_DATE), ""))
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
    # "One" is mostly no number, and neither are numbers of an order, like "3rd".
    if len(written) > _MOST_DIGITS and written[0].isdigit():
        return None
    if match["ordinal"] or (written == "one" and not scale):
        return None
    money = bool(match["money"] or match["currency"])
    if scale in _MONEY_SCALES and not money:
        scale = None
    kind = "share" if match["share"] else "money" if money else "number"
    if kind == "number" and not scale and re.fullmatch(r"1[5-9]\d\d|20\d\d", written):
        kind = "year"
    unit = _UNIT.match(text, match.end())
    return Quantity(
        _value(written) * (_SCALES | _MONEY_SCALES).get(scale or "", 1.0),
        kind,
        Relation.AT_LEAST if match["more"] else _bound(text, match, kind),
        stem(unit[1]) if unit else "",
    )


def _value(written: str) -> float:
    if written[0].isdigit():
        return float(written.replace(",", ""))
    hundreds, found, rest = written.rpartition("hundred")
    of_hundreds = sum(_VALUES[word] for word in re.split("[ -]", hundreds.strip()) if word)
    below = sum(_VALUES.get(word, 0) for word in re.split("[ -]", rest.strip()) if word)
    return 100.0 * (of_hundreds or 1) + below if found else float(below)


def _bound(text: str, match: re.Match[str], kind: str) -> Relation:
    for relation, pattern in _BEHIND:
        if pattern.match(text, match.end()):
            return relation
    return _bound_before(text, match.start(), _BEFORE_DATE if kind == "year" else _BEFORE_NUMBER)


def _bound_before(text: str, place: int, bounds: tuple[tuple[Relation, re.Pattern[str]], ...]) -> Relation:
    before = text[max(place - 40, 0) : place]
    for relation, pattern in bounds:
        if found := pattern.search(before):
            turned = relation in _TURNED and _NEGATED.search(before, 0, found.start())
            return _TURNED[relation] if turned else relation
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
        if held is None:
            counts["quantity_open"] += group == "quantity"
            continue
        verdict = "holds" if held else "fails"
        counts[f"{group}_{verdict}"] += 1
        if group == "quantity" and quantity.relation not in {Relation.EXACT, Relation.ABOUT}:
            counts[f"bound_{verdict}"] += 1
        if not held and _apart(quantity, match) < 0.25:
            counts["failing_near"] += 1
    return [min(counts[name], 3.0) for name in QUANTITY_FEATURES]


def holds(asked: Quantity, given: Quantity) -> bool | None:
    """Tell whether a quantity of a claim holds where the passage has the other; ``None`` leaves it open.

    Each is a range of values. A claim's holds if the passage's lies within it, and fails if they are apart.
    """
    low, high = _range(asked)
    given_low, given_high = _range(given)
    if asked.relation == given.relation == Relation.EXACT and asked.kind not in {"year", "day"}:
        # 413 million is 413.1 million as people write it; 1,446 is not 1,447.
        return math.isclose(asked.value, given.value, rel_tol=0.0005 if asked.value >= 1e5 else 0)
    if Relation.ABOUT in {asked.relation, given.relation} and low <= given.value <= high:
        return True
    if low <= given_low and given_high <= high:
        return True
    return False if given_high < low or high < given_low else None


_ABOUT_SHARE = 0.15
"""How far a number may be from the one it is said to be about."""


def _range(quantity: Quantity) -> tuple[float, float]:
    value = quantity.value
    around = 0 if quantity.kind in {"year", "day"} else _ABOUT_SHARE * value
    return {
        Relation.EXACT: (value, value),
        Relation.ABOUT: (value - around, value + around),
        Relation.MORE: (math.nextafter(value, math.inf), math.inf),
        Relation.LESS: (-math.inf, math.nextafter(value, -math.inf)),
        Relation.AT_LEAST: (value, math.inf),
        Relation.AT_MOST: (-math.inf, value),
    }[quantity.relation]


def _best_match(asked: Quantity, given: list[Quantity]) -> Quantity | None:
    fitting = [other for other in given if other.kind == asked.kind]
    if not fitting:
        return None
    return min(fitting, key=lambda other: _apart(asked, other) - 1.0 * (other.unit == asked.unit != ""))


def _apart(asked: Quantity, other: Quantity) -> float:
    if asked.kind in {"year", "day"}:
        return abs(asked.value - other.value) / 31
    return min(abs(math.log((asked.value + 0.5) / (other.value + 0.5))), 3.0)
