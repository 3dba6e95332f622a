"""A logo drawn as SVG, made harmless: shapes, colours and gradients are left, and nothing else.

What is kept is written out anew from an allow-list of elements and attributes whose values have a plain form,
so no script, event handler, address, style sheet or foreign markup can be in it. What would be drawn
otherwise by every reader's machine (text), or is no drawing (pictures within), is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_SVG = "http://www.w3.org/2000/svg"
_MOST_BYTES_READ = 500_000
"""What drawing programs add can be most of a file; it is dropped."""

_MOST_ELEMENTS = 3_000
_DEEPEST = 40

_DRAWN = frozenset("circle ellipse line path polygon polyline rect".split())
_CLIPS = frozenset("clipPath mask".split())
_KEPT = _DRAWN | _CLIPS | frozenset("defs g linearGradient radialGradient stop svg".split())
_REFUSED = {
    "foreignObject": "foreign markup",
    "image": "a picture",
    "script": "a script",
    "text": "text, which would be set in whatever font a reader has",
    "use": "copies of shapes",
}
"""A logo without them would be another picture, or was made to do harm; so these are told."""

_LOOKS = frozenset(
    """clip-path clip-rule color display fill fill-opacity fill-rule mask opacity stop-color stop-opacity
    stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-width visibility""".split()
)
"""Attributes that may also come as properties of a style."""

_ATTRIBUTES = _LOOKS | frozenset(
    """clipPathUnits cx cy d fr fx fy gradientTransform gradientUnits height id maskContentUnits maskUnits
    offset points preserveAspectRatio r rx ry spreadMethod transform viewBox width x x1 x2 y y1 y2""".split()
)
_PLAIN = re.compile(r"[A-Za-z0-9#%.,+\-\s()]*")
_ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([A-Za-z_][\w.-]{0,99})['\"]?\s*\)", re.ASCII)
_SIMPLE_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([.#]?)([A-Za-z_][\w-]*)", re.ASCII)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px|pt|mm|cm|in)?")
_NUMBERS = re.compile(r"[\s,]+")


def clean_svg(data: bytes) -> str:
    """Give the drawing in a file; cleaned again, it stays as it is.

    Raises
    ------
    ValueError
        It is no SVG, holds what a logo may not hold, or draws nothing; the words say which.
    """
    if len(data) > _MOST_BYTES_READ:
        raise ValueError(f"it has {len(data):,} bytes, and up to {_MOST_BYTES_READ:,} are read")
    root = _parsed(data)
    for element in root.iter():
        name = _local(element)
        if name in _REFUSED:
            raise ValueError(f"it holds {_REFUSED[name]}; a logo is shapes alone")
    styles = dict(_style_rules(root))
    made = _kept(root, styles, within=(), clipped=False)
    if made is None or not any(_local(one) in _DRAWN for one in made.iter()):
        raise ValueError("it draws nothing")
    _set_size(made)
    return str(etree.tostring(made, encoding="unicode"))


def svg_size(svg: str) -> tuple[float, float]:
    """Give the width and height of a drawing that `clean_svg` gave."""
    root = etree.fromstring(svg.encode(), _parser())
    return float(root.get("width")), float(root.get("height"))


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _parsed(data: bytes) -> Any:
    if b"<!ENTITY" in data:
        raise ValueError("it declares entities, which a logo has no use for")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"it is no SVG: {str(error).splitlines()[0] if str(error) else 'no XML'}") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError("it is no SVG: its first element is not svg of the SVG name space")
    elements = list(root.iter())
    if len(elements) > _MOST_ELEMENTS:
        raise ValueError(f"it has {len(elements):,} elements, and a logo has up to {_MOST_ELEMENTS:,}")
    return root


def _local(element: Any) -> str:
    """Give an element's name; an empty one for what is of another name space, or no element."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(f"{{{_SVG}}}") if tag.startswith(f"{{{_SVG}}}") else ""


def _kept(element: Any, styles: dict[str, str], *, within: tuple[str, ...], clipped: bool) -> Any | None:
    name = _local(element)
    if name not in _KEPT or len(within) > _DEEPEST or (name == "svg" and within):
        return None
    made = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG})
    for key, value in sorted(_looks(element, styles)):
        # A clip within a clip can double the work at every step.
        if not (clipped and key in {"clip-path", "mask"}):
            made.set(key, value)
    for child in element:
        kept = _kept(child, styles, within=(*within, name), clipped=clipped or name in _CLIPS)
        if kept is not None:
            made.append(kept)
    return made


def _looks(element: Any, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the attributes to keep: the element's, those of the file's style rules, those of its own style."""
    given = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES}
    classes = (element.get("class") or "").split()
    for selector in (_local(element), *(f".{one}" for one in classes), f"#{element.get('id')}"):
        given |= _properties(styles.get(selector, ""))
    given |= _properties(element.get("style") or "")
    # A gradient may take its colours from another.
    linked = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
    if _local(element).endswith("Gradient") and linked.startswith("#") and _ID.fullmatch(linked[1:]):
        yield "href", linked
    for key, value in given.items():
        plain = " ".join(value.split())
        found = _REFERENCE.fullmatch(plain)
        if found:
            yield key, f"url(#{found[1]})"
        elif key == "id":
            if _ID.fullmatch(plain):
                yield key, plain
        elif _PLAIN.fullmatch(plain) and "url" not in plain.lower():
            yield key, plain


def _style_rules(root: Any) -> Iterator[tuple[str, str]]:
    """Give the rules of the file's own style sheets whose selector is one name, class or id."""
    for sheet in root.iter(f"{{{_SVG}}}style"):
        text = _COMMENT.sub("", "".join(sheet.itertext()))
        for selectors, properties in _SIMPLE_RULE.findall(text):
            for selector in selectors.split(","):
                if _SELECTOR.fullmatch(selector.strip()):
                    yield selector.strip(), properties


def _properties(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in _LOOKS}


def _set_size(root: Any) -> None:
    """Give the drawing both a size and a view box, so that it can be drawn at any size without a jump."""
    box = [part for part in _NUMBERS.split((root.get("viewBox") or "").strip()) if part]
    try:
        left, top, width, height = map(float, box)
    except ValueError:
        sides = [_LENGTH.fullmatch(root.get(name) or "") for name in ("width", "height")]
        if not all(sides):
            raise ValueError("it has no size: give its svg element a viewBox") from None
        left, top = 0.0, 0.0
        width, height = (float(side[1]) for side in sides if side)
    if not (0 < width < 1e6 and 0 < height < 1e6 and 1 / 40 <= width / height <= 40):
        raise ValueError(f"its size is {width:g} by {height:g}, which cannot be drawn")
    sizes = {
        "viewBox": f"{left:g} {top:g} {width:g} {height:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
    }
    given = sorted((dict(root.attrib) | sizes).items())
    root.attrib.clear()  # so that all stand in one order
    for key, value in given:
        root.set(key, value)
