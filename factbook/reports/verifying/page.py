"""Reading a report's page: what stands at which anchor.

The page may come from anybody, so it is read by Python's own HTML parser, which a page cannot crash or take
over, and not by lxml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from factbook.errors import BadInputError

LARGEST_PAGE_BYTES = 50_000_000

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_DEEPEST = 200
_SAID = ("title", "aria-label", "alt", "datetime", "href", "src", "content")
"""Attributes whose words reach a reader, or lead one elsewhere."""

_NAMED = ("the counts under the rating", "the ClaimReview", "the style", "headline", "check.json")


@dataclass
class Node:
    """An element of the page, with its text and the elements in it, in order.

    ``number`` counts it, from 1, among the elements of its tag in the same parent; ``leads_to`` is where the
    first link in it leads, empty if there is none. Both are noted as the page is read: to look for them later
    would take for ever in a page that was made for it.
    """

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    content: list[Node | str] = field(default_factory=list)
    number: int = 1
    leads_to: str = ""

    @property
    def classes(self) -> list[str]:
        """Its classes, in order."""
        return self.attributes.get("class", "").split()

    @property
    def id(self) -> str:
        """Its anchor; empty if it has none."""
        return self.attributes.get("id", "")

    def walk(self) -> Iterator[Node]:
        """Give it and all elements in it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [one for one in reversed(node.content) if isinstance(one, Node)]

    def all(self, tag: str, class_: str = "") -> list[Node]:
        """Give the elements in it with this tag and class."""
        return [one for one in self.walk() if one.tag == tag and (not class_ or class_ in one.classes)]

    def text(self) -> str:
        """Give all its words, with one blank between."""
        return self.text_without("")

    def text_without(self, class_: str) -> str:
        """Give all its words but those of elements with this class."""
        words: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                words.append(one)
            elif class_ not in one.classes:
                waiting += reversed(one.content)
        return " ".join("".join(words).split())


def read_page(data: bytes, *, name: str) -> Node:
    """Read a report's page; `BadInputError` if it is none."""
    if len(data) > LARGEST_PAGE_BYTES:
        raise BadInputError(f"{name} has {len(data):,} bytes; a report has at most {LARGEST_PAGE_BYTES:,}")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name} is no report: byte {error.start:,} is not UTF-8") from error
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if not any("factbook-report" in one.classes for one in reader.root.all("body")):
        raise BadInputError(f"{name} is no report of factbook", next_step="Give a report.html that it built.")
    return reader.root


def body_of(page: Node) -> Node:
    """Give the page's body."""
    return page.all("body", "factbook-report")[0]


def generator_of(page: Node) -> str:
    """Give which factbook says that it made the page, like ``factbook 1.0``."""
    names = (one for one in page.all("meta") if one.attributes.get("name") == "generator")
    return next((one.attributes.get("content", "") for one in names), "")


def regions(page: Node) -> dict[str, str]:
    """Give the words at each anchor of the page, without those of anchors within.

    Cells of the stance table go by ``stances/ROW/COLUMN``, what adds up a point by ``stances/point N``, and
    what stands at no anchor by its element.
    """
    found: dict[str, list[str]] = {}
    waiting: list[tuple[Node | str, str]] = [(page, "page")]
    while waiting:
        one, anchor = waiting.pop()
        if isinstance(one, str):
            found.setdefault(anchor, []).append(one)
            continue
        anchor = one.id or _place(one) or anchor
        said = " ".join(one.attributes.get(name, "") for name in _SAID)
        found.setdefault(anchor, []).append(f" {said} ")
        waiting += [(each, anchor) for each in reversed(one.content)]
    return {anchor: " ".join("".join(words).split()) for anchor, words in found.items()}


