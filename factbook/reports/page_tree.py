"""A report's page as a plain tree of data, for typesetting: what is a paragraph, a heading, a list, a table.

The tree is made of the very page that the HTML exporter gives, so both forms say the same, in one order. Of
the page it keeps words, structure, classes, links within the page and out of it, languages and directions;
what only a screen can do (menus, folding, hints) is left out. Nodes are dictionaries that go into JSON:

- blocks have a kind ``k``: ``p`` and ``h`` hold inline items ``i``; ``g`` (a group), ``quote`` and the items
  of a ``list`` hold blocks ``b``; ``terms``, ``table``, ``pre``, ``rule``, ``image``, ``bar``, ``scale`` and
  ``progress`` are what they are called;
- inline items are strings, or dictionaries that hold further items ``i``;
- ``c`` are classes of the page, ``id`` is a place that links lead ``to``, ``n`` counts the characters within.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factbook.model.record import WEB_ADDRESS
from factbook.reports.direction import direction_of, isolated, turns_anywhere
from factbook.reports.page_items import BLOCKS, Item, Node, is_block, paragraph, tidied, walk
from factbook.reports.pictures import picture_data
from factbook.reports.table_cells import lay_out_table
from factbook.wording import gettext

MAX_NESTED = 14
"""Containers nested deeper than this are taken apart: a typesetter recurses, and no reader would see it."""

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_GROUPS = frozenset("article details div figure footer header label main section".split())
_PARAGRAPHS = frozenset(["caption", "figcaption", "p", "summary"])
_STYLES = {
    "b": "strong",
    "strong": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "sup": "sup",
    "sub": "sub",
    "ins": "ins",
    "u": "ins",
    "del": "del",
    "s": "del",
    "mark": "mark",
    "code": "code",
    "kbd": "code",
    "samp": "code",
}
_LEFT_OUT = frozenset(["head", "nav", "script", "style", "template", "title"])
_SCREEN_ONLY = frozenset(["skip", "unseen", "patterns"])
_RANGE, _FOLDED = "run", "between"
"""A range of citations, and what lies within it: only a screen can show that when asked."""

_DASH = "–"
_ON_ITS_OWN_LINE = frozenset(["hash", "point"])
_ISOLATED = frozenset(["cite", "note", "question", "sentence"])
_NEAR = 0.2
"""Per cent: a number stands in the middle of its box."""

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")


@dataclass
class Page:
    """What a page holds: its title, the languages of its words and of its own, and blocks in order.

    ``direction`` is that of the page as a whole, ``ltr`` or ``rtl``.
    """

    title: str = ""
    language: str = ""
    body_language: str = ""
    direction: str = "ltr"
    blocks: list[Node] = field(default_factory=list)


def read_page(markup: str) -> Page:
    """Read a page into a tree; what is no page of a report gives an empty one."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    root = etree.fromstring(markup.encode(), parser)
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    direction = "rtl" if root.get("dir") == "rtl" else "ltr"
    reader = _Reader(ids, turned=turns_anywhere(markup), direction=direction)
    body = root.find("body")
    page = Page(
        title="".join(root.findtext("head/title") or ""),
        language=root.get("lang") or "",
        body_language=(body.get("lang") or "") if body is not None else "",
        direction=direction,
    )
    for part in root.iter("header", "main"):
        page.blocks += reader.blocks(part, Place(nested=0, turns=True))
    return page


def language_of(code: str | None) -> tuple[str, str | None]:
    """Give a language and a region as a typesetter takes them; English where the code is none."""
    found = _LANGUAGE.fullmatch(code or "")
    return (found[1].lower(), found[2] and found[2].upper()) if found else ("en", None)


@dataclass(frozen=True)
class Place:
    """Where an element stands: how deep in others, and whether a page may be turned there."""

    nested: int
    turns: bool

    def within(self, steps: int = 1, *, turns: bool = False) -> Place:
        """Give the place inside a container; pages turn only where every container lets them."""
        return Place(self.nested + steps, self.turns and turns)

    def flat(self) -> Place:
        """Give the same place for what cannot have a page of its own."""
        return Place(self.nested, turns=False)


