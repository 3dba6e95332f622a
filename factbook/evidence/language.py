"""Whether a text is in the language the models know: English."""

from __future__ import annotations

from functools import cache
from typing import Any

MARGIN_NATS = 16.0
"""How much likelier another language must be: short English texts full of names look like many languages."""

_LOOKED_AT = 2_000
"""Characters from the start and from the middle of a text that are looked at."""

_PART = 300
"""Characters of one part of a text that is looked at by itself: two or three sentences."""

_PARTS = 20
"""Parts of a long text that are looked at, from its start to its end."""

_PART_MARGIN_NATS = 80.0
"""As `MARGIN_NATS`, for a part: lists of names and addresses in an English text are no other language."""

# Near relatives of English and labels for no language at all are left out: none of them is meant.
_LANGUAGES = """ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr ht hu hy id is it ja ka kn
ko lt lv mk ml mr ms mt ne nl no pa pl pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur vi zh zu""".split()


def is_english(text: str) -> bool:
    """Tell whether a text is English as far as its letters show; a text without letters is let through."""
    middle = len(text) // 2
    return _reads_as_english(
        text if len(text) <= 2 * _LOOKED_AT else text[:_LOOKED_AT] + text[middle : middle + _LOOKED_AT]
    )


def has_foreign_parts(text: str) -> bool:
    """Tell whether parts of an English text are in another language, as where a page has two."""
    step = max(_PART, len(text) // _PARTS)
    parts = (text[place : place + _PART] for place in range(0, len(text), step))
    return not all(_reads_as_english(part, margin=_PART_MARGIN_NATS) for part in parts)


def _reads_as_english(text: str, *, margin: float = MARGIN_NATS) -> bool:
    if not any(character.isalpha() for character in text):
        return True
    # Half a character of a broken encoding would stop the library.
    sound = text.encode("utf-8", "replace").decode("utf-8")
    scores: dict[str, float] = dict(_identifier().rank(sound))
    return max(scores.values()) - scores["en"] < margin


@cache
def _identifier() -> Any:
    # Its own, so that the languages are not narrowed for whoever else uses the library.
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_DIR / langid.MODEL_FILE)
    identifier.set_languages(_LANGUAGES)
    return identifier
