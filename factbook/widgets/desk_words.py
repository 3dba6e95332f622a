"""The words of the page in a language: what `words.js` says in place of the English messages.

They come from catalogues like those of reports, ``desk.po``; see docs/languages.md. A message that has no
translation is said in English.
"""

from __future__ import annotations

import gettext as catalogues
from functools import lru_cache
from typing import Any

from factbook.errors import BadInputError
from factbook.wording import DESK_DOMAIN, ENGLISH, LOCALE_FOLDER, direction, is_known, languages

_NUMBERS = range(200)
"""Among these, each plural form of a language is needed for some."""

Words = dict[str, Any]


def expect_desk_language(language: str) -> str:
    """Give the language as it is, or raise `BadInputError` if the desk does not know it."""
    if language and not is_known(language):
        raise BadInputError(
            f"The desk does not know the language {language!r}",
            next_step=f"Use one of: {', '.join(languages())}; or give it words: docs/desk.md shows how.",
        )
    return language


def desk_words(language: str) -> Words:
    """Give our words by the English ones; nothing for English.

    A message that depends on a number has its forms by their names in the Unicode CLDR, like ``one`` and
    ``other``, under the English form for one. ``""`` has the ``language`` and its ``direction``.
    """
    primary = language.partition("-")[0].lower()
    if not primary or primary == ENGLISH:
        return {}
    return {"": {"language": language, "direction": direction(language)}} | _translations(primary)


@lru_cache(maxsize=8)
def _translations(language: str) -> Words:
    from babel import Locale
    from babel.messages.mofile import read_mo

    file = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DESK_DOMAIN}.mo"
    if not file.is_file():
        return {}
    with file.open("rb") as opened:
        messages = [message.id for message in read_mo(opened) if message.id]
    spoken = catalogues.translation(DESK_DOMAIN, LOCALE_FOLDER, languages=[language])
    plural_form = Locale.parse(language).plural_form
    numbers = {str(plural_form(number)): number for number in reversed(_NUMBERS)}
    found: Words = {}
    for message in messages:
        if isinstance(message, str):
            found[message] = spoken.gettext(message)
        else:
            one, many = message
            found[one] = {name: spoken.ngettext(one, many, number) for name, number in numbers.items()}
    return found
