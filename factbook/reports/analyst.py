"""The analyst's own cells, as they stand in a report.

A notebook may hold any output; a report shows an allow-list of kinds, each by its own rule, and takes the
richest one an output offers. Nothing else gets in: no script, no style, no widget state.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Mapping
from typing import Any

import mistune

from factbook.reports.sanitize import clean_html
from factbook.wording import gettext, ngettext, say_number

_MOST_TEXT = 20_000
"""Characters of printed output a report shows of one cell."""

Bundle = Mapping[str, Any]

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_ALT_COMMENT = re.compile(r"^#\|\s*(?:fig-)?alt:\s*(.+)$", re.MULTILINE)


def markdown_cell_html(source: str) -> str:
    """Render a Markdown cell; raw HTML in it is shown as text, and its headings fit under the report's."""
    render = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
    return clean_html(str(render(source)))


def code_cell_html(cell: Any) -> str:
    """Render a code cell: its outputs, then the code folded away. A cell without output shows nothing."""
    alt = _alt_text(cell)
    outputs = "".join(_output_html(output, alt) for output in cell.get("outputs", []))
    if not outputs:
        return ""
    code, words = html.escape(_joined(cell.get("source", ""))), gettext("Code")
    folded = f'<summary>{html.escape(words)}</summary><pre tabindex="0"><code>{code}</code></pre>'
    return f'{outputs}<details class="code">{folded}</details>'


def _alt_text(cell: Any) -> str:
    told = cell.get("metadata", {}).get("alt")
    comment = _ALT_COMMENT.search(_joined(cell.get("source", "")))
    if told:
        return str(told)
    return comment.group(1).strip().strip("\"'") if comment else gettext("Figure from the analyst's notebook")


def _output_html(output: Any, alt: str) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        # Standard error is progress bars and warnings: of use to the analyst, noise to a reader.
        return _preformatted(output.get("text", "")) if output.get("name") == "stdout" else ""
    if kind == "error":
        failed = html.escape(gettext("This cell failed:"), quote=False)
        return f'<p class="fault"><strong>{failed}</strong> {_one_line(output)}</p>'
    if kind in {"display_data", "execute_result"}:
        return _richest(output.get("data", {}), output.get("metadata", {}), alt)
    return ""


def _one_line(output: Any) -> str:
    return html.escape(f"{output.get('ename', 'Error')}: {_ANSI.sub('', str(output.get('evalue', '')))}")


def _richest(data: Bundle, metadata: Bundle, alt: str) -> str:
    if "application/vnd.jupyter.widget-view+json" in data and "text/html" not in data:
        return ""
    for kind, render in _RENDERERS.items():
        if kind in data:
            described = metadata.get(kind) if isinstance(metadata.get(kind), Mapping) else {}
            return render(_joined(data[kind]), str((described or {}).get("alt", alt)))
    return ""


def _joined(value: object) -> str:
    return "".join(str(line) for line in value) if isinstance(value, list) else str(value)


def _preformatted(text: object) -> str:
    shown = _ANSI.sub("", _joined(text)).rstrip("\n")
    if len(shown) > _MOST_TEXT:
        more = len(shown) - _MOST_TEXT
        told = ngettext(
            "[{count} more character was left out.]",
            "[{count} more characters were left out.]",
            more,
            count=say_number(more),
        )
        shown = f"{shown[:_MOST_TEXT]}\n{told}"
    return f'<pre class="output" tabindex="0">{html.escape(shown)}</pre>' if shown.strip() else ""


def _picture(kind: str) -> Callable[[str, str], str]:
    def render(data: str, alt: str) -> str:
        packed = "".join(data.split())
        try:
            base64.b64decode(packed, validate=True)
        except ValueError:
            told = html.escape(gettext("A picture here could not be read."), quote=False)
            return f'<p class="fault">{told}</p>'
        return _figure(f"data:{kind};base64,{packed}", alt)

    return render


def _svg(data: str, alt: str) -> str:
    # As the source of an image, an SVG can run no script and load nothing, whatever it holds.
    return _figure(f"data:image/svg+xml;base64,{base64.b64encode(data.encode()).decode()}", alt)


def _figure(address: str, alt: str) -> str:
    return f'<figure><img src="{address}" alt="{html.escape(alt, quote=True)}"></figure>'


_RENDERERS: dict[str, Callable[[str, str], str]] = {
    "image/svg+xml": _svg,
    "image/png": _picture("image/png"),
    "image/jpeg": _picture("image/jpeg"),
    "text/html": lambda data, _alt: clean_html(data),
    "text/markdown": lambda data, _alt: markdown_cell_html(data),
    "text/plain": lambda data, _alt: _preformatted(data),
}
"""The kinds of output a report shows, richest first."""
