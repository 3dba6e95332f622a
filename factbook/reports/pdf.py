"""A report as PDF: the page of the HTML exporter, read as data, in fonts that have its characters, typeset.

The words, their order and their numbers are those of the page; what is added is what paper needs: a head and
a foot on every page, the fingerprint of the copy under each quote, and a note where a character could not be
printed.
"""

from __future__ import annotations

import calendar
import logging
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from factbook.errors import BuildError
from factbook.reports.context import ReportContext
from factbook.reports.dates import day_of_file
from factbook.reports.direction import direction_of
from factbook.reports.glyphs import MISSING, Absent, Choice, choose_fonts, set_in_fonts
from factbook.reports.notebook import Block
from factbook.reports.page_items import Item, Node, leaves, walk
from factbook.reports.page_tree import Page, language_of, read_page
from factbook.reports.pictures import logo_node, unreadable_picture
from factbook.reports.render import render_page, shorten
from factbook.reports.roles import with_role
from factbook.reports.theme.faces import FAMILIES, themed_letters
from factbook.reports.typeset import GlyphError, holds_picture, installed_families, typeset
from factbook.wording import gettext, ngettext, speaking

log = logging.getLogger(__name__)

_BOLD = 600
"""A font of this weight is bold; a theme without one has its bold words in the report's own fonts."""

_MOST_TRIES = 12
"""Times that characters a font turns out to lack are taken out, before the report is given up."""

_LONG_WORD, _LONG_IN_TABLE, _PART = 32, 14, 6
"""Characters: a longer word may be broken, into parts of at least this length."""

_RUNNING, _DESK = 84, 40
"""Characters of the headline and of the publisher's name in the head of a page."""

_FIRST_YEAR = 1970
"""The first year that the typesetter's clock can tell."""

_LONG_LINE = re.compile(r"\S{80,}")


def report_pdf(report: ReportContext, blocks: Sequence[Block], *, house: Path | None = None) -> bytes:
    """Give a report as a tagged PDF.

    Parameters
    ----------
    report, blocks:
        As `notebook.read_report` gives them.
    house:
        A newsroom's own folder of templates.

    Returns
    -------
    The file: PDF/UA-1 and PDF/A-2a by the typesetter's own checks, the same bytes each time. Characters that
    no font at hand has are told of in the log and in a note in the report.

    Raises
    ------
    BuildError
        The typesetter refused.
    """
    with speaking(report.wording):
        return _typeset(read_page(render_page(report, blocks, house=house)), report)


def _typeset(page: Page, report: ReportContext) -> bytes:
    _add_copies(page, report)
    _drop_unreadable_pictures(page.blocks)
    faces = report.theme.faces if report.theme else ()
    refused: set[str] = set()
    ours = "".join(_own_words(page, report))
    for _ in range(_MOST_TRIES):
        choice = choose_fonts(
            _characters(page) | set(ours),
            installed_families,
            language=report.language,
            themed=themed_letters(report.theme),
            refused=refused,
        )
        try:
            made = typeset(
                _data(page, report, choice),
                created_s=calendar.timegm((*day_of_file(report, since=_FIRST_YEAR), 0, 0, 0)),
                installed_fonts=bool(choice.fonts),
                faces=faces,
            )
        except GlyphError as error:
            if not error.characters - refused:
                raise
            refused |= error.characters - {" "}
        else:
            for absent in choice.absent:
                log.warning("%s: %s", report.id, describe_absent(absent))
            return made
    raise BuildError(
        f"The PDF of {report.id} could not be typeset: too many characters have no font",
        next_step="Install fonts-noto-core and fonts-noto-cjk, or build another format.",
    )


