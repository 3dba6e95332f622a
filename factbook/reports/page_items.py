"""Inline items and the nodes of a `page_tree`: folding white space, walking, changing words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from factbook.reports.roles import with_role
from factbook.wording import gettext

Node = dict[str, Any]
Item = str | Node

BLOCKS = frozenset("p h list quote g terms table pre rule image bar scale progress".split())
_SPACE = re.compile(r"[ \t\n\r\f]+")


def leaves(nodes: Iterable[Any], change: Callable[[str], Any]) -> list[Any]:
    """Give items with each stretch of words changed; a change may give several items for one."""
    changed: list[Any] = []
    for node in nodes:
        if isinstance(node, str):
            changed += change(node)
        elif isinstance(node, dict) and "i" in node:
            inner = leaves(node["i"], change)
            told = with_role(node)
            if told.keys() <= {"k", "i"} and told["k"] == "span":
                changed += inner  # it says nothing of its words
            else:
                changed.append({**told, "i": inner})
        else:
            changed.append(node)
    return changed


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Give every node that holds inline items or is one, cells and list items among them."""
    for node in nodes:
        yield node
        for inner in _inner(node):
            yield from walk(inner)


def _inner(node: Node) -> Iterator[list[Node]]:
    if "b" in node:
        yield node["b"]
    for key in ("items", "d"):
        if key in node:
            yield node[key]
    if node.get("k") in {"table", "terms"}:
        for rows in (node.get("head", []), node["rows"]):
            for row in rows:
                yield row if isinstance(row, list) else [row]


def is_block(item: Item) -> bool:
    """Tell whether an item is a block, which cannot stand within a line."""
    return isinstance(item, dict) and item.get("k") in BLOCKS


def paragraph(line: list[Item]) -> list[Node]:
    """Give a paragraph of what stands in a line; none if nothing does."""
    items = tidied(line)
    return [{"k": "p", "i": items}] if items else []


def around(kind: str) -> tuple[str, str]:
    """Give what stands before and behind words that were put in or taken out, where no mark would show it."""
    told = gettext("[added: {words}]") if kind == "ins" else gettext("[removed: {words}]")
    before, _, behind = told.partition("{words}")
    return before, behind


def tidied(items: list[Item]) -> list[Item]:
    """Fold white space the way a browser does: one space between words, none at the ends of a line."""
    tidied, _ = _folded(items, spaced=True)
    while tidied and _trim_end(tidied):
        pass
    return tidied


def _folded(items: list[Item], *, spaced: bool) -> tuple[list[Item], bool]:
    folded: list[Item] = []
    for item in items:
        if isinstance(item, str):
            text = _SPACE.sub(" ", item)
            if spaced:
                text = text.removeprefix(" ")
            if text:
                folded.append(text)
                spaced = text.endswith(" ")
        elif "i" in item:
            inner, spaced = _folded(item["i"], spaced=spaced)
            spaced = spaced or "kicker" in item.get("c", ())  # it stands on a line of its own
            if inner or "id" in item:
                folded.append({**item, "i": inner})
        else:
            folded.append(item)
            spaced = item.get("k") == "br"
    return _kept_with_citations(folded), spaced


def _kept_with_citations(items: list[Item]) -> list[Item]:
    """Let no line begin with the first citation after words: the space before it does not break."""
    kept = list(items)
    for number, after in enumerate(kept[1:]):
        before = kept[number]
        if isinstance(before, str) and before.endswith(" ") and before != " " and _is_citation(after):
            kept[number] = f"{before[:-1]}\u00a0"
    return kept


def _is_citation(item: Item) -> bool:
    return isinstance(item, dict) and bool({"cite", "run"}.intersection(item.get("c", ())))


def _trim_end(items: list[Item]) -> bool:
    """Take the space or the break off the end; tell whether there may be more to take."""
    last = items[-1]
    if isinstance(last, str):
        items[-1] = last.removesuffix(" ")
        if not items[-1]:
            items.pop()
            return True
        return False
    if last.get("k") == "br":
        items.pop()
        return True
    if last.get("i"):
        return _trim_end(last["i"])
    return False
