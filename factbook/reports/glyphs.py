"""Which font has which character, and what becomes of a character that no font has.

The typesetter brings fonts for Latin, Greek and Cyrillic, most of Hebrew and many signs; it prints an empty
box, or refuses, where they lack one. So every character of a report is looked up here first: those of other
scripts are set in an installed font, the same one for a script each time, and those that no font has are
replaced by U+FFFD and told of. Nothing depends on installed fonts unless a character needs one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from factbook.resources import resource_folder
from factbook.wording import N_, gettext

MISSING = "\ufffd"

# Characters that show nothing: controls of lines and directions, joiners, variation selectors, tags.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_NEEDS_NONE = re.compile(f"[\\s{_UNSEEN}]")

_SCRIPTS = {
    "CJK": (N_("Chinese characters"), "fonts-noto-cjk", ("Noto Serif CJK {cjk}", "Noto Sans CJK {cjk}")),
    "HIRAGANA": (N_("Japanese"), "fonts-noto-cjk", ("Noto Serif CJK JP", "Noto Sans CJK JP")),
    "KATAKANA": (N_("Japanese"), "fonts-noto-cjk", ("Noto Serif CJK JP", "Noto Sans CJK JP")),
    "HANGUL": (N_("Korean"), "fonts-noto-cjk", ("Noto Serif CJK KR", "Noto Sans CJK KR")),
    "BOPOMOFO": (N_("Chinese characters"), "fonts-noto-cjk", ("Noto Serif CJK {cjk}", "Noto Sans CJK {cjk}")),
    "IDEOGRAPHIC": (
        N_("Chinese characters"),
        "fonts-noto-cjk",
        ("Noto Serif CJK {cjk}", "Noto Sans CJK {cjk}"),
    ),
    "FULLWIDTH": (
        N_("Chinese characters"),
        "fonts-noto-cjk",
        ("Noto Serif CJK {cjk}", "Noto Sans CJK {cjk}"),
    ),
    "HALFWIDTH": (N_("Japanese"), "fonts-noto-cjk", ("Noto Serif CJK JP", "Noto Sans CJK JP")),
    "ARABIC": (
        N_("Arabic"),
        "fonts-noto-core",
        ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "Scheherazade New", "DejaVu Sans"),
    ),
    "HEBREW": (N_("Hebrew"), "fonts-noto-core", ("Noto Serif Hebrew", "Noto Sans Hebrew", "DejaVu Sans")),
    "EMOJI": (
        N_("emoji"),
        "fonts-noto-color-emoji",
        ("Noto Color Emoji", "Noto Emoji", "Symbola", "DejaVu Sans"),
    ),
    "SIGN": (
        N_("signs"),
        "fonts-noto-core",
        ("Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math", "DejaVu Sans", "Symbola"),
    ),
}
"""By the first word of a character's name: what people call the script, Debian's package, and good fonts."""

_CJK = {"ja": "JP", "ko": "KR", "zh-TW": "TC", "zh-HK": "HK"}


@dataclass(frozen=True)
class Absent:
    """Characters of one script that no font at hand has, and the Debian package of one that does."""

    script: str
    package: str
    characters: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The fonts of one report.

    Attributes
    ----------
    fonts:
        Families of installed fonts, in the order they are numbered in, from 1 on.
    font_of:
        From a character that the report's own fonts do not fully have to the number of its font: 0 for those
        own fonts upright, since they lack it in italics.
    absent:
        What no font has, by script.
    """

    fonts: tuple[str, ...] = ()
    font_of: dict[str, int] | None = None
    absent: tuple[Absent, ...] = ()


Family = tuple[str, Callable[[], Collection[int]]]
"""The name of an installed family, and what gives the code points that its fonts have."""