def key_values(page: Node) -> dict[str, str]:
    """Give what every version of the page says in the same way, for it is the check's and not the template's.

    The stances, the rating, the sentences, quoted words with those around them, hashes, titles and points.
    """
    found = {"check.json": body_of(page).attributes.get("data-check-sha256", "")}
    points = 0
    for node in page.walk():
        if node.tag == "h1":
            found["headline"] = "".join(one.text() for one in node.all("span", "question"))
        elif node.id == "rating":
            found["rating"] = " ".join(node.classes)
        elif node.tag == "td" and (place := _place(node)):
            found[place] = " ".join(node.classes)
        elif node.tag == "span" and "point" in node.classes:
            points += 1
            found[f"point {points}"] = node.text()
        elif node.id.startswith("finding-"):
            found[node.id] = node.text_without("note")
        elif node.id.startswith("quote-"):
            found[f"{node.id}/words"] = "".join(mark.text() for mark in node.all("mark"))
            found[f"{node.id}/surroundings"] = " ".join(one.text() for one in node.all("blockquote"))
        elif node.id.startswith("source-"):
            hashes = [one.text() for hash_ in node.all("span", "hash") for one in hash_.all("code")]
            found[f"{node.id}/sha256"] = " ".join(hashes)
            found[f"{node.id}/title"] = " ".join(one.text() for one in node.all("b"))
    return found


def spoken(anchor: str) -> str:
    """Give what a reader calls an anchor, like ``quote q3`` or ``the stance of source s2 on point 1``."""
    kind, _, rest = anchor.partition("-")
    if anchor in _NAMED:
        return anchor
    if anchor.startswith("stances/source-"):
        _, row, column = anchor.split("/")
        return f"the stance of {row.replace('-', ' ', 1)} on point {column}"
    if anchor.startswith("stances/"):
        return f"the totals of {anchor.removeprefix('stances/')}"
    if kind in {"quote", "source", "finding"} and rest:
        name, _, part = f"{'sentence' if kind == 'finding' else kind} {rest}".partition("/")
        return f"the {part} of {name}" if part else name
    fixed = {
        "content": "the head of the report",
        "stances": "the stance table",
        "rating": "the rating",
        "page": "the page around it",
    }
    return fixed.get(anchor, f"the part “{anchor}”" if re.fullmatch(r"[\w-]{1,60}", anchor) else "a part")


def _place(node: Node) -> str:
    """Name a cell of the stance table by its row and column, and a point's totals by its number."""
    parent = node.parent
    if parent is None or node.tag not in {"td", "li", "p", "script", "style"}:
        return ""
    if node.tag in {"script", "style"}:
        return _NAMED[1] if node.tag == "script" else _NAMED[2]
    if node.tag == "p":
        return _NAMED[0] if "proof" in node.classes else ""
    if node.tag == "li":
        return f"stances/point {node.number}" if "chart" in parent.classes else ""
    table = parent.parent.parent if parent.parent else None
    if table is None or "stances" not in table.classes:
        return ""
    return f"stances/{parent.leads_to.removeprefix('#') or '?'}/{node.number}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("", {})
        self.depth = 0
        self.counted: Counter[tuple[int, str]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = self._add(tag, attrs)
        if tag not in _VOID and self.depth < _DEEPEST:
            self.here, self.depth = node, self.depth + 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)  # In pictures an element may end itself.

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.here
        up = 0
        while node is not None and node.tag != tag:
            node, up = node.parent, up + 1
        if node is not None and node.parent is not None:
            self.here, self.depth = node.parent, self.depth - up - 1

    def handle_data(self, data: str) -> None:
        self.here.content.append(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        attributes = {name: value or "" for name, value in attrs}
        of_its_kind = id(self.here), tag
        self.counted[of_its_kind] += 1
        node = Node(tag, attributes, self.here, number=self.counted[of_its_kind])
        self.here.content.append(node)
        around: Node | None = self.here
        while tag == "a" and around is not None and not around.leads_to:
            around.leads_to, around = attributes.get("href", ""), around.parent
        return node
