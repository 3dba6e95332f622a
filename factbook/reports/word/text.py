"""Words in paragraphs: runs that look alike, links out of the document and within it, places to link to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from factbook.reports.direction import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from factbook.reports.page_items import around
from factbook.reports.roles import TONES as TONES_OF_CLASSES
from factbook.reports.signs import NO_STANCE_SIGN, STANCE_SIGNS
from factbook.reports.word.styles import CODE_FONT, LINK, MARKED, SOFT, TONES, made

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LETTER = "A-Za-z\u00c0-\u02af\u0370-\u058f\u1e00-\u1fff"
_LATIN = re.compile(
    f"(?:[0-9][0-9.,:/-]*)?[{_LETTER}](?:[^\u0590-\u08ff\u2190-\u2193\ufb1d-\ufdff\ufe70-\ufeff]*[{_LETTER}0-9])?"
)
"""Words from left to right, from their first letter to the last, with what stands between."""

_MARKS = {LEFT_TO_RIGHT: "\u200e", RIGHT_TO_LEFT: "\u200f"}
_SIGN_TONES = {"supports": "yes", "refutes": "no", "mixed": "mix"}
_MOST_NAME = 40
"""Characters of a bookmark's name that a word processor keeps."""

_KEPT_IN_ADDRESS = "/?#[]:@!$&'()*+,;=%-._~"


@dataclass(frozen=True)
class Look:
    """How a run differs from its paragraph; ``turned`` tells that the paragraph runs from right to left."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    underlined: bool = False
    dotted: bool = False
    code: bool = False
    small: bool = False
    fill: str = ""
    colour: str = ""
    raised: str = ""
    language: str = ""
    turned: bool = False


class Words:
    """Writes inline items into paragraphs of one document; ``ids`` are the places that links may lead to.

    ``link`` is the colour of links.
    """

    def __init__(self, part: Any, ids: Sequence[str], *, link: str = LINK) -> None:
        self._part = part
        self._link_colour = link
        self._names = {name: _bookmark(name, number) for number, name in enumerate(ids, start=1)}
        self._numbers = {name: number for number, name in enumerate(ids, start=1)}

    def mark(self, parent: Any, name: str) -> None:
        """Make the end of a paragraph so far the place of an id."""
        if name in self._names:
            number = str(self._numbers[name])
            parent.append(made("w:bookmarkStart", id=number, name=self._names[name]))
            parent.append(made("w:bookmarkEnd", id=number))

    def write(self, parent: Any, items: Sequence[Any], look: Look = Look()) -> None:
        """Write items behind what stands in a paragraph or a link."""
        for item in items:
            if isinstance(item, str):
                write_text(parent, item, look)
            else:
                self._write_item(parent, item, look)

    def _write_item(self, parent: Any, item: dict[str, Any], look: Look) -> None:
        kind = item["k"]
        if "id" in item:
            self.mark(parent, item["id"])
        if kind == "br":
            run = OxmlElement("w:r")
            run.append(OxmlElement("w:br"))
            parent.append(run)
            return
        if kind == "swatch":
            tone = TONES.get(_SIGN_TONES.get(item["v"], ""), SOFT)
            write_text(
                parent, STANCE_SIGNS.get(item["v"], NO_STANCE_SIGN), replace(look, bold=True, colour=tone)
            )
            return
        classes = item.get("c", ())
        look = _changed(look, kind, classes, item)
        before, behind = around(kind) if kind in {"ins", "del"} else ("", "")
        if before:
            write_text(parent, before, replace(look, small=True))
        inside = self._link(item) if parent.tag != qn("w:hyperlink") else None
        if inside is not None:
            plain = {"note", "cite"}.isdisjoint(classes) or not look.colour
            self.write(inside, item.get("i", ()), replace(look, colour=self._link_colour) if plain else look)
            parent.append(inside)
        else:
            self.write(parent, item.get("i", ()), look)
        if behind:
            write_text(parent, behind, replace(look, small=True))
        if "kicker" in classes:
            # else its colon would stand on the other side
            if item["i"][:1] in ([LEFT_TO_RIGHT], [RIGHT_TO_LEFT]):
                write_text(parent, _MARKS[item["i"][0]], look)
            self._write_item(parent, {"k": "br"}, look)

    def _link(self, item: dict[str, Any]) -> Any | None:
        if item.get("to") in self._names:
            return made("w:hyperlink", anchor=self._names[item["to"]], history="1")
        address = _address(item.get("href") or "")
        if not address:
            return None
        link = made("w:hyperlink", history="1")
        link.set(qn("r:id"), self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link


def write_text(parent: Any, text: str, look: Look = Look()) -> None:
    """Write words as runs, one for each stretch of one direction."""
    stretches = _stretches_in_turned if look.turned else _stretches
    for piece, turned in stretches(clean(text)):
        run = OxmlElement("w:r")
        properties = _properties(look, turned=turned)
        if len(properties):
            run.append(properties)
        written = OxmlElement("w:t")
        written.text = piece
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(written)
        parent.append(run)


def clean(text: str) -> str:
    """Give words without what XML forbids, and without what would turn others: runs have a direction."""
    return _DIRECTIONS.sub("", _FORBIDDEN.sub("\ufffd", text)).replace("\t", " ").replace("\n", " ")


def _changed(look: Look, kind: str, classes: Sequence[str], item: dict[str, Any]) -> Look:
    changes: dict[str, Any] = {}
    if kind in {"strong", "mark"} or {"note", "number", "kicker", "stance"}.intersection(classes):
        changes["bold"] = kind != "mark"
    if kind == "em":
        changes["italic"] = True
    if kind == "mark":
        doubt = {"doubtful", "suggested"}.intersection(classes)
        changes |= {"dotted": True, "colour": TONES["no"]} if doubt else {"fill": MARKED, "colour": "1C1E22"}
    changes |= {"struck": True} if kind == "del" else {"underlined": True} if kind == "ins" else {}
    changes |= {"code": True} if kind == "code" else {}
    changes |= {"raised": {"sup": "superscript", "sub": "subscript"}[kind]} if kind in {"sup", "sub"} else {}
    if {"by", "back", "kicker", "tag"}.intersection(classes):
        changes |= {"small": True, "colour": SOFT}
    if {"note", "stance", "shape", "cite"}.intersection(classes):
        tone = next((TONES_OF_CLASSES[name] for name in classes if name in TONES_OF_CLASSES), "")
        if "broken" in classes:
            tone = "no"
        if tone:
            changes["colour"] = TONES[tone]
        elif "stance" in classes:
            changes["colour"] = SOFT
        changes |= {"small": True} if "note" in classes else {}
    if "lang" in item:
        changes["language"] = "-".join(filter(None, [item["lang"], item.get("region")]))
    return replace(look, **changes)


def _properties(look: Look, *, turned: bool) -> Any:
    """Give the properties of a run, in the order the schema has them."""
    properties = OxmlElement("w:rPr")

    def add(name: str, **attributes: str) -> None:
        properties.append(made(name, **attributes))

    if look.code:
        add("w:rFonts", ascii=CODE_FONT, hAnsi=CODE_FONT, cs=CODE_FONT)
    for name, wanted in (
        ("w:b", look.bold),
        ("w:bCs", look.bold),
        ("w:i", look.italic),
        ("w:iCs", look.italic),
    ):
        if wanted:
            add(name)
    if look.struck:
        add("w:strike")
    if look.colour:
        add("w:color", val=look.colour)
    if look.small or look.code:
        add("w:sz", val="18")
        add("w:szCs", val="18")
    if look.underlined or look.dotted:
        add("w:u", val="single" if look.underlined else "dash")
    if look.fill:
        add("w:shd", val="clear", color="auto", fill=look.fill)
    if look.raised:
        add("w:vertAlign", val=look.raised)
    if turned:
        add("w:rtl")
    if look.language:
        add("w:lang", **({"bidi": look.language} if turned else {"val": look.language}))
    return properties


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Cut words where their direction turns; what has none goes with what stands before it."""
    begin, turned = 0, False
    for place, character in enumerate(text):
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"} and (kind != "L") != turned:
            if place > begin:
                yield text[begin:place], turned
            begin, turned = place, kind != "L"
    if text[begin:]:
        yield text[begin:], turned


