"""What hides text in a Word document: the mark "hidden", no size, white letters on white paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_OFF = {"0", "false", "off", "none"}
_MAX_HALF_POINTS = 2
_MAX_CHAIN = 20


@dataclass(frozen=True)
class Look:
    """How text looks, as far as that tells if it is seen; ``has_ground``: it stands on another colour."""

    is_vanished: bool = False
    is_white: bool = False
    is_tiny: bool = False
    has_ground: bool = False
    is_raised: bool = False

    @property
    def conceals(self) -> bool:
        """Whether text that looks so is not seen."""
        return self.is_vanished or self.is_tiny or (self.is_white and not self.has_ground)

    def with_properties(self, properties: Any) -> Look:
        """Give the look after the properties (``w:rPr`` or ``w:pPr``) of an element."""
        look = self
        for element in () if properties is None else properties:
            value = (element.get(f"{W}val") or "").lower()
            if element.tag == f"{W}vanish":
                look = replace(look, is_vanished=value not in _OFF)
            elif element.tag == f"{W}color":
                look = replace(look, is_white=_is_white(value))
            elif element.tag == f"{W}sz" and value.isdecimal():
                look = replace(look, is_tiny=int(value) <= _MAX_HALF_POINTS)
            elif element.tag == f"{W}vertAlign":
                look = replace(look, is_raised=value == "superscript")
            elif element.tag in {f"{W}shd", f"{W}highlight"}:
                look = replace(look, has_ground=is_ground(element))
        return look


class Styles:
    """The styles of a document, by name; each is based on another."""

    def __init__(self, root: Any) -> None:
        self._styles = {} if root is None else {s.get(f"{W}styleId"): s for s in root.findall(f"{W}style")}

    def apply(self, look: Look, name: str | None) -> Look:
        """Give the look after a paragraph or character style."""
        for style in reversed(self._chain(name)):
            look = look.with_properties(style.find(f"{W}pPr")).with_properties(style.find(f"{W}rPr"))
        return look

    def shade(self, name: str | None) -> bool:
        """Tell whether a table style gives any of its cells another colour than white."""
        return any(is_ground(shading) for style in self._chain(name) for shading in style.iter(f"{W}shd"))

    def _chain(self, name: str | None) -> list[Any]:
        """Give a style and those it is based on."""
        chain: list[Any] = []
        while name in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[name])
            based_on = chain[-1].find(f"{W}basedOn")
            name = None if based_on is None else based_on.get(f"{W}val")
        return chain


def is_ground(element: Any) -> bool:
    """Tell whether a shading or highlight is of another colour than white."""
    fill = (element.get(f"{W}fill") or element.get(f"{W}val") or "").lower()
    return fill not in {"", "auto", "none", "clear", "white"} and not _is_white(fill)


def _is_white(value: str) -> bool:
    try:
        return len(value) == 6 and all(int(value[at : at + 2], 16) >= 250 for at in (0, 2, 4))
    except ValueError:
        return False
