"""Whom the sources of a check name as having said it: where an editor would go and look next.

Only names are found, in English texts; nothing is said of what they said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from factbook.analysis.wires import agency_named
from factbook.drafting.draft import Material
from factbook.drafting.naming import publisher_of

_FEWEST_SOURCES = 2
"""Of a name that one source alone has, it is not known whether it is one."""

_NAME = (
    r"(?P<name>(?:[Tt]he )?[A-Z][\w&.-]*\w"
    r"(?: (?:of |for |and |& )?(?:the )?[A-Z][\w&-]*\w){0,3})(?:['’]s\b)?"
)
_TELLS = r"reports\b(?!,? (?:say|said|suggest|claim|indicate|have|had|are|were|of|from|here|in)\b)"
"""And not "Unconfirmed reports say"."""

_CITING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to {_NAME}",
        rf"\b(?:told|tells|tweeted to) {_NAME}",
        rf"{_NAME}(?: (?:first|also|previously|has|had))? (?:reported|revealed)\b",
        rf"{_NAME} (?:first |also )?{_TELLS}",
    )
)
_NO_NAME = frozenset(
    "he she it they we you i this that these those which who some many several other another one both most "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)
_DESCRIBED = re.compile(
    r" (?:\d|(?:news|media|television|tv|radio|outlet|reporters?|correspondent|attorney|spokes\w+|officials?|"
    r"police|authorities|sources?|state|government)\b)"
)
"""What follows a word that is no name by itself, and says of which place somebody is: "told Iraqi media"."""

_WORD = re.compile(r"\w[\w&.-]*\w")
_WORD_BEFORE_A_NAME = re.compile(rf"\b({_WORD.pattern})(?= [A-Z])")
_INNER_DOT = re.compile(r"\w{2}\.\w")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)


def find_speakers(material: Material, sources: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give whom at least two of these sources name as having said it, with those sources; most first.

    Who published one of the check's own sources is left out: what they say is there already.
    """
    own = {_key(publisher_of(source)) for source in material.check.sources}
    citing: dict[str, list[str]] = defaultdict(list)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        for name in dict.fromkeys(_names_in(material.texts.get(source, ""))):
            key = _key(name)
            spelled[key][name] += 1
            if source not in citing[key]:
                citing[key].append(source)
    found = [
        (min(spelled[key], key=lambda name: (-spelled[key][name], name)), tuple(by))
        for key, by in citing.items()
        if len(by) >= _FEWEST_SOURCES and key not in own
    ]
    told = [_key(name) for name, _ in found]
    # "The Post" is mostly what a text calls "The Washington Post" from then on.
    whole = [one for one in found if not any(key.endswith(f" {_key(one[0])}") for key in told)]
    return tuple(sorted(whole, key=lambda one: (-len(one[1]), one[0])))


def _names_in(text: str) -> Iterator[str]:
    words = Counter(_WORD.findall(text))
    first_names = Counter(_WORD_BEFORE_A_NAME.findall(text))
    for pattern in _CITING:
        for match in pattern.finditer(text):
            name = match["name"]
            word = _ARTICLE.sub("", name)
            is_part = _DESCRIBED.match(text, match.end("name")) or 2 * first_names[word] >= words[word]
            if _key(name) and (_is_whole(word) or not is_part) and not _is_common(word, words):
                yield name


def _is_whole(word: str) -> bool:
    """Tell whether this is a name whatever follows: several words, initials or a news agency."""
    return " " in word or word.isupper() or bool(agency_named(word))


def _is_common(word: str, words: Collection[str]) -> bool:
    """Tell whether what looks like a name is a word that only begins a sentence, or an address."""
    if _INNER_DOT.search(word):
        return True
    if word.split()[0].casefold() in _NO_NAME:
        return True
    return " " not in word and word.lower() in words


def _key(name: str) -> str:
    return (agency_named(name) or _ARTICLE.sub("", name)).casefold()
