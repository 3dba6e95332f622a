"""The words of a report that are ours, in the language that is spoken: gettext, with Babel's data on locales.

Messages are the English text, whole sentences with named ``{places}``; their translations stand in
``factbook/locale``. Which language is spoken is set by `speaking` for what runs within it, and is English
everywhere else: of commands and errors, and of the desk unless its language is set. What people wrote is
never translated.

See docs/languages.md for how a language is added.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.errors import BadInputError

if TYPE_CHECKING:
    from babel import Locale

LOCALE_FOLDER = Path(__file__).resolve().parent / "locale"
DOMAIN = "factbook"
DESK_DOMAIN = "desk"
"""Messages of the desk alone: reports have none of them."""
ENGLISH = "en"

# English is written without Babel, whose data change from version to version: its reports are to stay as
# they are.
_MONTHS = "January February March April May June July August September October November December".split()

_SPOKEN: ContextVar[str] = ContextVar("factbook_wording", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say our words in a language within this block, like ``es`` or ``ar-JO``; English if it is not known."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """Give the language that is spoken here and now."""
    return _SPOKEN.get()


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Give the codes of the languages that reports can be in, English first."""
    found = LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return (ENGLISH, *sorted(file.parent.parent.name for file in found))


def is_known(language: str) -> bool:
    """Tell whether there are words of ours in a language, in whatever region it is spoken."""
    return _primary(language) in languages()


def same_language(one: str, other: str) -> bool:
    """Tell whether two codes are of one language, in whatever regions."""
    return _primary(one) == _primary(other)


def choose_language(wanted: str, *, content: str) -> str:
    """Give the language of a report's own words.

    Parameters
    ----------
    wanted:
        As the setting ``report_language`` has it; empty if it is not set.
    content:
        The language of what people wrote in the check; it is the report's, too, where we know it.

    Raises
    ------
    BadInputError
        The language that is wanted is none that we know.
    """
    if not wanted:
        return content if is_known(content) else ENGLISH
    if not is_known(wanted):
        raise BadInputError(
            f"report_language in factbook.toml is {wanted!r}, and there are no words in that language",
            next_step=f"Use one of: {', '.join(languages())}; or leave it out.",
        )
    return wanted


def expect_wording(content: str, *, wanted: str) -> None:
    """Raise ``BadInputError`` for a check that is made where a report of it could have no words.

    ``wanted`` is the setting ``report_language``: where it is set, the report is in that one, and what people
    write may be in any. A check that is there already, from wherever it came, opens and builds in English
    where its own language is one without words.
    """
    if not (wanted or is_known(content)):
        raise BadInputError(
            f"There are no words for reports in {content!r}",
            next_step=f"There are in: {', '.join(languages())}. Set report_language in factbook.toml to one "
            "of these, and the claim may be in any language; docs/languages.md says how one is added.",
        )
    choose_language(wanted, content=content)


def direction(language: str) -> str:
    """Give ``rtl`` or ``ltr``: the way a language is written."""
    return "ltr" if _primary(language) == ENGLISH else str(_locale(language).text_direction)


def gettext(message: str, /, **values: object) -> str:
    """Say a message in the language that is spoken; ``values`` go where it has their names in braces."""
    told = translated(message)
    return told.format(**values) if values else told


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Say a message in the form that a number asks for; ``{number}`` stands for it."""
    return translated_many(one, many, number).format(number=number, **values)


def translated(message: str) -> str:
    """Give a message as its catalogue has it, with its places still open."""
    return _catalogue(_primary(spoken())).gettext(message) if message else ""


def translated_many(one: str, many: str, number: int) -> str:
    """Give a message in the form that a number asks for, with its places still open."""
    return _catalogue(_primary(spoken())).ngettext(one, many, number)


def N_(message: str) -> str:  # noqa: N802  the name by which tools find such messages
    """Mark a message to be translated where it is used: what stands in a table is read before we speak."""
    return message


def capital(words: str) -> str:
    """Give words as they begin a sentence or a line, where the script has capitals."""
    return f"{words[:1].upper()}{words[1:]}"


def comma_list(words: Sequence[str]) -> str:
    """Give words one after the other: ``a, b, c``."""
    return gettext(", ").join(words)


def and_list(words: Sequence[str]) -> str:
    """Give words of which all are meant: ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return gettext("{words} and {last}", words=_one_by_one(words[:-1]), last=words[-1])


def or_list(words: Sequence[str]) -> str:
    """Give words of which any is meant: ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return gettext("{words} or {last}", words=comma_list(words[:-1]), last=words[-1])


def _one_by_one(words: Sequence[str]) -> str:
    """Give those of which all are meant, but for the last: Arabic says "and" between any two."""
    told = words[0]
    for word in words[1:]:
        told = gettext("{words}, {next}", words=told, next=word)
    return told


def say_day(value: date, *, known: int = 3) -> str:
    """Write a date as far as it is ``known``: 1 the year alone, 2 the month too, 3 the day too."""
    if known == 1:
        return str(value.year)
    if _primary(spoken()) == ENGLISH:
        month = _MONTHS[value.month - 1]
        return f"{month} {value.year}" if known == 2 else f"{month} {value.day}, {value.year}"
    from babel.dates import format_date, format_skeleton

    locale = _locale(spoken())
    if known == 2:
        return str(format_skeleton("yMMMM", value, locale=locale))
    return str(format_date(value, "long", locale=locale))


def say_partial_day(value: str) -> str:
    """Write a date as far as it is known, of ``2025``, ``2025-09`` or ``2025-09-09``."""
    parts = [int(number) for number in value.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return say_day(date(year, month, day), known=len(parts))


def say_iso_day(value: date) -> str:
    """Write a day in figures, like ``2025-09-09``; in words where English is not spoken."""
    day = date(value.year, value.month, value.day)
    return day.isoformat() if _primary(spoken()) == ENGLISH else say_day(day)


def say_number(value: int) -> str:
    """Write a number in groups of three, with Western digits in every language: so are citations."""
    if _primary(spoken()) == ENGLISH:
        return f"{value:,}"
    from babel.numbers import format_decimal

    return str(format_decimal(value, "#,##0", locale=_locale(spoken()), numbering_system="latn"))


def say_decimal(value: float, *, digits: int) -> str:
    """Write a number with so many digits behind the point, or what stands for it."""
    written = f"{value:.{digits}f}"
    if _primary(spoken()) == ENGLISH:
        return written
    from babel.numbers import format_decimal

    pattern = f"0.{'0' * digits}"
    locale = _locale(spoken())
    return str(format_decimal(Decimal(written), pattern, locale=locale, numbering_system="latn"))


def say_percent(share: float) -> str:
    """Write a share from 0 to 1 in per cent, like ``82%``."""
    written = f"{share:.0%}"
    if _primary(spoken()) == ENGLISH:
        return written
    from babel.numbers import format_percent

    whole = Decimal(written.rstrip("%"))
    return str(format_percent(whole / 100, locale=_locale(spoken()), numbering_system="latn"))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@lru_cache(maxsize=16)
def _catalogue(language: str) -> catalogues.NullTranslations:
    if language == ENGLISH or language not in languages():
        return catalogues.NullTranslations()
    spoken = catalogues.translation(DOMAIN, LOCALE_FOLDER, languages=[language])
    if catalogues.find(DESK_DOMAIN, str(LOCALE_FOLDER), languages=[language]):
        spoken.add_fallback(catalogues.translation(DESK_DOMAIN, LOCALE_FOLDER, languages=[language]))
    return spoken


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """Give what is known of a language in its region; of the language alone where the region is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_primary(language) if is_known(language) else ENGLISH)
