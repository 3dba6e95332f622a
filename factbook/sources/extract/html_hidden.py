"""Taking out of a page what its readers do not see: not drawn, off it, of no size, in its colour.

What is struck out goes with it: readers see it, but the page no longer says it.

It goes by the page's own attributes, ``style`` attributes and ``<style>`` elements, without its scripts and
without style sheets in other files. Where these leave a doubt that the page's own marks do not settle, text
counts as visible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import tinycss2.color3  # type: ignore[import-untyped]

from factbook.sources.extract.html_layout import text_of
from factbook.sources.extract.html_styles import Style, Stylesheet

_NEVER_DRAWN = set("template noscript canvas audio video iframe noframes noembed datalist".split())
_STRUCK = {"del", "s", "strike"}
_HIDING_CLASSES = set(
    "sr-only sr_only visually-hidden visuallyhidden visually_hidden screen-reader-text screen-reader-only "
    "screenreader-text element-invisible a11y-hidden u-visually-hidden u-hidden-visually".split()
)
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|%|vw|vh|cm|in)?")
_FAR = -900
"""Pixels (or as many of any other unit) beyond the edge, where nobody scrolls to."""
_BEYOND_EDGE = {"px": -300.0, "vw": -50.0, "vh": -50.0, "%": -50.0, "em": -20.0, "rem": -20.0}
"""The same of what stands free of the text (``absolute``, ``fixed``), by unit."""
_CLIPPED = re.compile(r"rect\(\s*([01](?:px)?[\s,]+){3}[01](?:px)?\s*\)|inset\(\s*(?:50|100)%|circle\(\s*0")
_OLD_COLOURS = {"font": "color", "body": "text"}
_NO_FONT = re.compile(r"(?:^|\s)0(?:\.0+)?(?:px|pt|em|rem|%)?(?:\s*/|\s)")
_MOVED_AWAY = re.compile(r"translate(?:x|y|3d)?\([^)]*-\d{4,}px|scale(?:3d)?\(\s*0(?:\.0+)?\s*[,)]")
_NEARLY = 8 / 255


class _Colour(NamedTuple):
    red: float
    green: float
    blue: float
    alpha: float


_WHITE, _BLACK = _Colour(1, 1, 1, 1), _Colour(0, 0, 0, 1)


@dataclass(frozen=True)
class _Look:
    """What an element hands down to those in it; None is a colour that cannot be told."""

    colour: _Colour | None = _BLACK
    background: _Colour | None = _WHITE
    of_no_size: bool = False

    @property
    def conceals(self) -> bool:
        if self.of_no_size:
            return True
        if self.colour is None or self.background is None:
            return False
        pairs = zip(self.colour[:3], self.background[:3], strict=True)
        return self.colour.alpha < 0.02 or all(abs(text - ground) <= _NEARLY for text, ground in pairs)


def take_out_hidden(tree: Any) -> list[str]:
    """Take hidden text out of a page and give it, in the order of the page."""
    sheet = Stylesheet.of(tree)
    hidden: list[str] = []
    # What a style sheet in another file makes of the letters is not known; paper is white.
    styled_elsewhere = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    todo = [(tree, _Look(colour=None if styled_elsewhere else _BLACK))]
    while todo:
        element, above = todo.pop()
        if not isinstance(element.tag, str):
            continue
        style = _with_old_attributes(element, sheet.style_of(element))
        # A page that is hidden as a whole waits for a script to show it.
        if element.tag not in {"html", "body"} and (_is_marked(element) or _is_undrawn(style)):
            hidden.append(text_of(element))
            # Emptied and not removed: joining the text beside it fails on characters that XML does not have.
            element.clear(keep_tail=True)
            element.tag = "span"  # It breaks no line.
            continue
        look = _look(style, above)
        if look.conceals:
            hidden.extend(_take_own_text(element))
        todo.extend((child, look) for child in reversed(element))
    return [text for text in hidden if text]


def _is_marked(element: Any) -> bool:
    return (
        element.tag in _NEVER_DRAWN
        or element.tag in _STRUCK
        or element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or (element.tag == "dialog" and element.get("open") is None)
        or (element.tag == "input" and (element.get("type") or "").lower() == "hidden")
        or not _HIDING_CLASSES.isdisjoint((element.get("class") or "").lower().split())
    )


def _is_undrawn(style: Style) -> bool:
    if not style:
        return False
    opacity = _length(style, "opacity")
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("content-visibility") == "hidden"
        or (opacity is not None and opacity < 0.02)
        or _is_off_page(style)
        or bool(_CLIPPED.search(f"{style.get('clip', '')} {style.get('clip-path', '')}"))
        or bool(_MOVED_AWAY.search(style.get("transform", "")))
        or _has_no_room(style)
    )


def _is_off_page(style: Style) -> bool:
    moved = ["text-indent", "margin-left"]
    if style.get("position") in {"absolute", "fixed", "relative"}:
        moved += ["left", "top", "right"]
    if any((_length(style, name) or 0) <= _FAR for name in moved):
        return True
    free = style.get("position") in {"absolute", "fixed"}
    return free and any(_is_beyond_edge(style.get(name, "")) for name in ("left", "top", "right"))


def _is_beyond_edge(value: str) -> bool:
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found[1]) <= _BEYOND_EDGE.get(found[2] or "px", _FAR)


def _has_no_room(style: Style) -> bool:
    if style.get("overflow") not in {"hidden", "clip"}:
        return False
    sizes = (_length(style, name) for name in ("width", "height", "max-width", "max-height"))
    return any(size is not None and size <= 1 for size in sizes)


def _look(style: Style, above: _Look) -> _Look:
    if not style:
        return above
    look = above
    if "color" in style:
        look = replace(look, colour=_colour(style["color"], inherited=above.colour))
    for name in ("background", "background-color"):
        if name in style:
            look = replace(look, background=_background(style[name], behind=look.background))
    size = 0.0 if _NO_FONT.search(style.get("font", "")) else _length(style, "font-size")
    if size is not None:
        # A share of nothing is nothing; a size of its own shows the text again.
        relative = not style.get("font-size", "0px").endswith(("px", "pt", "rem", "cm", "in"))
        look = replace(look, of_no_size=size < (0.05 if relative else 1) or (relative and above.of_no_size))
    return look


def _colour(value: str, *, inherited: _Colour | None) -> _Colour | None:
    if value in {"inherit", "unset", "currentcolor"}:
        return inherited
    parsed = tinycss2.color3.parse_color(value)
    return _Colour(*parsed) if isinstance(parsed, tuple) else None


def _background(value: str, *, behind: _Colour | None) -> _Colour | None:
    if "url(" in value or "gradient" in value or "var(" in value or "image" in value:
        return None
    for token in tinycss2.parse_component_value_list(value):
        parsed = tinycss2.color3.parse_color(token)
        if isinstance(parsed, tuple):
            colour = _Colour(*parsed)
            return colour if colour.alpha > 0.5 else behind if colour.alpha == 0 else None
    return behind


def _length(style: Style, name: str) -> float | None:
    found = _LENGTH.fullmatch(style.get(name, ""))
    return float(found[1]) if found else None


def _with_old_attributes(element: Any, style: Style) -> Style:
    """Add what HTML said before there were style sheets: ``<font color>``, ``<body text>``, ``bgcolor``."""
    name = _OLD_COLOURS.get(element.tag)
    if name and element.get(name):
        style = {"color": element.get(name).lower()} | style
    if element.get("bgcolor"):
        style = {"background-color": element.get("bgcolor").lower()} | style
    return style


def _take_own_text(element: Any) -> list[str]:
    if element.tag in {"script", "style", "head", "title"}:
        return []
    texts = [element.text, *(child.tail for child in element)]
    element.text = None
    for child in element:
        child.tail = " " if child.tail else None
    return [" ".join(text.split()) for text in texts if text and text.strip()]
