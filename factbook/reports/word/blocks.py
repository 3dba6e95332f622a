"""The blocks of a page, laid out in the body of a document or in a cell of one of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from factbook.reports.page_items import Node
from factbook.reports.pictures import unreadable_picture
from factbook.reports.word import styles
from factbook.reports.word.lists import Lists
from factbook.reports.word.pages import end_of_section, page_room
from factbook.reports.word.pictures import make_picture
from factbook.reports.word.styles import made
from factbook.reports.word.tables import make_bar, make_scale, make_table
from factbook.reports.word.text import Look, Words, write_text

_HEADINGS = ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Heading 4")
_ROLES = {
    "dateline": styles.SMALL,
    "proof": styles.NOTICE,
    "notice": styles.NOTICE,
    "lead-in": styles.LEAD,
    "legend": styles.SMALL,
    "none": styles.SMALL,
    "summary": styles.SMALL,
    "figcaption": styles.QUOTE_NOTE,
    "hash": styles.SMALL,
    "by": styles.SMALL,
    "masthead": styles.SMALL,
    "banner-head": styles.BANNER,
    "reference": styles.REFERENCE,
    "fault": styles.FAULT,
}
_IN_GROUPS = {
    "banner": styles.BANNER,
    "rating": styles.PANEL_TEXT,
    "would-be": styles.SUGGESTED_RATING,
    "differs": styles.FAULT,
    "notice": styles.NOTICE,
    "claim": styles.SMALL,
}


class Writer:
    """Writes the blocks of a page into the body of a document, or into a cell of one of its tables."""

    def __init__(
        self, document: Any, ids: Sequence[str], *, link: str = styles.LINK, direction: str = "ltr"
    ) -> None:
        self.document = document
        self.part = document.part
        self.words = Words(self.part, ids, link=link)
        self.lists = Lists(self.part)
        body = document.element.body
        for old in list(body)[:-1]:
            body.remove(old)
        self.last = body[-1]
        self.into: Any = body
        self.places: list[str] = []
        self.style = styles.BODY
        self.turned = False
        self.in_cell = False
        self.cell_width = 0
        self.pictures = 0
        self.hanging: tuple[int, int] | None = None
        self.language = ""
        self.direction = self.page_direction = direction

    @property
    def room(self) -> int:
        """What there is room for across the page or the cell, in twentieths of a point."""
        return self.cell_width if self.in_cell else page_room(sideways=self.turned)

    def add(self, element: Any) -> None:
        """Put an element at the end of the body so far, or of the cell."""
        if self.in_cell:
            self.into.append(element)
        else:
            self.last.addprevious(element)

    def add_table(self, table: Any, *, turned: bool) -> None:
        """Put a table there, its columns from right to left if it is turned."""
        if turned:
            table[0].insert(0, OxmlElement("w:bidiVisual"))
        self.add(table)

    def blocks(self, nodes: Sequence[Node]) -> None:
        """Write blocks one below the other."""
        for place, node in enumerate(nodes):
            following = nodes[place + 1] if place + 1 < len(nodes) else {}
            if node["k"] == "scale":
                self._scale(node, following.get("b", []) if "ends" in following.get("c", ()) else [])
            elif "ends" not in node.get("c", ()):
                self.block(node)

    def block(self, node: Node) -> None:
        """Write one block; what is none of a report's kinds is left out."""
        write: Callable[[Node], None] | None = getattr(self, f"_{node['k']}", None)
        if write:
            self._spoken(node, write)

    def end(self, foot: str) -> None:
        """Write the last line."""
        self._paragraph(styles.SMALL, [foot])

    def _spoken(self, node: Node, write: Callable[[Node], None]) -> None:
        """Write a node in the language and the direction that it says its words are in."""
        before = self.language, self.direction
        if "lang" in node:
            self.language = "-".join(filter(None, [node["lang"], node.get("region")]))
        self.direction = node.get("dir") or self.direction
        if "id" in node:
            self.places.append(node["id"])
        write(node)
        self.language, self.direction = before

    def _paragraph(self, style: str, items: Sequence[Any], *, bold: bool = False, keep: bool = False) -> None:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(made("w:pStyle", val=style.replace(" ", "")))
        if keep:
            properties.append(OxmlElement("w:keepNext"))
        if self.hanging:
            level, number = self.hanging
            numbering = OxmlElement("w:numPr")
            numbering.append(made("w:ilvl", val=str(level)))
            numbering.append(made("w:numId", val=str(number)))
            properties.append(numbering)
            self.hanging = None
        if self.direction == "rtl":
            properties.append(OxmlElement("w:bidi"))
        paragraph.append(properties)
        for name in self.places:
            self.words.mark(paragraph, name)
        self.places.clear()
        turned = self.page_direction == self.direction == "rtl"
        self.words.write(paragraph, items, Look(bold=bold, language=self.language, turned=turned))
        self.add(paragraph)

    def _p(self, node: Node) -> None:
        classes = node.get("c", ())
        role = next((_ROLES[name] for name in classes if name in _ROLES), "")
        style = role or self.style
        if self.in_cell:
            style = styles.CELL_SMALL if role and role != styles.FAULT else styles.CELL
        elif self.style in {styles.QUOTED, styles.DOUBTFUL, styles.SUGGESTED}:
            style = role or self.style
        elif self.hanging or self.style not in {styles.BODY, styles.SMALL}:
            style = self.style if role in {"", styles.SMALL} else style
        bold = bool({"banner-head", "summary", "point"}.intersection(classes))
        self._paragraph(style, node["i"], bold=bold, keep="summary" in classes)

    def _h(self, node: Node) -> None:
        if self.in_cell:
            self._paragraph(styles.CELL, node["i"], bold=True)
        else:
            self._paragraph(_HEADINGS[node["l"] - 1], node["i"])

    def _g(self, node: Node) -> None:
        classes = node.get("c", ())
        before, sideways = self.style, node.get("turned") and not self.in_cell and not self.turned
        if "quote" in classes:
            doubt = "doubtful" in classes, "suggested" in classes
            self.style = styles.DOUBTFUL if doubt[0] else styles.SUGGESTED if doubt[1] else styles.QUOTED
        self.style = next((_IN_GROUPS[name] for name in classes if name in _IN_GROUPS), self.style)
        if sideways:
            self._turn(sideways=True)
        self.blocks(node["b"])
        if sideways:
            self._turn(sideways=False)
        self.style = before

    def _turn(self, *, sideways: bool) -> None:
        """End the pages so far and go on with pages on their side, or upright again."""
        self.add(end_of_section(self.last, sideways=self.turned))
        self.turned = sideways

    def _quote(self, node: Node) -> None:
        before = self.style
        if self.style not in {styles.QUOTED, styles.DOUBTFUL, styles.SUGGESTED}:
            self.style = styles.STATEMENT
        self.blocks(node["b"])
        self.style = before

    def _list(self, node: Node) -> None:
        classes = node.get("c", ())
        if self.in_cell or {"sources", "chart"}.intersection(classes):
            for item in node["items"]:
                self._spoken(item, lambda one: self.blocks(one["b"]))
            return
        before = self.style
        level, number = self.lists.begin(ordered=node["ordered"], start=node.get("start", 1))
        for item in node["items"]:
            self.hanging = (level, number)
            self.style = "List Number" if node["ordered"] else "List Bullet"
            self._spoken(item, self._list_item)
        self.lists.finish()
        self.hanging, self.style = None, before

    def _list_item(self, item: Node) -> None:
        first, *others = item["b"] or [{"k": "p", "i": [""]}]
        if first["k"] != "p":
            self._paragraph(self.style, [""])
        self.block(first)
        self.style = "List Continue"
        self.blocks(others)

    def _terms(self, node: Node) -> None:
        style = styles.CELL if self.in_cell else styles.TERM
        audit = "audit" in node.get("c", ())
        for row in node["rows"]:
            told = [block for one in row["d"] for block in self._named(one)]
            if audit:
                self._paragraph(styles.SMALL, row["t"], keep=True)
                before, self.style = self.style, style
                for one in row["d"]:
                    self._spoken(one, lambda each: self._plain_blocks(each["b"], style))
                self.style = before
                continue
            name = {"k": "strong", "i": row["t"]}
            for place, block in enumerate(told):
                items = [name, ": ", *block.get("i", [])] if place == 0 else block.get("i", [])
                if "i" in block:
                    self._spoken(block | {"i": items}, lambda one: self._paragraph(style, one["i"]))
                else:
                    self._paragraph(style, [name, ": "]) if place == 0 else None
                    self.block(block)

    def _named(self, one: Node) -> list[Node]:
        """Give the blocks of what is said on a term; the first has its place, language and direction."""
        spoken = {key: one[key] for key in ("id", "lang", "region", "dir") if key in one}
        return [spoken | block if place == 0 else block for place, block in enumerate(one["b"])]

    def _plain_blocks(self, nodes: Sequence[Node], style: str) -> None:
        for node in nodes:
            if node["k"] == "p":
                self._spoken(node, lambda one: self._paragraph(style, one["i"]))
            else:
                self.block(node)

    def _table(self, node: Node) -> None:
        if "caption" in node and not self.in_cell:
            self._paragraph("Caption", node["caption"])
        elif self.places and not self.in_cell:
            self._paragraph(styles.CELL_SMALL, [""], keep=True)
        state = self.into, self.in_cell, self.style

        def fill(cell: Any, one: Node) -> None:
            self.into, self.in_cell, self.style = cell, True, styles.CELL
            self.cell_width = int(cell[0][0].get(qn("w:w"))) - 170
            self._spoken(one, lambda each: self._cell(each))

        table = make_table(node, width=self.room, fill=fill)
        self.into, self.in_cell, self.style = state
        self.add_table(table, turned=node.get("dir", self.page_direction) == "rtl")
        if not self.in_cell:
            self._paragraph(styles.CELL_SMALL, [""])

    def _cell(self, one: Node) -> None:
        if one.get("h"):
            for block in one["b"]:
                if "i" in block:
                    self._spoken(block, lambda each: self._paragraph(styles.CELL, each["i"], bold=True))
                else:
                    self.block(block)
        else:
            self.blocks(one["b"])

    def _pre(self, node: Node) -> None:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(made("w:pStyle", val=styles.CODE))
        paragraph.append(properties)
        for number, line in enumerate(node["s"].expandtabs(8).split("\n")):
            if number:
                run = OxmlElement("w:r")
                run.append(OxmlElement("w:br"))
                paragraph.append(run)
            write_text(paragraph, line)
        self.add(paragraph)

    def _rule(self, _node: Node) -> None:
        self._paragraph(styles.SMALL, ["* * *"])

    def _bar(self, node: Node) -> None:
        self.add_table(make_bar(node, width=self.room), turned=self.page_direction == "rtl")
        self._paragraph(styles.CELL_SMALL, [""])

    def _scale(self, node: Node, ends: Sequence[Node]) -> None:
        def write(one: Node) -> Callable[[Any], None]:
            return lambda paragraph: self.words.write(paragraph, one["i"])

        turned = self.page_direction == "rtl"
        scale = make_scale(node, width=self.room, ends=[write(one) for one in ends], turned=turned)
        self.add_table(scale, turned=turned)
        self._paragraph(styles.CELL_SMALL, [""])

    def _image(self, node: Node) -> None:
        self.pictures += 1
        run = make_picture(self.part, node, number=self.pictures, room=self.room)
        if run is None:
            self.block(unreadable_picture(node["alt"]))
        else:
            paragraph = OxmlElement("w:p")
            paragraph.append(run)
            self.add(paragraph)
