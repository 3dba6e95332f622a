"""HTML that comes from a notebook's output, made safe to stand in a report.

nh3 does the sanitising. What it does not do is done here: markup nested deeper than any table needs is
refused before nh3 sees it (its time grows with the square of the depth), header cells get their scope, and
wide tables get a frame that scrolls.
"""

from __future__ import annotations

import html
from html.parser import HTMLParser

import nh3

MAX_SIZE = 2_000_000
MAX_DEPTH = 100

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
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_IMAGE_DATA = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")
_VOID = frozenset(["br", "col", "hr", "img"])


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
    layout = _TableLayout()
    layout.feed(safe)
    layout.close()
    return "".join(layout.out)


def _filter_attribute(_tag: str, attribute: str, value: str) -> str | None:
    address = value.strip().lower()
    if attribute == "src":
        return value if address.startswith(_IMAGE_DATA) else None
    if attribute == "href":
        return value if address.startswith(("http://", "https://", "mailto:")) else None
    return value


def _too_large(markup: str) -> str:
    if len(markup) > MAX_SIZE:
        return f"Output left out: it is longer than {MAX_SIZE:,} characters."
    depth = _Depth()
    depth.feed(markup)
    if depth.deepest > MAX_DEPTH:
        return f"Output left out: its markup is nested deeper than {MAX_DEPTH} levels."
    return ""


class _Depth(HTMLParser):
    """Counts how deep elements can nest, taking each opening tag at its word."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.depth = max(0, self.depth - 1)


class _TableLayout(HTMLParser):
    """Writes sanitised markup out again, with scopes on header cells and a scrolling frame around tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.in_head = False
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag == "table":
            if self.tables == 0:
                self.out.append('<div class="scroll" role="region" aria-label="Table" tabindex="0">')
            self.tables += 1
        elif tag in {"thead", "tbody"}:
            self.in_head = tag == "thead"
        elif tag == "th" and "scope" not in dict(attrs):
            text = f'<th scope="{"col" if self.in_head else "row"}"{text[3:]}'
        self.out.append(text)

    def handle_endtag(self, tag: str) -> None:
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
