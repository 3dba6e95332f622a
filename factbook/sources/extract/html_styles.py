"""Which declarations of a page's own style sheets hold for which elements.

Only ``<style>`` elements are read, and in them rules for all screens with selectors of names, classes and
ids, one within or right below another (``.story > p.note``). Style sheets in files of their own are not
fetched. A rule that cannot be told for sure, such as one in ``@media`` or with ``:hover``, is passed over:
what it hides is then taken for visible.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import tinycss2  # type: ignore[import-untyped]

Style = dict[str, str]

TELLING = set(
    "background background-color clip clip-path color content-visibility display font font-size height left "
    "margin-left max-height max-width opacity "
    "overflow position right text-indent top transform visibility width".split()
)
"""The properties that can hide text."""

_MAX_RULES = 5_000
_MAX_STYLE_LENGTH = 1_000_000
_MAX_DEPTH = 64


@dataclass(frozen=True)
class _Part:
    """A part of a selector: ``div.note#top``; ``direct`` if it must stand right below the one before it."""

    name: str = ""
    identifier: str = ""
    classes: frozenset[str] = frozenset()
    direct: bool = False

    def matches(self, element: Any) -> bool:
        return (
            (not self.name or element.tag == self.name)
            and (not self.identifier or element.get("id") == self.identifier)
            and self.classes.issubset((element.get("class") or "").split() if self.classes else ())
        )


@dataclass(frozen=True)
class _Rule:
    parts: tuple[_Part, ...]
    style: Style
    weight: tuple[int, ...]

    def matches(self, element: Any) -> bool:
        *above, last = self.parts
        if not last.matches(element):
            return False
        parent, direct = element.getparent(), last.direct
        for _ in range(_MAX_DEPTH):
            if not above:
                return True
            if parent is None:
                return False
            if above[-1].matches(parent):
                direct = above.pop().direct
            elif direct:
                # Another ancestor might match; that it does not is the side on which text stays visible.
                return False
            parent = parent.getparent()
        return not above


@dataclass
class Stylesheet:
    """The rules of a page, found by the last name, class or id of their selectors."""

    _rules: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, tree: Any) -> Stylesheet:
        """Read the ``<style>`` elements of a page."""
        sheet = cls()
        left, order = _MAX_STYLE_LENGTH, 0
        for element in tree.iter("style"):
            text = element.text or ""
            left -= len(text)
            if left < 0 or element.get("media", "all").strip().lower() not in {"all", "screen", ""}:
                continue
            for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
                if rule.type != "qualified-rule" or order >= _MAX_RULES:
                    continue
                order = sheet._add(rule, order)
        return sheet

    def style_of(self, element: Any) -> Style:
        """Give what holds for an element: rules by weight, its own ``style``, then what is ``!important``."""
        own, own_important = declarations(element.get("style") or "")
        if not self._rules:
            return own | own_important
        classes = (element.get("class") or "").split()
        keys = [element.tag, f"#{element.get('id')}", *(f".{name}" for name in classes)]
        rules = [rule for key in keys for rule in self._rules.get(key, ()) if rule.matches(element)]
        style: Style = {}
        for rule in sorted(rules, key=lambda rule: rule.weight):
            if not rule.weight[0]:
                style.update(rule.style)
        style.update(own)
        for rule in sorted(rules, key=lambda rule: rule.weight):
            if rule.weight[0]:
                style.update(rule.style)
        return style | own_important

    def _add(self, rule: Any, order: int) -> int:
        normal, important = _telling(tinycss2.parse_blocks_contents(rule.content))
        if not normal and not important:
            return order
        for parts in _selectors(rule.prelude):
            order += 1
            ids = sum(bool(part.identifier) for part in parts)
            classes = sum(len(part.classes) for part in parts)
            names = sum(bool(part.name) for part in parts)
            for is_important, style in ((0, normal), (1, important)):
                if style:
                    weight = (is_important, ids, classes, names, order)
                    self._rules[_key(parts[-1])].append(_Rule(parts, style, weight))
        return order


def declarations(text: str) -> tuple[Style, Style]:
    """Read a ``style`` attribute: what it declares, and what of that is ``!important``."""
    return _telling(tinycss2.parse_blocks_contents(text[:10_000])) if text else ({}, {})


def _telling(found: list[Any]) -> tuple[Style, Style]:
    normal: Style = {}
    important: Style = {}
    for item in found:
        if item.type == "declaration" and item.lower_name in TELLING:
            value = tinycss2.serialize(item.value).strip().lower()
            (important if item.important else normal)[item.lower_name] = value
    return normal, important


def _key(part: _Part) -> str:
    if part.identifier:
        return f"#{part.identifier}"
    return f".{min(part.classes)}" if part.classes else part.name


def _selectors(prelude: list[Any]) -> list[tuple[_Part, ...]]:
    """Read the selectors before a rule, those that are understood."""
    found, pieces = [], []
    for piece in [*prelude, None]:
        if piece is not None and piece != ",":
            pieces.append(piece)
            continue
        parts = _parts(pieces)
        if parts:
            found.append(parts)
        pieces = []
    return found


def _parts(pieces: list[Any]) -> tuple[_Part, ...]:
    """Read one selector; empty if there is something in it that is not understood."""
    parts: list[_Part] = []
    name, identifier, classes, direct = "", "", set[str](), False
    waits_for_class = False
    for piece in [*pieces, None]:
        is_gap = piece is None or piece.type == "whitespace" or piece == ">"
        if is_gap:
            if waits_for_class:
                return ()
            if name or identifier or classes:
                parts.append(_Part(name, identifier, frozenset(classes), direct))
                name, identifier, classes, direct = "", "", set(), False
            direct = direct or piece == ">"
        elif waits_for_class and piece.type == "ident":
            classes.add(piece.value)
            waits_for_class = False
        elif piece == ".":
            waits_for_class = True
        elif piece.type == "ident" and not (name or identifier or classes):
            name = piece.lower_value
        elif piece.type == "hash":
            identifier = piece.value
        else:
            return ()
    return tuple(parts) if len(parts) <= _MAX_DEPTH else ()
