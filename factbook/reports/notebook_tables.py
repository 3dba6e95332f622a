"""Tables and pictures as a notebook shows them: static, with plain text for terminals.

They read the same in JupyterLab, under papermill, in an exported page and on a site that shows notebooks.
Names and titles are somebody's text, and are escaped. Colours are those of whatever page stands around them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_STYLE = (
    "<style>"
    # The class twice: JupyterLab and nbconvert have rules of their own for tables, which go to the right.
    ".factbook-shown{font:14px/1.5 system-ui,sans-serif;max-width:70em;overflow-x:auto}"
    ".factbook-shown .alpha{font-size:1.9em;font-weight:600;line-height:1.2;margin:0}"
    ".factbook-shown p{margin:.3em 0;text-align:start;max-width:46em}"
    ".factbook-shown.factbook-shown :is(ul,dl){margin:.5em 0;padding:0 0 0 1.3em}"
    ".factbook-shown.factbook-shown li{margin:.2em 0}"
    ".factbook-shown.factbook-shown code{font:.93em/1.4 ui-monospace,Menlo,Consolas,monospace;padding:0;"
    "background:none;color:inherit;overflow-wrap:anywhere}"
    ".factbook-shown.factbook-shown table{border-collapse:collapse;margin:.4em 0;font-size:1em;"
    "table-layout:auto}"
    ".factbook-shown.factbook-shown caption{caption-side:top;text-align:start;padding:0 0 .4em;"
    "color:inherit;white-space:normal}"
    ".factbook-shown.factbook-shown tbody tr:nth-child(n){background:none}"
    ".factbook-shown.factbook-shown :is(th,td){padding:.3em .8em;border:0;"
    "border-bottom:1px solid #8886;text-align:start;vertical-align:top;white-space:normal}"
    ".factbook-shown.factbook-shown thead :is(th,td){border-bottom:2px solid #888;vertical-align:bottom}"
    ".factbook-shown.factbook-shown th[scope=row]{font-weight:400}"
    ".factbook-shown.factbook-shown th[scope=rowgroup]{padding-top:.9em;border-bottom-color:#888}"
    ".factbook-shown.factbook-shown :is(.n,.whole){white-space:nowrap}"
    ".factbook-shown.factbook-shown .n{text-align:end;font-variant-numeric:tabular-nums}"
    ".factbook-shown.factbook-shown .same{font-weight:700}"
    ".factbook-shown.factbook-shown .drawn{width:100%;min-width:9em;padding:.48em .2em}"
    ".factbook-shown svg{display:block}"
    ".factbook-shown thead svg{margin:0 0 .25em auto}"
    "</style>"
)


@dataclass(frozen=True)
class Cell:
    """A cell with a drawing before its text; the drawing is markup of ours."""

    text: str = ""
    svg: str = ""


class Html:
    """A piece of HTML, to be the last expression of a cell; its plain text is for terminals.

    ``inner`` is the markup without style and frame, to be put into another piece.
    """

    def __init__(self, markup: str, *, plain: str) -> None:
        self.inner = markup
        # On a narrow page a table is scrolled to the side; by keyboard too.
        reached = ' tabindex="0"' if "<table" in markup else ""
        self.markup = f'{_STYLE}<div class="factbook-shown"{reached}>{markup}</div>'
        self.plain = plain

    def __repr__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/html": self.markup, "text/plain": self.plain}


class Picture:
    """A picture, to be the last expression of a cell."""

    def __init__(self, svg: str, *, plain: str) -> None:
        self.svg = svg
        self.plain = plain

    def __repr__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.plain}


def told(*lines: str) -> Html:
    """Give sentences, a paragraph each."""
    return Html("".join(f"<p>{isolated(line)}</p>" for line in lines), plain="\n".join(lines))


def stacked(*parts: Html) -> Html:
    """Put one piece below the other."""
    return Html("".join(part.inner for part in parts), plain="\n\n".join(part.plain for part in parts))


def table(
    head: Sequence[str | Cell],
    groups: Mapping[str, Sequence[Sequence[str | Cell]]],
    *,
    caption: str = "",
    numbers: Collection[int] = (),
    whole: Collection[int] = (),
    diagonal: bool = False,
) -> Html:
    """Lay out a table.

    Parameters
    ----------
    head:
        The columns' names.
    groups:
        Rows by the name of their group, which stands above them if it is not empty.
    caption:
        What the table shows.
    numbers:
        The places, from 0, of columns of numbers; they are set to the end.
    whole:
        The places of columns whose text is not broken into lines, like dates.
    diagonal:
        Mark the cells in which a row meets the column of its own name.
    """

    def cell(place: int, content: str | Cell, row: int) -> str:
        drawn = isinstance(content, Cell) and content.svg
        kinds = [
            *(["n"] if place in numbers else []),
            *(["whole"] if place in whole else []),
            *(["drawn"] if drawn else []),
            *(["same"] if diagonal and place == row + 1 else []),
        ]
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        tag = 'th scope="row"' if place == 0 else "td"
        return f"<{tag}{kind}>{_markup(content)}</{tag[:2]}>"

    head_row = "".join(
        f'<th scope="col"{" class=n" if place in numbers else ""}>{_markup(content)}</th>'
        if content
        else "<td></td>"
        for place, content in enumerate(head)
    )
    body, lines = "", [caption] if caption else []
    for name, rows in groups.items():
        over = f'<tr><th scope="rowgroup" colspan="{len(head)}">{isolated(name)}</th></tr>' if name else ""
        body += f"<tbody>{over}"
        body += "".join(
            f"<tr>{''.join(cell(place, content, number) for place, content in enumerate(row))}</tr>"
            for number, row in enumerate(rows)
        )
        body += "</tbody>"
        lines += [*([name] if name else []), *_lines([head, *rows])]
    shown = f"<caption>{isolated(caption)}</caption>" if caption else ""
    return Html(f"<table>{shown}<thead><tr>{head_row}</tr></thead>{body}</table>", plain="\n".join(lines))


def isolated(text: str) -> str:
    """Escape a text so that it cannot turn around what stands beside it, as one of a right-to-left script."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def _markup(content: str | Cell) -> str:
    return content.svg + isolated(content.text) if isinstance(content, Cell) else isolated(content)


def _lines(rows: Sequence[Sequence[str | Cell]]) -> Iterable[str]:
    texts = [[one.text if isinstance(one, Cell) else one for one in row] for row in rows]
    widths = [max(len(row[place]) for row in texts) for place in range(len(texts[0]))]
    for row in texts:
        # A column of drawings has no words, and no place on a terminal.
        shown = [text.ljust(width) for text, width in zip(row, widths, strict=True) if width]
        yield "  ".join(shown).rstrip()
