"""A comparison of coders as a notebook shows it: plain tables, and one small picture.

Everything is static, so it reads the same in JupyterLab, under papermill, in an exported page and on a site
that shows notebooks. Names and titles are somebody's text, and are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from factbook.analysis.comparison import Comparison
from factbook.model.stance import StanceValue
from factbook.reports.agreement_picture import agreement_picture

MOST_SHOWN = 200
"""Cells on which coders differ that a page shows; a table of more is no reading matter."""

_LABELS = {value.value: value.label for value in StanceValue}
_STYLE = (
    "<style>"
    # The class twice: JupyterLab and nbconvert have rules of their own for tables, which go to the right.
    ".factbook-compared{font:14px/1.5 system-ui,sans-serif;max-width:62em}"
    ".factbook-compared .alpha{font-size:1.9em;font-weight:600;line-height:1.2;margin:0}"
    ".factbook-compared p{margin:.3em 0;text-align:start}"
    ".factbook-compared.factbook-compared table{border-collapse:collapse;margin:.4em 0;font-size:1em}"
    ".factbook-compared.factbook-compared caption{caption-side:top;text-align:start;padding:0 0 .4em;"
    "color:inherit;white-space:normal}"
    ".factbook-compared.factbook-compared :is(th,td){padding:.3em .8em;border:0;"
    "border-bottom:1px solid #8886;text-align:start;vertical-align:top;white-space:normal}"
    ".factbook-compared.factbook-compared thead th{border-bottom:2px solid #888;vertical-align:bottom}"
    ".factbook-compared.factbook-compared th[scope=row]{font-weight:400}"
    ".factbook-compared.factbook-compared th[scope=rowgroup]{padding-top:.9em;border-bottom-color:#888}"
    ".factbook-compared.factbook-compared .n{text-align:end;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}"
    ".factbook-compared.factbook-compared .same{font-weight:700}"
    "</style>"
)


class Html:
    """A piece of HTML, to be the last expression of a cell; its plain text is for terminals."""

    def __init__(self, markup: str, *, plain: str) -> None:
        self.markup = f'{_STYLE}<div class="factbook-compared">{markup}</div>'
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


class ComparisonReport:
    """The parts of a comparison: ``overview``, ``picture``, ``pairs``, ``confusion``, ``differences``."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    @property
    def overview(self) -> Html:
        """Alpha with its interval, what it rests on, and what to know of it."""
        one = self.comparison
        lines = [f"{one.scope}. Compared: {', '.join(one.names)}.", *one.notes]
        return Html(
            f'<p>Krippendorff’s alpha, {escape(one.level)}</p><p class="alpha">{escape(one.words)}</p>'
            + "".join(f"<p>{_isolated(line)}</p>" for line in lines),
            plain="\n".join([f"Krippendorff's alpha, {one.level}: {one.words}", *lines]),
        )

    @property
    def picture(self) -> Picture:
        """Alpha of all together and of each pair, with intervals, on one scale."""
        return Picture(agreement_picture(self.comparison), plain=self.pairs.plain)

    @property
    def pairs(self) -> Html:
        """Alpha of each pair, on how many cells, and how often both said the same."""
        rows = [
            [f"{row['coder']} and {row['other']}", *_figures(row)]
            for row in self.comparison.pairs.to_dict("records")
        ]
        return _table(
            ["Pair", "alpha", "95% interval", "cells", "same"], {"": rows}, caption="", numbers_from=1
        )

    @property
    def confusion(self) -> Html:
        """How often which stances met."""
        counts = self.comparison.confusion
        first, second = str(counts.index.name), str(counts.columns.name)
        two = len(self.comparison.names) == 2
        caption = (
            f"Down: {first}. Across: {second}." if two else "All pairs of coders, each counted both ways."
        )
        labels = [_LABELS[str(name)] for name in counts.columns]
        rows = [
            [label, *(str(number or "·") for number in row)]
            for label, row in zip(labels, counts.to_numpy().tolist(), strict=True)
        ]
        return _table(["", *labels], {"": rows}, caption=caption, numbers_from=1, diagonal=True)

    @property
    def differences(self) -> Html:
        """The cells on which coders differ: what each said, and how it stands by now."""
        cells = self.comparison.differing
        if not cells:
            return Html("<p>They differ on no cell.</p>", plain="They differ on no cell.")
        names = [name for name in self.comparison.names if any(name in cell.said for cell in cells)]
        shown = cells[:MOST_SHOWN]
        several = len({cell.check for cell in shown}) > 1
        groups = {
            headline: [
                [
                    cell.title,
                    cell.text,
                    *(_LABELS.get(cell.said.get(name, ""), "") for name in names),
                    cell.now or "open",
                ]
                for cell in shown
                if (cell.headline if several else "") == headline
            ]
            for headline in dict.fromkeys(cell.headline if several else "" for cell in shown)
        }
        more = f" The first {MOST_SHOWN} are shown." if len(cells) > MOST_SHOWN else ""
        counted = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        head = ["Source", "Point", *names, "Now"]
        return _table(head, groups, caption=f"They differ on {counted}.{more}", numbers_from=len(head))


def comparison_report(comparison: Comparison) -> ComparisonReport:
    """Give a comparison of coders, to show part by part in a notebook: ``.overview``, ``.picture`` ..."""
    return ComparisonReport(comparison)


def _figures(row: dict[Any, Any]) -> list[str]:
    if not row["units"]:
        return ["–", "–", "0", "–"]
    interval = f"{row['low']:.2f} to {row['high']:.2f}"
    return [f"{row['alpha']:.2f}", interval, str(row["units"]), f"{row['same']:.0%}"]


def _table(
    head: Sequence[str],
    groups: Mapping[str, Sequence[Sequence[str]]],
    *,
    caption: str,
    numbers_from: int,
    diagonal: bool = False,
) -> Html:
    """Lay out a table; each group of rows stands under its name, if it has one."""

    def cell(place: int, text: str, row: int) -> str:
        kinds = [
            *(["n"] if place >= numbers_from else []),
            *(["same"] if diagonal and place == row + 1 else []),
        ]
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        tag = 'th scope="row"' if place == 0 else "td"
        return f"<{tag}{kind}>{_isolated(text)}</{tag[:2]}>"

    head_row = "".join(
        f'<th scope="col"{" class=n" if place >= numbers_from else ""}>{_isolated(text)}</th>'
        for place, text in enumerate(head)
    )
    body, lines = "", [caption] if caption else []
    for name, rows in groups.items():
        over = f'<tr><th scope="rowgroup" colspan="{len(head)}">{_isolated(name)}</th></tr>' if name else ""
        body += f"<tbody>{over}"
        body += "".join(
            f"<tr>{''.join(cell(place, text, number) for place, text in enumerate(row))}</tr>"
            for number, row in enumerate(rows)
        )
        body += "</tbody>"
        lines += [*([name] if name else []), *_lines([head, *rows])]
    shown = f"<caption>{_isolated(caption)}</caption>" if caption else ""
    return Html(f"<table>{shown}<thead><tr>{head_row}</tr></thead>{body}</table>", plain="\n".join(lines))


def _lines(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _isolated(text: str) -> str:
    # Text of a right-to-left script must not turn around what stands beside it.
    return f"<bdi>{escape(text)}</bdi>" if text else ""
