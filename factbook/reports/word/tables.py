"""Tables: those of the report, whose heads come again on each page, and its bars and scales."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.oxml import OxmlElement

from factbook.reports.roles import TONES as TONES_OF_CLASSES
from factbook.reports.signs import NO_STANCE_SIGN, STANCE_SIGNS
from factbook.reports.word.styles import FAINT, INK, PANEL, RULE, SOFT, TONES, made
from factbook.reports.word.text import Look, clean, write_text

_FILLS = {"supports": TONES["yes"], "refutes": TONES["no"], "mixed": TONES["mix"], "not_addressed": "D5D3CB"}
_NARROWEST = 3.0
"""Per cent of a bar that a part takes at least, to be seen."""

Fill = Callable[[Any, dict[str, Any]], None]


def make_table(node: dict[str, Any], *, width: int, fill: Fill) -> Any:
    """Give a table of a `page_tree`, ``width`` twentieths of a point wide; ``fill`` writes into a cell."""
    columns = node["cols"]
    widths = _widths(node, width)
    table = _table(widths, alt="")
    taken: dict[tuple[int, int], int] = {}
    for y, cells in enumerate([*node["head"], *node["rows"]]):
        row = _row(head=y < len(node["head"]))
        waiting, x = list(cells), 0
        while x < columns:
            wide = taken.get((y, x), 0)
            if wide:
                row.append(_cell(sum(widths[x : x + wide]), wide=wide, merged="continue"))
                row[-1].append(_empty())
            else:
                one: dict[str, Any] = waiting.pop(0) if waiting else {"b": [], "n": 0}
                wide, high = min(one.get("x", 1), columns - x), one.get("y", 1)
                taken |= {(y + down, x): wide for down in range(1, high)}
                merged = "restart" if high > 1 else ""
                row.append(_cell(sum(widths[x : x + wide]), wide=wide, merged=merged, fill=_tone(one)))
                fill(row[-1], one)
                if row[-1][-1].tag != _P:
                    row[-1].append(_empty())  # the last thing in a cell is a paragraph, says the schema
            x += wide
        table.append(row)
    return table


def make_bar(node: dict[str, Any], *, width: int) -> Any:
    """Give the bar of a point: a box for each stance, as wide as its share, with its sign and number."""
    shares = [max(part["share"], _NARROWEST) for part in node["parts"]]
    total = sum(shares) or 1
    widths = [int(width * share / total) for share in shares]
    table = _table(widths, alt=node["alt"], lines=False)
    row = _row(head=False)
    for part, one in zip(node["parts"], widths, strict=True):
        cell = _cell(one, fill=_FILLS.get(part["v"], "FFFFFF"), box=RULE)
        paragraph = _empty("Table Text", centred=True)
        light = part["v"] in {"supports", "refutes", "mixed"}
        told = f"{STANCE_SIGNS.get(part['v'], NO_STANCE_SIGN)} {part['number']}".strip()
        write_text(paragraph, told, Look(bold=True, colour="FFFFFF" if light else INK))
        cell.append(paragraph)
        row.append(cell)
    table.append(row)
    return table


def make_scale(node: dict[str, Any], *, width: int, ends: Sequence[Any], turned: bool = False) -> Any:
    """Give a rating scale as a row of boxes, the claim's filled, with its two ends below."""
    steps = node["steps"]
    widths = [width // steps] * steps
    table = _table(widths, alt=node["alt"], lines=False)
    row = _row(head=False)
    tone = next((TONES_OF_CLASSES[name] for name in node.get("c", ()) if name in TONES_OF_CLASSES), "")
    for step, one in enumerate(widths):
        here = step == node["here"]
        cell = _cell(one, fill=TONES.get(tone, SOFT) if here else PANEL, box=RULE)
        paragraph = _empty("Table Text", centred=True)
        if here:
            write_text(paragraph, "▼", Look(bold=True, colour="FFFFFF"))
        cell.append(paragraph)
        row.append(cell)
    table.append(row)
    if ends and steps > 1:
        last = _row(head=False)
        for place, end in enumerate(ends):
            wide = steps // 2 if place == 0 else steps - steps // 2
            cell = _cell(wide * widths[0], wide=wide)
            paragraph = _empty("Table Small Print", right=place > 0, turned=turned)
            end(paragraph)
            cell.append(paragraph)
            last.append(cell)
        table.append(last)
    return table


def _widths(node: dict[str, Any], width: int) -> list[int]:
    """Share the width out: alike where all columns are of one kind, else by what stands in them."""
    columns = node["cols"]
    if node.get("even"):
        shares = [max(1.25, 0.3 * (columns - 1)), *[1.0] * (columns - 1)]
    else:
        shares = [4.0] * columns
        for row in [*node["head"], *node["rows"]]:
            x = 0
            for cell in row:
                if cell.get("x", 1) == 1 and x < columns:
                    shares[x] = max(shares[x], min(float(cell.get("n", 0)), 40.0))
                x += cell.get("x", 1)
    total = sum(shares)
    return [int(width * share / total) for share in shares]


def _tone(cell: dict[str, Any]) -> str:
    classes = cell.get("c", ())
    if {"open", "suggested"}.intersection(classes):
        return ""
    tone = next((TONES_OF_CLASSES[name] for name in classes if name in TONES_OF_CLASSES), "")
    return FAINT.get(tone, "")


def _table(widths: list[int], *, alt: str, lines: bool = True) -> Any:
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(made("w:tblW", w=str(sum(widths)), type="dxa"))
    if lines:
        borders = OxmlElement("w:tblBorders")
        for side in ("w:top", "w:bottom", "w:insideH"):
            borders.append(made(side, val="single", sz="4", space="0", color=RULE))
        properties.append(borders)
    properties.append(made("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    aside = 85 if lines else 0
    for side, room in (("w:top", 50), ("w:left", aside), ("w:bottom", 50), ("w:right", aside)):
        margins.append(made(side, w=str(room), type="dxa"))
    properties.append(margins)
    properties.append(made("w:tblLook", val="0020" if lines else "0000"))
    if alt:
        properties.append(made("w:tblDescription", val=clean(alt)))
    table.append(properties)
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        grid.append(made("w:gridCol", w=str(width)))
    table.append(grid)
    return table


def _row(*, head: bool) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    return row


def _cell(width: int, *, wide: int = 1, merged: str = "", fill: str = "", box: str = "") -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(made("w:tcW", w=str(width), type="dxa"))
    if wide > 1:
        properties.append(made("w:gridSpan", val=str(wide)))
    if merged:
        properties.append(made("w:vMerge", val=merged))
    if box:
        borders = OxmlElement("w:tcBorders")
        for side in ("w:top", "w:left", "w:bottom", "w:right"):
            borders.append(made(side, val="single", sz="4", space="0", color=box))
        properties.append(borders)
    if fill:
        properties.append(made("w:shd", val="clear", color="auto", fill=fill))
    cell.append(properties)
    return cell


def _empty(style: str = "", *, centred: bool = False, right: bool = False, turned: bool = False) -> Any:
    paragraph = OxmlElement("w:p")
    if style or centred or right:
        properties = OxmlElement("w:pPr")
        if style:
            properties.append(made("w:pStyle", val=style.replace(" ", "")))
        if turned:
            properties.append(made("w:bidi"))
        if centred or right:
            properties.append(made("w:jc", val="center" if centred else "right"))
        paragraph.append(properties)
    return paragraph


_P = OxmlElement("w:p").tag
