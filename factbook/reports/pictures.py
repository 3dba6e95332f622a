"""Pictures as nodes of a page: an analyst's, taken out of the addresses they come in, and a logo."""

from __future__ import annotations

import base64
import re
import struct
from typing import Any

from factbook.reports.theme.view import LogoView
from factbook.wording import gettext

MAX_BYTES = 12_000_000
MAX_PIXELS = 50_000_000
"""A larger picture is told of instead: unpacked it would take more memory than a report is worth."""

_ADDRESS = re.compile(r"\s*data:image/(png|jpeg|gif|svg\+xml);base64,(.*)", re.DOTALL)
_FRAME_MARKS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that a frame's height and width follow."""


def picture_data(address: str, *, alt: str) -> dict[str, Any]:
    """Give a picture as a node of a `page_tree`, or a paragraph that says why there is none."""
    told = alt.strip() or gettext("Picture from the analyst's notebook")
    found = _ADDRESS.fullmatch(address)
    if not found:
        return unreadable_picture(told)
    try:
        content = base64.b64decode("".join(found[2].split()), validate=True)
    except ValueError:
        return unreadable_picture(told)
    if len(content) > MAX_BYTES or _pixels(content) > MAX_PIXELS:
        return _note(gettext("A picture here is too large to be printed: {picture}", picture=told))
    if found[1] == "svg+xml":
        return {"k": "image", "svg": content.decode(errors="replace"), "alt": told}
    return {"k": "image", "data": list(content), "alt": told}


def logo_node(logo: LogoView) -> dict[str, Any]:
    """Give the logo of a theme as a node of a `page_tree`."""
    content = {"svg": logo.svg} if logo.svg else {"data": list(logo.content)}
    return {"k": "image", "alt": logo.alt, **content}


def unreadable_picture(alt: str) -> dict[str, Any]:
    """Give the paragraph that stands for a picture that cannot be read."""
    return _note(gettext("A picture here could not be read: {picture}", picture=alt))


def _note(text: str) -> dict[str, Any]:
    return {"k": "p", "c": ["fault"], "i": [text]}


def _pixels(content: bytes) -> int:
    """Read how many pixels a picture says it has; nought for one that has none or hides them."""
    try:
        if content.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", content[16:24])
        elif content.startswith(b"GIF8"):
            width, height = struct.unpack("<HH", content[6:10])
        elif content.startswith(b"\xff\xd8"):
            height, width = _jpeg_frame(content)
        else:
            return 0
    except struct.error:
        return 0
    return int(width * height)


def _jpeg_frame(content: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        if content[place + 1] in _FRAME_MARKS:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return height, width
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return 0, 0