def _stretches_in_turned(text: str) -> Iterator[tuple[str, bool]]:
    """Cut words of a paragraph that runs from right to left at Latin words: signs around these go with it."""
    end = 0
    for found in _LATIN.finditer(text):
        if text[end : found.start()]:
            yield text[end : found.start()], True
        yield found[0], False
        end = found.end()
    if text[end:]:
        yield text[end:], True


def _address(address: str) -> str:
    """Give an address as a word processor takes it, or none: one that it cannot read would spoil the file."""
    written = quote(_FORBIDDEN.sub("", address).encode(errors="replace"), safe=_KEPT_IN_ADDRESS)
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return ""
    in_order = "[" not in f"{parts.path}{parts.query}{parts.fragment}" and written.count("#") <= 1
    return written if parts.scheme in {"http", "https", "mailto"} and in_order else _escaped(written)


def _escaped(address: str) -> str:
    begin, _, rest = address.partition("://")
    if begin.lower() not in {"http", "https"} or not rest:
        return ""
    path, _, fragment = rest.partition("#")
    kept = path.replace("[", "%5B").replace("]", "%5D")
    tail = fragment.replace("[", "%5B").replace("]", "%5D").replace("#", "%23")
    return f"{begin}://{kept}#{tail}" if fragment else f"{begin}://{kept}"


def _bookmark(name: str, number: int) -> str:
    """Give a bookmark's name: letters, digits and underscores, and no two alike."""
    plain = re.sub(r"[^A-Za-z0-9]", "_", name)
    return f"f{number}_{plain}"[:_MOST_NAME]
