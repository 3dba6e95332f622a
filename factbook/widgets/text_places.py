"""Places in a text as Python counts them, in code points, and as a browser does, in UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class TextPlaces:
    """The way between the two for one text; they differ behind characters like 🌉."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [place for place, one in enumerate(text) if ord(one) > 0xFFFF]
        self._wide = wide
        self._wide_units = [place + number for number, place in enumerate(wide)]
        self._length = len(text)

    def in_browser(self, place: int) -> int:
        """Give the place in UTF-16 units of a place in code points."""
        return place + bisect_left(self._wide, place)

    def in_python(self, place: int) -> int:
        """Give the place in code points of one in UTF-16 units, within the text."""
        return max(0, min(place - bisect_right(self._wide_units, place - 1), self._length))
