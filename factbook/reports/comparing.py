"""A comparison of coders as a notebook shows it: plain tables, and one small picture."""

from __future__ import annotations

from html import escape
from typing import Any

from factbook.analysis.comparison import Comparison
from factbook.model.stance import StanceValue
from factbook.reports.agreement_picture import agreement_picture
from factbook.reports.notebook_tables import Html, Picture, isolated, table

MOST_SHOWN = 200
"""Cells on which coders differ that a page shows; a table of more is no reading matter."""


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
            + "".join(f"<p>{isolated(line)}</p>" for line in lines),
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
        return table(["Pair", "alpha", "95% interval", "cells", "same"], {"": rows}, numbers=range(1, 5))

    @property
    def confusion(self) -> Html:
        """How often which stances met."""
        counts = self.comparison.confusion
        first, second = str(counts.index.name), str(counts.columns.name)
        two = len(self.comparison.names) == 2
        caption = (
            f"Down: {first}. Across: {second}." if two else "All pairs of coders, each counted both ways."
        )
        labels = [StanceValue(name).label for name in counts.columns]
        rows = [
            [label, *(str(number or "·") for number in row)]
            for label, row in zip(labels, counts.to_numpy().tolist(), strict=True)
        ]
        return table(
            ["", *labels], {"": rows}, caption=caption, numbers=range(1, len(labels) + 1), diagonal=True
        )

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
                    *(StanceValue(cell.said[name]).label if name in cell.said else "" for name in names),
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
        return table(head, groups, caption=f"They differ on {counted}.{more}")


def comparison_report(comparison: Comparison) -> ComparisonReport:
    """Give a comparison of coders, to show part by part in a notebook: ``.overview``, ``.picture`` ..."""
    return ComparisonReport(comparison)


def _figures(row: dict[Any, Any]) -> list[str]:
    if not row["units"]:
        return ["–", "–", "0", "–"]
    interval = f"{row['low']:.2f} to {row['high']:.2f}"
    return [f"{row['alpha']:.2f}", interval, str(row["units"]), f"{row['same']:.0%}"]