def choose_fonts(
    characters: Iterable[str],
    installed: Callable[[], Iterable[Family]],
    *,
    language: str = "en",
    themed: Collection[str] = (),
    refused: Collection[str] = (),
) -> Choice:
    """Choose a font for every character.

    Parameters
    ----------
    characters:
        Those of the report.
    installed:
        Gives the families of the machine; called only if the report's own fonts do not do.
    language:
        Of the report, like ``zh-TW``: Chinese characters look different in Chinese, Japanese and Korean.
    themed:
        Characters that the fonts of the report's theme have, which go before all others.
    refused:
        Characters that the typesetter could not set although a font should have them.
    """
    every, upright = own_coverage()
    known = every.union(themed)
    wanted = {one for one in characters if one not in known and not _NEEDS_NONE.match(one)} | set(refused)
    if not wanted:
        return Choice()
    refused = set(refused)
    font_of = {one: 0 for one in wanted - refused if one in upright and not _has_better_home(one)}
    others = sorted(one for one in wanted - refused - font_of.keys() if unicodedata.category(one) != "Co")
    fonts: list[str] = []
    if others:
        families = dict(installed())
        for script in dict.fromkeys(map(_script, others)):
            of_script = [one for one in others if _script(one) == script]
            for family in _by_liking(script, families, language):
                found = [one for one in of_script if one not in font_of and ord(one) in families[family]()]
                if found:
                    if family not in fonts:
                        fonts.append(family)
                    font_of |= dict.fromkeys(found, fonts.index(family) + 1)
                if all(one in font_of for one in of_script):
                    break
    # What is only in the report's own font of fixed width is better set there than not at all.
    font_of |= {one: 0 for one in others if one not in font_of and one in upright}
    return Choice(tuple(fonts), font_of, _absent(sorted(wanted - font_of.keys())))


def set_in_fonts(text: str, choice: Choice) -> list[Any]:
    """Cut words into inline items by the font they are set in; what no font has is replaced."""
    font_of = choice.font_of or {}
    lacking = {one for absent in choice.absent for one in absent.characters}
    if font_of.keys().isdisjoint(text) and lacking.isdisjoint(text):
        return [text]
    runs: list[tuple[int | None, str]] = []
    waiting = ""  # neutral characters, which go with a font if the same one goes on behind them
    for one in text:
        shown = MISSING if one in lacking else one
        font = font_of.get(one)
        if font is None and runs and runs[-1][0] and (unicodedata.combining(one) or _NEEDS_NONE.match(one)):
            waiting += shown
        elif runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + waiting + shown)
            waiting = ""
        else:
            if waiting:
                runs.append((None, waiting))
                waiting = ""
            if runs and runs[-1][0] == font:
                runs[-1] = (font, runs[-1][1] + shown)
            else:
                runs.append((font, shown))
    if waiting:
        runs.append((None, waiting))
    return [words if font is None else {"k": "f", "n": font, "i": [words]} for font, words in runs]


@lru_cache(maxsize=1)
def own_coverage() -> tuple[frozenset[str], frozenset[str]]:
    """Give the characters that the typesetter's fonts have in every style, and those they have upright."""
    file = resource_folder("templates") / "factbook-typst" / "coverage.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    every, upright = (_unpacked(table[name]) for name in ("every_style", "upright"))
    return every, every | upright


def _unpacked(ranges: str) -> frozenset[str]:
    characters: list[str] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        characters += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(characters)


def _has_better_home(character: str) -> bool:
    """Tell whether letters are better set in a font for their script than in one of fixed width."""
    return unicodedata.name(character, "").startswith("ARABIC")


def _script(character: str) -> str:
    word = unicodedata.name(character, "").partition(" ")[0].partition("-")[0]
    if unicodedata.category(character) in {"So", "Sk"} and ord(character) >= 0x1F000:
        return "EMOJI"
    if word in _SCRIPTS:
        return word
    return word if unicodedata.category(character)[0] in "LM" and word else "SIGN"


def _by_liking(script: str, families: dict[str, Any], language: str) -> list[str]:
    """Give the families to look in: good ones for a script, then all others by name."""
    variant = _CJK.get(language, _CJK.get(language.partition("-")[0], "SC"))
    title = script.title()
    _, _, liked = _SCRIPTS.get(script, ("", "", (f"Noto Serif {title}", f"Noto Sans {title}", "DejaVu Sans")))
    first = [name.format(cjk=variant) for name in liked]
    return [name for name in first if name in families] + sorted(families.keys() - set(first))


def _absent(characters: list[str]) -> tuple[Absent, ...]:
    by_script: dict[tuple[str, str], list[str]] = {}
    for one in characters:
        script = _script(one)
        spoken, package, _ = _SCRIPTS.get(script, (script.title(), "fonts-noto-core", ()))
        if unicodedata.category(one) in {"Co", "Cn"}:
            spoken, package = N_("no script"), ""
        by_script.setdefault((gettext(spoken), package), []).append(one)
    return tuple(Absent(script, package, tuple(found)) for (script, package), found in by_script.items())