def describe_absent(absent: Absent) -> str:
    """Say which characters are not printed, and what brings a font for them."""
    count = len(absent.characters)
    shown = " ".join(f"U+{ord(one):04X}" for one in absent.characters[:5])
    if count > 5:
        shown = ngettext("{shown} and {number} more", "{shown} and {number} more", count - 5, shown=shown)
    said = ngettext(
        "No font at hand has {number} character of this report ({script}: {shown}); "
        "each is printed as {sign}.",
        "No font at hand has {number} characters of this report ({script}: {shown}); "
        "each is printed as {sign}.",
        count,
        script=absent.script,
        shown=shown,
        sign=MISSING,
    )
    if not absent.package:
        return said
    todo = gettext("Install the package {package} and build it again.", package=absent.package)
    return f"{said} {todo}"


def _data(page: Page, report: ReportContext, choice: Choice) -> dict[str, Any]:
    """Give what the template lays out."""
    language, region = language_of(page.language)
    body_language = language_of(page.body_language)[0] if page.body_language else None
    publisher = _publisher(report)
    running = shorten(_clean(report.headline), _RUNNING)
    return {
        "title": page.title or gettext("Fact check"),
        "author": [publisher] if publisher else [],
        "description": shorten(_clean(f"{report.rating.label}. {report.rating.reason}"), 200),
        "keywords": [gettext("fact check"), _clean(report.rating.label)],
        "date": day_of_file(report, since=_FIRST_YEAR),
        "lang": language,
        "region": region,
        "body-lang": body_language,
        "own-lang": body_language or language,
        "dir": page.direction,
        "fonts": list(choice.fonts),
        "masthead": _words(_masthead(report), choice),
        "running": {"i": _words(running, choice), "dir": direction_of(running)},
        "footer": _words(_footer(report), choice),
        # What the typesetter puts together itself, page by page, it has to have in words that fit any number.
        "words": {name: _words(words, choice) for name, words in _later_words().items()},
        "theme": _theme(report),
        "blocks": _in_fonts(_with_note(page.blocks, choice), choice),
    }


def _publisher(report: ReportContext) -> str:
    return " ".join(_clean(report.publisher.name).split())


def _masthead(report: ReportContext) -> str:
    """Give what stands in the head of each page: who publishes the report, else what it is."""
    return shorten(_publisher(report), _DESK) or report.titles.get("fact_check") or gettext("Fact-check")


def _footer(report: ReportContext) -> str:
    made = gettext("Made with {generator}.", generator=_clean(report.generator))
    rest = gettext("This file loads nothing from anywhere and runs no script.")
    desk = shorten(_publisher(report), _DESK)
    return " ".join(filter(None, [desk and f"{desk}.", made, rest]))


def _later_words() -> dict[str, str]:
    """Give the words that wait for a number, or stand where the page has none."""
    page, of = gettext("Page {page} of {pages}").split("{page}", 1)
    between, after = of.split("{pages}", 1)
    return {
        "page-before": page,
        "page-between": between,
        "page-after": after,
        "copy": gettext("sha256 of the copy"),
    }


def _own_words(page: Page, report: ReportContext) -> Iterator[str]:
    """Give what is printed beside the words of the page, and may be of a script that these are not of."""
    if page.direction == "rtl":
        yield from (_masthead(report), _footer(report), *_later_words().values())


def _theme(report: ReportContext) -> dict[str, Any]:
    """Give the colour, the logo and the fonts of a report's theme, for those that have one."""
    theme = report.theme
    if theme is None:
        return {}
    told: dict[str, Any] = {"accent": theme.accent} if theme.accent else {}
    if theme.logo:
        node = logo_node(theme.logo)
        if holds_picture(node):
            told["logo"] = node
        else:
            log.warning(
                "%s: the typesetter cannot draw the logo, so the PDF has its words instead", report.id
            )
    for role, family in FAMILIES.items():
        faces = theme.faces_of(role)
        if faces:
            told[role] = {
                "family": family,
                "bold": any(face.weight >= _BOLD for face in faces),
                "italic": any(face.italic for face in faces),
            }
    return told


def _in_fonts(nodes: list[Any], choice: Choice) -> list[Any]:
    """Give nodes with every stretch of words cut by font, and long words ready to be broken."""
    return [_changed(node, choice, _LONG_WORD) for node in nodes]