class _Reader:
    """Turns elements into nodes; an id is taken once, and links lead only to ids that are there."""

    def __init__(self, ids: set[str | None], *, turned: bool, direction: str) -> None:
        self.ids = ids
        self.turned = turned
        self.direction = direction
        self.taken: set[str] = set()

    def blocks(self, element: Any, place: Place) -> list[Node]:
        """Give what is in an element as blocks; words between blocks become paragraphs."""
        found: list[Node] = []
        line: list[Item] = []
        for item in self.items(element, place):
            if isinstance(item, dict) and item.get("k") in BLOCKS:
                found += paragraph(line)
                line = []
                found.append(item)
            else:
                line.append(item)
        return _with_lead(found + paragraph(line))

    def items(self, element: Any, place: Place) -> list[Item]:
        """Give what is in an element: words, inline items and blocks."""
        found: list[Item] = [element.text] if element.text else []
        for child in element:
            if isinstance(child.tag, str):
                found += self.element(child, place)
            if child.tail:
                found.append(child.tail)
        return found

    def element(self, element: Any, place: Place) -> list[Item]:
        tag, classes = element.tag, _classes(element)
        if tag in _LEFT_OUT or _SCREEN_ONLY.intersection(classes):
            return []
        if _FOLDED in classes and _RANGE in _classes(element.getparent()):
            return [_DASH]
        make = getattr(self, f"_{tag}", None)
        if make:
            return list(make(element, classes, place))
        if tag in _HEADINGS:
            return [self._heading(element, classes, place)]
        own_line = _ON_ITS_OWN_LINE.intersection(classes) or ("by" in classes and _parent(element) == "td")
        if tag in _PARAGRAPHS or own_line:
            return self._lines(element, classes, place)
        if tag in _GROUPS:
            return self._group(element, classes, place)
        return self._inline(element, classes, place)

    def _group(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        boxed = {"banner", "claim", "rating", "quote", "would-be", "differs"}.intersection(classes)
        inside = self.blocks(element, place.within(turns=not boxed))
        if place.nested >= MAX_NESTED:
            return list(inside)
        node = self._named({"k": "g", "b": inside}, element, classes)
        if "id" in node and not boxed and inside and inside[0]["k"] in {"h", "p"} and "id" not in inside[0]:
            inside[0]["id"] = node.pop("id")
        if {"quote", "rating"}.intersection(classes):
            node["n"] = len("".join(element.itertext()))
        if "quote" in classes:
            node["copy"] = None
            _pass_on(inside, "mark", [name for name in classes if name in {"doubtful", "suggested"}])
        if "rating" in classes:
            _tell_tone(inside, classes)
        return [node]

    def _lines(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        """Give a paragraph; one that holds a picture or another block comes apart."""
        if element.tag in {"figcaption", "summary"}:
            classes = [*classes, str(element.tag)]
        if "ends" in classes:
            return [{"k": "g", "c": classes, "b": self.blocks_of_children(element, place)}]
        inside = self.blocks(element, place.flat())
        for node in inside:
            if node["k"] == "p":
                node.setdefault("c", classes)
        if inside:
            first = next((node for node in inside if node["k"] == "p"), inside[0])
            self._named(first, element, first.get("c", []))
        if {"would-be", "differs"}.intersection(classes):
            return [{"k": "g", "c": classes, "b": [{**node, "c": []} for node in inside]}]
        return list(inside)

    def blocks_of_children(self, element: Any, place: Place) -> list[Node]:
        """Give each child as a paragraph of its own."""
        return [node for child in element for node in self.blocks(child, place.flat())]

    def _heading(self, element: Any, classes: list[str], place: Place) -> Node:
        items = [item for item in self.items(element, place.flat()) if not is_block(item)]
        node = self._named({"k": "h", "l": int(element.tag[1]), "i": tidied(items)}, element, classes)
        turned = next((one for one in element.iter() if one.get("dir") == "auto"), None)
        way = direction_of("".join(turned.itertext())) if turned is not None else self.direction
        if way != self.direction:
            node["dir"] = way
            kickers = [item for item in node["i"] if isinstance(item, dict) and "kicker" in item.get("c", ())]
            for item in kickers:
                item["i"] = isolated(item["i"], self.direction)
        return node

    def _inline(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        items = self.items(element, place.flat())
        if any(is_block(item) for item in items):
            return items
        apart = element.tag == "bdi"
        if self.direction == "rtl" and element.tag in {"del", "ins"}:
            # What stood before goes before the arrow, whatever its letters; a text has its own direction.
            apart = element.getparent().get("dir") is None
        if self.turned and (apart or element.get("dir") or _ISOLATED.intersection(classes)):
            items = isolated(items, element.get("dir") or "auto")
        node: Node = {"k": _STYLES.get(element.tag, "span"), "i": items}
        if element.tag == "a":
            node |= self._target(element.get("href") or "")
        self._named(node, element, classes, inline=True)
        plain = node["k"] == "span" and len(node) == 2
        return items if plain else [node]

    def _target(self, href: str) -> Node:
        if href.startswith("#"):
            return {"to": href[1:]} if href[1:] in self.ids else {}
        return {"href": href} if WEB_ADDRESS.match(href) or href.startswith("mailto:") else {}

    def _named(self, node: Node, element: Any, classes: list[str], *, inline: bool = False) -> Node:
        """Add the classes, the id, the language and the direction of an element to its node."""
        if classes:
            node["c"] = classes
        name = element.get("id")
        if name and name not in self.taken:
            self.taken.add(name)
            node["id"] = name
        if _LANGUAGE.fullmatch(element.get("lang") or ""):
            node["lang"], node["region"] = language_of(element.get("lang"))
        if element.get("dir") and not inline:
            told = element.get("dir").lower()
            node["dir"] = direction_of("".join(element.itertext())) if told == "auto" else told
        return node

    def _br(self, *_: Any) -> list[Item]:
        return [{"k": "br"}]

    def _wbr(self, *_: Any) -> list[Item]:
        return []

    def _hr(self, *_: Any) -> list[Item]:
        return [{"k": "rule"}]

    def _img(self, element: Any, classes: list[str], _place: Place) -> list[Item]:
        if "logo" in classes:
            return [element.get("alt") or ""]  # forms that show it draw it in their own way
        return [picture_data(element.get("src") or "", alt=element.get("alt") or "")]

    def _pre(self, element: Any, *_: Any) -> list[Item]:
        return [{"k": "pre", "s": "".join(element.itertext()).strip("\n")}]

    def _blockquote(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        inside = self.blocks(element, place.within(1))
        return (
            list(inside)
            if place.nested >= MAX_NESTED
            else [self._named({"k": "quote", "b": inside}, element, classes)]
        )

    def _ul(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        if place.nested >= MAX_NESTED:
            return list(self.blocks(element, place.flat()))
        entries = [
            self._named({"b": self.blocks(one, place.within(2))}, one, _classes(one))
            for one in element
            if one.tag == "li"
        ]
        start = element.get("start") or "1"
        node: Node = {"k": "list", "ordered": element.tag == "ol", "items": entries}
        node["start"] = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
        return [self._named(node, element, classes)] if entries else []

    _ol = _ul

    def _dl(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        rows: list[Node] = []
        for one in element.iter("dt", "dd"):
            if one.tag == "dt" or not rows:
                words = (
                    [item for item in self.items(one, place.flat()) if not is_block(item)]
                    if one.tag == "dt"
                    else []
                )
                rows.append({"t": tidied(words), "d": [], "n": 0})
            if one.tag == "dd":
                rows[-1]["d"].append(self._named({"b": self.blocks(one, place.within(2))}, one, []))
            rows[-1]["n"] += len("".join(one.itertext()))
        return [self._named({"k": "terms", "rows": rows}, element, classes)] if rows else []

    def _table(self, element: Any, classes: list[str], place: Place) -> list[Item]:
        def cell(one: Any) -> Node:
            names = _classes(one)
            node: Node = {"b": self.blocks(one, place.within(3)), "n": len("".join(one.itertext()))}
            _pass_on(node["b"], "stance", names)
            return self._named(node, one, names)

        caption = element.find("caption")
        words = self.items(caption, place.flat()) if caption is not None else []
        tables = lay_out_table(element, cell, splits="stances" in classes, turns=place.turns)
        for number, table in enumerate(tables):
            if number == 0:
                self._named(table, element, classes)
                if words:
                    table["caption"] = tidied(words)
            elif classes:
                table["c"] = classes
        return list(tables)

    def _progress(self, element: Any, *_: Any) -> list[Item]:
        share = float(element.get("value") or 0) / max(float(element.get("max") or 1), 1)
        told = " ".join("".join(element.getparent().itertext()).split())
        return [{"k": "progress", "share": min(max(share, 0.0), 1.0), "alt": told or gettext("Progress")}]

    def _svg(self, element: Any, classes: list[str], _place: Place) -> list[Item]:
        return _drawing(element, classes)


def _with_lead(nodes: list[Node]) -> list[Node]:
    """Let what is said right before a table on a turned page stand on that page, and on none of its own."""
    led: list[Node] = []
    for node in nodes:
        inside = node.get("b", [])
        if node["k"] == "g" and inside and all(one.get("turned") for one in inside):
            for one in inside:
                del one["turned"]
            node["turned"] = True
            if led and led[-1]["k"] == "p":
                node["b"] = [led.pop(), *inside]
        led.append(node)
    return led


def _drawing(element: Any, classes: list[str]) -> list[Item]:
    """Give one of the report's own pictures by what it tells; any other is no part of a page."""
    boxes = [(one.get("class") or "", one) for one in element.iter("rect")]
    alt = element.get("aria-label") or gettext("Picture")
    if "swatch" in classes and boxes:
        return [{"k": "swatch", "v": boxes[0][0]}]
    if "bar" in classes:
        labels = {round(_per_cent(one, "x"), 1): "".join(one.itertext()) for one in element.findall("svg")}
        parts = []
        for name, box in boxes:
            if name not in {"over", "plate"}:
                left, width = _per_cent(box, "x"), _per_cent(box, "width")
                middle = left + width / 2
                number = next((text for x, text in labels.items() if abs(x - middle) < _NEAR), "")
                parts.append({"v": name, "share": width, "number": number})
        return [{"k": "bar", "alt": alt, "parts": parts}]
    if "scale" in classes:
        names = [name for name, _ in boxes]
        here = names.index("here") if "here" in names else None
        return [{"k": "scale", "alt": alt, "steps": len(names), "here": here}]
    return []


def _per_cent(element: Any, name: str) -> float:
    return float((element.get(name) or "0").rstrip("%"))


def _tell_tone(nodes: list[Node], classes: list[str]) -> None:
    """Let the heading, the sign and the scale of a rating have its colour."""
    for node in walk(nodes):
        if node.get("k") in {"scale", "h"}:
            node["c"] = [*node.get("c", []), *classes, "rated"]
        for item in node.get("i", []):
            if node.get("k") == "h" and isinstance(item, dict) and "shape" in item.get("c", ()):
                item["c"] = [*item["c"], *classes, "rated"]


def _pass_on(nodes: list[Node], to: str, classes: list[str]) -> None:
    """Let items of a class or kind in a container look as the container's classes have them look."""
    for node in walk(nodes):
        for item in node.get("i", []) if classes else []:
            if isinstance(item, dict) and (item["k"] == to or to in item.get("c", ())):
                item["c"] = [*item.get("c", []), *classes]


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _parent(element: Any) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""
