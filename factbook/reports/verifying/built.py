"""Files that were built of a check, held against what is built of it now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from factbook.errors import FactbookError
from factbook.reports.glyphs import choose_fonts
from factbook.reports.notebook import Block, read_report
from factbook.reports.theme.faces import themed_letters
from factbook.reports.verifying.differing import first_difference
from factbook.reports.verifying.page import generator_of, key_values, read_page, regions, spoken
from factbook.reports.verifying.result import Proof, fails, not_proved, proved

_OF_THE_PAGE = (".pdf", ".md", ".docx")
"""How files end that are made of the page, and so of its templates."""

_MOST_SHOWN = 12
_OWN_SECTION = re.compile(rb'<section class="analyst">.*?</section>\n', re.DOTALL)


def prove_built(
    name: str,
    data: bytes,
    nb: Any,
    build: Callable[[Any], bytes],
    *,
    has_notebook: bool = True,
    template: str = "",
) -> Iterator[Proof]:
    """Prove a built file against what is built of the check now; ``nb`` shows what the check gives now.

    ``template`` names a newsroom's own that the file was made with and that is not at hand. Where the check's
    own notebook is not at hand (``has_notebook``), sections of a page that say they are the analyst's own are
    left out of the comparison, and told as not proved.

    The same bytes prove every word and number in it. A page that has others is read, and what differs is
    named; what another version of factbook, or that template, may have worded otherwise is then not proved,
    rather than wrong.
    """
    here = f"factbook {version('factbook')}"
    try:
        again = build(nb)
    except FactbookError as error:
        yield not_proved("report", name, f"it could not be made anew: {error.problem}")
        return
    except Exception as error:  # noqa: BLE001  a stranger's notebook may hold anything where outputs should be
        yield fails("report", name, f"its notebook cannot be shown: {type(error).__name__}")
        return
    if not has_notebook and name.endswith((".html", ".htm")):
        data, sections = _OWN_SECTION.subn(b"", data)
        if sections:
            told = f"{sections} of its sections say they are the analyst's own; their notebook is not at hand"
            yield not_proved("report", f"analysis in {name}", told)
    if again == data:
        yield proved("report", name, f"made anew by {here}, it has the same bytes")
    elif name.endswith(".pdf") and _needs_installed_fonts(nb):
        told = (
            f"made anew by {here}, it has other bytes; it is set in fonts of the machine, which may be others"
        )
        yield not_proved("report", name, told)
    elif template and name.endswith(_OF_THE_PAGE):
        yield not_proved("report", name, f"made anew without {_shown(template)}, it has other bytes")
    elif not name.endswith((".html", ".htm")):
        at = first_difference(data, again)
        yield fails("report", name, f"made anew by {here}, it has other bytes, from byte {at:,} on")
    else:
        yield from _compare_pages(name, data, again, here, template=template)


def _needs_installed_fonts(nb: Any) -> bool:
    """Tell whether a report has characters that the typesetter's own fonts lack."""
    report, blocks = read_report(nb)
    text = report.model_dump_json() + "".join(block.html for block in blocks)
    asked: list[bool] = []

    def installed() -> tuple[()]:
        asked.append(True)  # Only if the typesetter's own fonts do not do.
        return ()

    choose_fonts(set(text), installed, language=report.language, themed=themed_letters(report.theme))
    return bool(asked)


def told_of_own_cells(blocks: tuple[Block, ...]) -> Iterator[Proof]:
    """Say how much of a report is the analyst's own, which is shown as it was run and not run again."""
    own = sum(block.part is None for block in blocks)
    if own:
        what = "1 cell of the analyst's own is" if own == 1 else f"{own} cells of the analyst's own are"
        yield not_proved("report", "analysis", f"{what} shown as run then; programs are not run again here")


def _shown(template: str) -> str:
    return f"the template “{template[:60]}” of its newsroom, which is a program and stays at home"


def _compare_pages(name: str, data: bytes, again: bytes, here: str, *, template: str) -> Iterator[Proof]:
    try:
        said, found = read_page(data, name=name), read_page(again, name="the report")
    except FactbookError as error:
        yield fails("report", name, error.problem)
        return
    made_by = generator_of(said)
    by_another = made_by != here and made_by.startswith("factbook ")
    words_it = "another version" if by_another else "its template"
    key = _differing(key_values(said), key_values(found))
    other = {
        place: told for place, told in _differing(regions(said), regions(found)).items() if place not in key
    }
    yield from _told(name, key)
    if by_another or template:
        for place, told in list(other.items())[:_MOST_SHOWN]:
            yield not_proved("report", f"{spoken(place)} in {name}", f"{words_it} may word it so: {told}")
        made = f"made by {made_by}, and this is {here}" if by_another else f"made with {_shown(template)}"
        yield not_proved(
            "report",
            name,
            f"{made}: stances, rating, sentences, quoted words and hashes "
            "were compared one by one, the bytes cannot be",
        )
        return
    yield from _told(name, other)
    at = first_difference(data, again)
    line = data[:at].count(b"\n") + 1
    yield fails(
        "report", name, f"made anew by {here}, it has other bytes, from byte {at:,} (line {line:,}) on"
    )


def _differing(said: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Give what differs, in the order of the page: where, and what either says."""
    told = {}
    for place in {**found, **said}:
        one, other = said.get(place), found.get(place)
        if one is None:
            told[place] = f"it is not there, and the check gives {_quoted(str(other))}"
        elif other is None:
            told[place] = f"it says {_quoted(one)}, and the check gives no such thing"
        elif one != other:
            at = max(0, first_difference(one, other) - 20)
            told[place] = f"it says {_quoted(one, at)}, and the check gives {_quoted(other, at)}"
    return told


def _told(name: str, differing: Mapping[str, str]) -> Iterator[Proof]:
    for place, told in list(differing.items())[:_MOST_SHOWN]:
        yield fails("number", f"{spoken(place)} in {name}", told)
    if len(differing) > _MOST_SHOWN:
        yield fails("number", f"more of {name}", f"{len(differing) - _MOST_SHOWN} more places differ")


def _quoted(text: str, at: int = 0) -> str:
    cut = text[at : at + 80]
    return f"“{'…' if at else ''}{cut}{'…' if len(text) > at + 80 else ''}”"
