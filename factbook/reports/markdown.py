"""A report as Markdown: the page of the HTML exporter, in plain text that GitHub and JupyterLab lay out.

Citations are links to headings, since no other place can be linked to in both, and these headings are worded
so that both make the same anchor of them: small letters, digits and spaces. Nothing in the file is HTML.
Pictures stand at its end, so that it can be read as it is.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from factbook.reports.context import ReportContext
from factbook.reports.markdown_text import (
    address_link,
    begin_line,
    code,
    escape,
    fence,
    link,
    styled,
)
from factbook.reports.notebook import Block
from factbook.reports.page_items import Node, around
from factbook.reports.page_tree import read_page
from factbook.reports.render import render_page
from factbook.reports.signs import NO_STANCE_SIGN, STANCE_SIGNS
from factbook.wording import gettext, speaking

_HERE, _STEP = "●", "○"
_MOST_SIGNS = 60
"""A bar of the chart is drawn with a sign for each source, up to so many."""

_EMPHASIS, _STRONG = "_", "**"
_BOLD = frozenset(["note", "number"])
_BOLD_LINES = frozenset(["summary", "banner-head"])
_QUOTED = frozenset(["banner", "would-be", "differs"])
_MEDIA = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"GIF8": "image/gif"}
_NUMBER = re.compile(r"^\\\[(\d+(?: ▲|\?)?)\\\]")
"""A number in brackets at the begin of our own links: there they need no escaping."""


def report_markdown(report: ReportContext, blocks: Sequence[Block], *, house: Path | None = None) -> str:
    """Give a report as Markdown.

    Parameters
    ----------
    report, blocks:
        As `notebook.read_report` gives them.
    house:
        A newsroom's own folder of templates.

    Returns
    -------
    CommonMark with GitHub's tables, ending with one newline; the same report gives the same text.
    """
    with speaking(report.wording):
        page = read_page(render_page(report, blocks, house=house))
        writer = _Writer(_places(report, page.blocks))
        lines = writer.blocks(page.blocks)
        lines += ["---", "", begin_line(escape(_foot(report))), "", *writer.pictures()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _foot(report: ReportContext) -> str:
    made = gettext(
        "Made with {generator} from {file}.",
        generator=report.generator,
        file=f"check.json {report.check_sha256}",
    )
    if not report.publisher.name:
        return made
    published = gettext("Published by {publisher}.", publisher=report.publisher.name)
    return f"{published} {made}"


def _places(report: ReportContext, nodes: Sequence[Node]) -> dict[str, str]:
    """Give for the anchor of each source and quote the words of the heading that stands there."""
    # Letters, digits and spaces alone: of these, every reader of Markdown makes the same anchor.
    word, quoted = gettext("source"), gettext("quote")
    while re.search(rf"\b{word}\s+\d", _headings(nodes), re.IGNORECASE):
        # an analyst has headings of their own that would take the anchors
        word = gettext("kept {source}", source=word)
    places = {}
    for source in report.sources:
        places[source.anchor] = f"{word} {source.number}"
        for number, quote in enumerate(source.quotes, start=1):
            places[quote.anchor] = f"{word} {source.number} {quoted} {number}"
    return places


def _headings(nodes: Sequence[Node]) -> str:
    found = []
    for node in nodes:
        if node["k"] == "h":
            found.append(_plain(node["i"]))
        found.append(_headings(node.get("b", [])))
    return "\n".join(found)


def _plain(items: Sequence[Any]) -> str:
    return "".join(one if isinstance(one, str) else _plain(one["i"]) if "i" in one else "" for one in items)


class _Writer:
    """Writes nodes as lines; blocks are set apart by one empty line."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places
        self.kept: list[str] = []

    def blocks(self, nodes: Sequence[Node]) -> list[str]:
        lines: list[str] = []
        for place, node in enumerate(nodes):
            following = nodes[place + 1] if place + 1 < len(nodes) else {}
            if node["k"] == "scale" and "ends" in following.get("c", ()):
                continue  # it is written between them
            lines += self.block(node, before=nodes[place - 1] if place else {})
        return lines

    def block(self, node: Node, *, before: Node) -> list[str]:
        write = getattr(self, f"_{node['k']}", None)
        if node["k"] == "g" and "ends" in node.get("c", ()) and before.get("k") == "scale":
            first, last = (self.line(one["i"]) for one in node["b"])
            return [begin_line(f"{first} {_steps(before)} {last}"), ""]
        return write(node) if write else []

    def pictures(self) -> list[str]:
        """Give the addresses of the pictures, which their places in the text name."""
        return [f"[picture-{number}]: {address}" for number, address in enumerate(self.kept, start=1)]

    def line(self, items: Sequence[Any], *, in_table: bool = False, bold: bool = False) -> str:
        """Give inline items as one line of Markdown."""
        written = ""
        for place, item in enumerate(items):
            written += self.item(item, written, items[place + 1 :], in_table=in_table, bold=bold)
        return written

    def item(self, item: Any, before: str, after: Sequence[Any], *, in_table: bool, bold: bool) -> str:
        if isinstance(item, str):
            return escape(item)
        kind, classes = item["k"], item.get("c", ())
        if kind == "br":
            return " "
        if kind == "swatch":
            return STANCE_SIGNS.get(item["v"], NO_STANCE_SIGN)
        if kind == "code":
            return code(_plain(item["i"]), in_table=in_table)
        strong = kind in {"strong", "mark"} or bool(_BOLD.intersection(classes))
        inner = self.line(item.get("i", ()), in_table=in_table, bold=bold or strong)
        if kind in {"del", "ins"}:
            return inner.join(map(escape, around(kind)))
        if {"cite", "number"}.intersection(classes):
            inner = _NUMBER.sub(r"[\1]", inner)
        if item.get("href") or item.get("to") in self.places:
            return self.linked(item, inner)
        if "kicker" in classes:
            return f"{inner} "
        if "tag" in classes:
            return f"({inner})"
        if strong and not bold:
            marked = styled(before, inner, _plain(after), _STRONG)
            # What is quoted must show, also where a bold word could not begin.
            return f"⟦{inner}⟧" if kind == "mark" and marked == inner else marked
        return styled(before, inner, _plain(after), _EMPHASIS) if kind == "em" else inner

    def linked(self, item: Node, inner: str) -> str:
        if item.get("href"):
            address = item["href"]
            return address_link(address) if _plain(item["i"]) == address else link(inner, address)
        place = self.places[item["to"]]
        words = _NUMBER.sub(r"[\1]", inner)
        return f"[{words}](#{place.replace(' ', '-')})"

    def _p(self, node: Node) -> list[str]:
        bold = bool(_BOLD_LINES.intersection(node.get("c", ())))
        line = self.line(node["i"], bold=bold).strip()
        line = styled("", line, "", _STRONG) if bold else line
        return [begin_line(line), ""] if line else []

    def _h(self, node: Node) -> list[str]:
        line = self.line(node["i"], bold=True).strip()
        if line.endswith("#"):
            line = f"{line[:-1]}\\#"  # signs at the end of a heading would close it
        return [f"{'#' * node['l']} {line}", ""] if line else []

    def _g(self, node: Node) -> list[str]:
        classes = node.get("c", ())
        inside = self.blocks(node["b"])
        if _QUOTED.intersection(classes):
            return [*_quoted(inside), ""]
        heading = self.places.get(node.get("id", ""))
        return [*([f"#### {heading}", ""] if heading else []), *inside]

    def _quote(self, node: Node) -> list[str]:
        return [*_quoted(self.blocks(node["b"])), ""]

    def _list(self, node: Node) -> list[str]:
        if {"sources", "chart"}.intersection(node.get("c", ())):
            return [line for item in node["items"] for line in self._set_apart(item)]
        lines: list[str] = []
        for number, item in enumerate(node["items"], start=node.get("start", 1)):
            lines += _hung(self.blocks(item["b"]), f"{number}. " if node["ordered"] else "- ")
        return _closed(lines)

    def _set_apart(self, item: Node) -> list[str]:
        heading = self.places.get(item.get("id", ""))
        return [*([f"### {heading}", ""] if heading else []), *self.blocks(item["b"])]

    def _terms(self, node: Node) -> list[str]:
        lines: list[str] = []
        for row in node["rows"]:
            term = self.line(row["t"])
            told = [self.blocks(one["b"]) for one in row["d"]]
            if "audit" in node.get("c", ()):
                inside = [begin_line(term), *(line for one in told for line in _hung(one, "- "))]
            else:
                first = gettext("; ").join(line for one in told for line in one if line)
                inside = [f"{styled('', self.line(row['t'], bold=True), ':', '**')}: {first}"]
            lines += _hung(inside, "- ")
        return _closed(lines)

    def _table(self, node: Node) -> list[str]:
        rows = [*node["head"], *node["rows"]]
        if len(node["head"]) != 1:
            rows = [[], *rows]
        grid = [_padded([self._cell(one) for one in row], node["cols"]) for row in _spread(rows)]
        lines = [f"| {' | '.join(row)} |" for row in grid]
        lines.insert(1, f"|{'---|' * node['cols']}")
        caption = [begin_line(self.line(node["caption"])), ""] if "caption" in node else []
        return [*caption, *lines, ""]

    def _cell(self, cell: Node) -> str:
        return " · ".join(filter(None, map(self._cell_part, cell["b"])))

    def _cell_part(self, node: Node) -> str:
        if "i" in node:
            return self.line(node["i"], in_table=True).strip()
        if node["k"] == "image":
            return self._picture(node)
        if node["k"] == "pre":
            return escape(node["s"])
        inner = [*node.get("b", ())]
        for item in node.get("items", ()):
            inner += item["b"]
        for row in node.get("rows", ()):
            if isinstance(row, list):
                inner += [block for cell in row for block in cell["b"]]
            else:
                inner += [{"k": "p", "i": row["t"]}, *(block for one in row["d"] for block in one["b"])]
        return " · ".join(filter(None, map(self._cell_part, inner)))

    def _pre(self, node: Node) -> list[str]:
        return [*fence(node["s"]), ""]

    def _rule(self, _node: Node) -> list[str]:
        return ["---", ""]

    def _image(self, node: Node) -> list[str]:
        return [self._picture(node), ""]

    def _picture(self, node: Node) -> str:
        if "svg" in node:
            media, content = "image/svg+xml", node["svg"].encode()
        else:
            content = bytes(node["data"])
            media = next((kind for begin, kind in _MEDIA.items() if content.startswith(begin)), "image/png")
        self.kept.append(f"data:{media};base64,{base64.b64encode(content).decode()}")
        return f"![{escape(node['alt'])}][picture-{len(self.kept)}]"

    def _bar(self, node: Node) -> list[str]:
        numbers = [int(part["number"] or 0) for part in node["parts"]]
        times = numbers if sum(numbers) <= _MOST_SIGNS else [1] * len(numbers)
        drawn = [
            f"{STANCE_SIGNS.get(part['v'], NO_STANCE_SIGN) * max(count, 1)} {part['number']}".strip()
            for part, count in zip(node["parts"], times, strict=True)
        ]
        return [begin_line(" · ".join(drawn)), ""]

    def _scale(self, node: Node) -> list[str]:
        return [begin_line(_steps(node)), ""]


def _steps(node: Node) -> str:
    return " ".join(_HERE if step == node["here"] else _STEP for step in range(node["steps"]))


def _quoted(lines: list[str]) -> list[str]:
    return [f"> {line}".rstrip() for line in _trimmed(lines)]


def _hung(lines: list[str], mark: str) -> list[str]:
    """Give lines as an item of a list: the first behind its mark, the others under it."""
    lines = _trimmed(lines) or [""]
    room = " " * len(mark)
    return [f"{mark}{lines[0]}".rstrip(), *(f"{room}{line}".rstrip() for line in lines[1:])]


def _closed(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def _spread(rows: list[list[Node]]) -> list[list[Node]]:
    """Give rows in which a cell over several columns or rows is followed by empty ones."""
    taken: dict[tuple[int, int], bool] = {}
    spread = []
    for y, row in enumerate(rows):
        cells: list[Node] = []
        for cell in row:
            while taken.get((y, len(cells))):
                cells.append({"b": []})
            x, wide, high = len(cells), cell.get("x", 1), cell.get("y", 1)
            taken |= {(y + down, x + across): True for down in range(high) for across in range(wide)}
            cells += [cell, *({"b": []} for _ in range(wide - 1))]
        spread.append(cells)
    return spread


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
