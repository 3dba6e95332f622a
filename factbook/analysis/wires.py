"""Marks by which a text says that an agency or a press service sent it out.

Newspapers print what agencies send them, and mark it: "BERLIN (Reuters) -", "By The Associated Press",
"/PRNewswire/". Such a mark makes it likelier that a text which overlaps with another is a copy. By itself it
says nothing: an agency sends out thousands of texts a day.
"""

from __future__ import annotations

import re
from functools import cached_property

from factbook.model.source import Source

_AGENCIES: dict[str, str] = {
    "Reuters": r"Reuters|Thomson Reuters",
    "AP": r"AP|(?:The )?Associated Press",
    "AFP": r"AFP|Agence France[- ]Presse",
    "dpa": r"dpa|Deutsche Presse[- ]Agentur",
    "PA Media": r"PA|PA Media|(?:The )?Press Association",
    "The Canadian Press": r"(?:The )?Canadian Press|CP",
    "AAP": r"AAP|Australian Associated Press",
    "UPI": r"UPI|United Press International",
    "EFE": r"EFE|Agencia EFE",
    "ANSA": r"ANSA",
    "Europa Press": r"Europa Press",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "TASS": r"(?:ITAR-)?TASS",
    "Interfax": r"Interfax",
    "PTI": r"PTI|Press Trust of India",
    "ANI": r"ANI|Asian News International",
    "IANS": r"IANS|Indo-Asian News Service",
    "RNS": r"RNS|Religion News Service",
    "Bloomberg": r"Bloomberg(?: News)?",
    "CNN": r"CNN",
    "PR Newswire": r"PR ?Newswire",
    "Business Wire": r"Business ?Wire|BUSINESS ?WIRE",
    "GlobeNewswire": r"Globe ?Newswire|GLOBE ?NEWSWIRE",
    "ACCESSWIRE": r"ACCESS ?WIRE",
    "EIN Presswire": r"EIN ?Presswire",
}

_HEAD, _TAIL = 600, 400
"""Characters at the beginning and end of a text in which a mark is looked for; elsewhere it is a mention."""


def wire_tags(text: str, source: Source) -> frozenset[str]:
    """Give the agencies that a text, or what is noted of its author and publisher, says it comes from."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    named = [source.publisher, source.container_title, *(author.display for author in source.author)]
    words = _plain(f"{head}\n{tail}")
    return frozenset(
        agency
        for agency, pattern in _MARKS.items()
        if pattern.stand_in(head, tail, words=words)
        or any(pattern.name.fullmatch(name.strip()) for name in named if name)
    )


def agency_named(name: str) -> str:
    """Give the agency that a name is one of, like ``AP`` for ``the Associated Press``; else nothing."""
    return next((agency for agency, marks in _MARKS.items() if marks.name.fullmatch(name.strip())), "")


def is_agency(source: Source) -> bool:
    """Tell whether a source is published by an agency itself, and not by somebody who prints what it sent."""
    return any(map(agency_named, (source.publisher, source.container_title)))


class _Marks:
    """How one agency's mark looks: as a dateline or byline, as a credit at the end, and as a name."""

    def __init__(self, names: str) -> None:
        self._names = names
        # Its names without what may be left out. Both ways of "PR ?Newswire" are there.
        whole = re.sub(r"\(\?:[^)]*\)\?", "", names).replace("[- ]", " ")
        self._called = {
            _plain(one) for one in f"{whole.replace(' ?', ' ')}|{whole.replace(' ?', '')}".split("|")
        }

    # Made when they are first asked for: few texts name an agency, and none of them names all.
    @cached_property
    def name(self) -> re.Pattern[str]:
        """One of its names and nothing else, as what is noted of a publisher."""
        return re.compile(self._names, re.IGNORECASE)

    @cached_property
    def head(self) -> re.Pattern[str]:
        """As "(Reuters) -", "/PRNewswire/", "By Associated Press", a line "Reuters", "BUSINESS WIRE --"."""
        names = self._names
        return re.compile(
            rf"[(/\[](?:{names})[)/\]]|^\s*(?:By |From |Source: )?(?:{names})\s*$|\bBy (?:the )?(?:{names})\b"
            rf"|\b(?:{names})\s?(?:--|[–—])\s",
            re.MULTILINE,
        )

    @cached_property
    def tail(self) -> re.Pattern[str]:
        """As "— Reuters", "(AP)", "© 2024 The Associated Press", a line "Reuters/AFP"."""
        names = self._names
        return re.compile(
            rf"[–—/(\[]\s?(?:{names})\s*[)\]/]?\s*$|^\s*(?:Source: )?(?:{names})\s*$"
            rf"|(?:©|\(c\)|Copyright)\s*(?:\d{{4}}\s*)?(?:by )?(?:{names})\b",
            re.MULTILINE | re.IGNORECASE,
        )

    def stand_in(self, head: str, tail: str, *, words: str) -> bool:
        """Tell whether one of them stands in the beginning or the end; ``words`` are the words of both."""
        # Few texts name the agency at all, and to look for its names takes a hundredth of the time.
        if not any(called in words for called in self._called):
            return False
        return bool(self.head.search(head) or self.tail.search(tail))


def _plain(text: str) -> str:
    """Give the words alone, apart from each other: ``(C) 2024AP`` is ``" c ap "``."""
    return f" {_NO_LETTERS.sub(' ', text.casefold())} "


_NO_LETTERS = re.compile(r"[\W\d_]+|(?<=copyright)")
_MARKS = {agency: _Marks(names) for agency, names in _AGENCIES.items()}
