"""A report as a Word document: the page of the HTML exporter, read as data and laid out in named styles.

Headings are headings, tables have heads that come again, every citation leads to its words, pictures have
words, and nothing in the file runs or loads anything. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document

from factbook.reports.context import ReportContext
from factbook.reports.notebook import Block
from factbook.reports.page_tree import read_page
from factbook.reports.render import render_page
from factbook.reports.word.blocks import Writer
from factbook.reports.word.file import finished
from factbook.reports.word.pages import set_pages
from factbook.reports.word.styles import LINK, set_styles
from factbook.wording import gettext, speaking


def report_docx(report: ReportContext, blocks: Sequence[Block], *, house: Path | None = None) -> bytes:
    """Give a report as a Word document (Office Open XML).

    Parameters
    ----------
    report, blocks:
        As `notebook.read_report` gives them.
    house:
        A newsroom's own folder of templates.

    Returns
    -------
    The file, A4, with title, publisher, language and the day of the check in its properties.
    """
    with speaking(report.wording):
        page = read_page(render_page(report, blocks, house=house))
        turned = page.direction == "rtl"
        document = Document()
        set_styles(document, language=page.body_language or page.language or "en", turned=turned)
        set_pages(document, report, turned=turned)
        accent = report.theme and report.theme.accent
        link = accent.removeprefix("#").upper() if accent else LINK
        writer = Writer(document, _ids(page.blocks), link=link, direction=page.direction)
        writer.blocks(page.blocks)
        writer.end(_foot(report))
        return finished(document, report, title=page.title or gettext("Fact check"))


def _foot(report: ReportContext) -> str:
    told = [
        gettext("Made with {generator}.", generator=report.generator),
        gettext("This file loads nothing from anywhere and runs no program."),
    ]
    if report.publisher.name:
        told.insert(0, gettext("Published by {publisher}.", publisher=report.publisher.name))
    return " ".join(told)


def _ids(nodes: Sequence[Any]) -> list[str]:
    """Give the ids in a page in their order: those of blocks, of items and of words."""
    found: dict[str, None] = {}

    def collect(one: Any) -> None:
        if isinstance(one, list):
            for each in one:
                collect(each)
        elif isinstance(one, dict):
            if isinstance(one.get("id"), str):
                found[one["id"]] = None
            for key in ("i", "b", "items", "head", "rows", "t", "d", "caption"):
                collect(one.get(key, []))

    collect(list(nodes))
    return list(found)