def _changed(node: Any, choice: Choice, longest: int) -> Any:
    if isinstance(node, list):
        return [_changed(one, choice, longest) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("k") == "table":
        longest = _LONG_IN_TABLE
    changed: Node = {}
    for key, value in with_role(node).items():
        if key in {"i", "t", "caption"}:
            changed[key] = leaves(value, lambda text: _words(text, choice, longest))
        elif key == "s":
            changed[key] = _printed_lines(value, choice)
        elif key in {"b", "d", "items", "rows", "head"}:
            changed[key] = _changed(value, choice, longest)
        else:
            changed[key] = value
    return changed


def _printed_lines(text: str, choice: Choice) -> str:
    """Give preformatted text with what no font has replaced, and room for breaks in lines without any."""
    lacking = {ord(one): MISSING for absent in choice.absent for one in absent.characters}
    shown = text.expandtabs(8).translate(lacking)
    return _LONG_LINE.sub(lambda long: "\u200b".join(re.findall(".{1,40}", long[0])), shown)


def _words(text: str, choice: Choice, longest: int = _LONG_WORD) -> list[Any]:
    """Give words as inline items: cut by font, and with room for breaks in long ones."""
    return [
        {**item, "i": [_breakable(one, longest) for one in item["i"]]}
        if isinstance(item, dict)
        else _breakable(item, longest)
        for item in set_in_fonts(text, choice)
    ]


def _breakable(text: str, longest: int) -> Any:
    """Give words as a string or, where one is long, as the parts between which a line may be broken."""
    if all(len(word) <= longest for word in text.split()):
        return text
    parts = [""]
    for piece in re.split(r"(\s+)", text):
        since = 0
        for before, one in zip(f" {piece}", piece, strict=False):
            if len(piece) > longest and since >= _PART and _may_break(before, one):
                parts.append("")
                since = 0
            parts[-1] += one
            since += 1
    return parts if len(parts) > 1 else parts[0]


def _may_break(before: str, after: str) -> bool:
    """Tell whether two letters do not join and neither is a mark on the other."""
    return all(
        (ord(one) < 0x0590 or 0x1E00 <= ord(one) < 0x2E80 or one == MISSING)
        and unicodedata.category(one)[0] not in "MC"
        for one in (before, after)
    )


def _characters(page: Page) -> set[str]:
    found: set[str] = set(page.title)

    def collect(text: str) -> list[Any]:
        found.update(text)
        return []

    for node in walk(page.blocks):
        for key in ("i", "t", "caption"):
            leaves(node.get(key, ()), collect)
        found.update(node.get("s", ""))
        for row in node.get("rows", ()):
            if isinstance(row, dict):
                leaves(row.get("t", ()), collect)
    return found


def _add_copies(page: Page, report: ReportContext) -> None:
    """Name under each quote the fingerprint of the copy that its words stand in."""
    copies = {quote.anchor: quote.copy_sha256 for source in report.sources for quote in source.quotes}
    for node in walk(page.blocks):
        if "copy" in node:
            node["copy"] = copies.get(node.get("id", "")) or None


def _drop_unreadable_pictures(nodes: Collection[Node]) -> None:
    for node in walk(list(nodes)):
        if node.get("k") == "image" and not holds_picture(node):
            told = unreadable_picture(node["alt"])
            node.clear()
            node.update(told)


def _with_note(nodes: list[Node], choice: Choice) -> list[Node]:
    """Put a note before the first section, if characters are not printed."""
    if not choice.absent:
        return nodes
    items: list[Item] = []
    for absent in choice.absent:
        items += [describe_absent(absent), {"k": "br"}]
    told: Node = {"k": "p", "c": ["fault"], "i": items[:-1]}
    place = next((number for number, node in enumerate(nodes) if "head" in node.get("c", ())), -1) + 1
    return [*nodes[:place], told, *nodes[place:]]


def _clean(text: str) -> str:
    return "".join(MISSING if unicodedata.category(one) in {"Cc", "Cs", "Cn"} else one for one in text)
