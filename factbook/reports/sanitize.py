"""HTML that comes from a notebook's output, made safe to stand in a report.

nh3 does the sanitising. What it does not do is done here: markup nested deeper than any table needs is
refused before nh3 sees it (its time grows with the square of the depth), header cells get their scope, wide
tables get a frame that scrolls, pictures get a text, and headings fit under the report's own.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser

import nh3

from factbook.wording import gettext, say_number

MAX_SIZE = 2_000_000
MAX_DEPTH = 100
TOP_HEADING = 3
"""The report's own sections are level 2; an analyst's highest heading comes under them."""

_TAGS = frozenset(
    """a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody
    td tfoot th thead time tr u ul var""".split()
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_IMAGE_DATA = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")
_FITTING = {
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "scope": re.compile(r"(row|col)(group)?", re.IGNORECASE),
    "href": re.compile(r"\s*(https?://|mailto:).*", re.IGNORECASE | re.DOTALL),
    "src": re.compile(rf"\s*({'|'.join(map(re.escape, _IMAGE_DATA))}).*", re.IGNORECASE | re.DOTALL),
}
_VOID = frozenset(["br", "col", "hr", "img"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def clean_html(markup: str) -> str:
    """Give markup of which only text, tables, links and embedded pictures are left.

    Scripts, styles, forms, event handlers, ids and pictures from elsewhere are gone. Markup over `MAX_SIZE`
    characters or nested deeper than `MAX_DEPTH` is given back as a plain note that says so.
    """
    problem = _too_large(markup)
    if problem:
        return f"<p><em>{html.escape(problem)}</em></p>"
    safe = nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_filter_attribute,
        link_rel="noopener noreferrer nofollow",
    )
    layout = _Layout()
    layout.feed(safe)
    layout.close()
    return "".join(layout.out)


def _filter_attribute(_tag: str, attribute: str, value: str) -> str | None:
    fitting = _FITTING.get(attribute)
    return value if fitting is None or fitting.fullmatch(value) else None


def _too_large(markup: str) -> str:
    if len(markup) > MAX_SIZE:
        return gettext("Output left out: it is longer than {count} characters.", count=say_number(MAX_SIZE))
    depth = _Depth()
    depth.feed(markup)
    if depth.deepest > MAX_DEPTH:
        return gettext("Output left out: its markup is nested deeper than {count} levels.", count=MAX_DEPTH)
    return ""


class _Depth(HTMLParser):
    """Counts how deep elements can nest; an end tag counts only if such an element is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: Counter[str] = Counter()
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _VOID:
            self.open[tag] += 1
            self.deepest = max(self.deepest, self.open.total())

    def handle_endtag(self, tag: str) -> None:
        if self.open[tag] > 0:
            self.open[tag] -= 1


class _Layout(HTMLParser):
    """Writes sanitised markup out again the way a report needs it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.in_head = False
        self.tables = 0
        self.levels: list[str] = []
        self.header_cells: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag == "table":
            if self.tables == 0:
                # A group, not a region: a page with many tables would have many landmarks of one name.
                name = html.escape(gettext("Table"))
                self.out.append(f'<div class="scroll" role="group" aria-label="{name}" tabindex="0">')
            self.tables += 1
        elif tag in {"thead", "tbody"}:
            self.in_head = tag == "thead"
        elif tag == "th":
            self.header_cells.append(len(self.out))
            if "scope" not in dict(attrs):
                text = f'<th scope="{"col" if self.in_head else "row"}"{text[3:]}'
        elif tag == "a" and "href" not in dict(attrs):
            text = "<a>"
        elif tag == "img":
            text = _picture(text, dict(attrs))
        elif tag in _HEADINGS:
            text = f"<{self._fitted(tag)}{text[3:]}"
        self.out.append(text)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            tag = f"h{self._level()}"
        elif tag == "th" and self.header_cells:
            opened = self.header_cells.pop()
            if not "".join(self.out[opened + 1 :]).strip():
                # The corner of a pandas table: a header that names nothing is no header.
                self.out[opened] = _as_data_cell(self.out[opened])
                tag = "td"
        self.out.append(f"</{tag}>")
        if tag == "table":
            self.tables -= 1
            if self.tables == 0:
                self.out.append("</div>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def _fitted(self, tag: str) -> str:
        """Give the heading a level under the report's own, without one skipped."""
        while self.levels and self.levels[-1] >= tag:
            self.levels.pop()
        self.levels.append(tag)
        return f"h{self._level()}"

    def _level(self) -> int:
        return min(6, TOP_HEADING - 1 + len(self.levels))


def _picture(text: str, attributes: dict[str, str | None]) -> str:
    if not attributes.get("src"):
        told = attributes.get("alt")
        if told:
            left_out = gettext("[A picture from elsewhere was left out: {picture}.]", picture=told)
        else:
            left_out = gettext("[A picture from elsewhere was left out.]")
        return f"<em>{html.escape(left_out)}</em>"
    if attributes.get("alt") is not None:
        return text
    alt = html.escape(gettext("Picture from the analyst's notebook")).replace("&#x27;", "'")
    return f'<img alt="{alt}"{text[4:]}'


def _as_data_cell(header: str) -> str:
    """Turn the opening tag of a header cell into that of a data cell over as many columns and rows."""
    spans = "".join(f" {span}" for span in re.findall(r'(?:col|row)span="[0-9]+"', header))
    return f"<td{spans}>"
