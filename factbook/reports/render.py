"""Turning a report's context into HTML by the templates in ``templates/factbook``."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from factbook.errors import BuildError
from factbook.model.record import WEB_ADDRESS
from factbook.reports.chart import stance_chart
from factbook.reports.claimreview import claim_review
from factbook.reports.compiled import CompiledTemplates
from factbook.reports.context import Part, ReportContext
from factbook.reports.dates import format_day
from factbook.reports.house import TEMPLATE_FOLDER, extra_style, template_places
from factbook.reports.runs import in_runs
from factbook.reports.scale import scale_picture
from factbook.reports.theme.style import font_policy, theme_style
from factbook.reports.theme.view import ThemeView
from factbook.reports.ways import Ways
from factbook.wording import (
    direction,
    gettext,
    ngettext,
    same_language,
    say_decimal,
    say_number,
    speaking,
    translated,
    translated_many,
)

_ACCENT = "#14507a"
"""The colour of the page's icon without a theme."""

_NO_HTML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""What may not stand in an HTML document: control characters, surrogates and noncharacters."""

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BROKEN = re.compile(r"\u00ad[^\S\n]*\n\s*")
_CSS_SPACE = re.compile(r"\s*([{}])\s*|([;:,])\s+")
"""White space that means nothing in a stylesheet; before a colon it does (``a :hover``)."""


def prepare(environment: Environment) -> Environment:
    """Set up a Jinja environment the way the report's templates rely on: everything is escaped."""
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.finalize = without_forbidden
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    # Newstyle: a translation is markup, as the template around it is, and what goes into it is escaped.
    environment.install_gettext_callables(translated, translated_many, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["number"] = say_number
    environment.filters["size"] = format_size
    environment.filters["day"] = format_day
    environment.filters["shorten"] = shorten
    environment.filters["unbroken"] = unbroken
    environment.filters["in_runs"] = in_runs
    environment.tests["web_address"] = is_web_address
    return environment


def page_variables(report: ReportContext, *, extra: str = "") -> dict[str, Any]:
    """Give what the page template needs beside the report and its blocks.

    ``extra`` is a newsroom's own style, which goes behind that of the report and its theme.
    ``stylesheet`` and ``json_ld`` are markup that is ours alone; ``policy`` is the Content-Security-Policy
    under which the page asks for nothing from anywhere and runs no script.
    """
    style = stylesheet() + theme_style(report.theme) + extra
    fonts = font_policy(report.theme)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "stylesheet": Markup(style),  # noqa: S704
        "policy": f"default-src 'none'; img-src data:; {fonts}style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "logo": report.theme and report.theme.logo,
        "brand": brand(report.theme),
        "json_ld": script_safe(claim_review(report)),
        "description": _description(report),
        **part_variables(report),
    }


def part_variables(report: ReportContext) -> dict[str, Any]:
    """Give what the template of any part needs: the report, its chart, and the ways through it.

    ``wording`` is the language of our own words, in which all this has to be called (`wording.speaking`), and
    ``direction`` the way it is written. ``language`` is set where what people wrote is in another one: it is
    then marked with it.
    """
    turned = direction(report.wording)
    return {
        "report": report,
        "chart": stance_chart(report),
        "scale_picture": scale_picture(report),
        "ways": Ways(report),
        "wording": report.wording,
        "direction": turned,
        "arrow": "←" if turned == "rtl" else "→",
        "language": "" if same_language(report.wording, report.language) else report.language,
        "paged": False,
    }


def render_part(report: ReportContext, part: Part) -> str:
    """Render one part of a report as an HTML fragment, for a notebook's cell."""
    with speaking(report.wording):
        return render_template(f"parts/{part}.html.j2", part_variables(report))


def render_page(report: ReportContext, blocks: Sequence[object], *, house: Path | None = None) -> str:
    """Render a whole report as the page that the HTML exporter gives, for the forms that are made of it.

    ``blocks`` are those of `notebook.read_report`, ``house`` is a newsroom's own folder of templates.
    """
    with speaking(report.wording):
        page = {"blocks": blocks, **page_variables(report, extra=extra_style([house] if house else []))}
        return render_template("index.html.j2", {"resources": {"factbook": page}}, house=house)


def render_template(name: str, variables: dict[str, Any], *, house: Path | None = None) -> str:
    """Render a template of ``templates/factbook``, or of ``house``; all that goes into it is escaped."""
    try:
        return _environment(house).get_template(name).render(variables)
    except TemplateError as error:
        if house is None:
            raise
        raise BuildError(
            f"A template in {house} cannot be used: {_place_of(error)}{error.message}",
            next_step="Mend it; docs/themes.md says what templates are given.",
        ) from error


def _place_of(error: TemplateError) -> str:
    """Name the file and line of what is wrong in a template, where that is known."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    return f"{name}, line {line}: " if name and line else ""


def stylesheet_markup(theme: ThemeView | None = None) -> str:
    """Give the report's style as a ``style`` element, for a notebook's cell."""
    return f"<style>{stylesheet()}{theme_style(theme, fonts=False)}</style>"


def brand(theme: ThemeView | None) -> str:
    """Give the six digits of the colour that a page's icon has."""
    return ((theme and theme.accent) or _ACCENT).removeprefix("#")


def format_size(size_bytes: int) -> str:
    """Write a size as a reader expects it, like ``12.3 kB``."""
    if size_bytes < 1000:
        return ngettext("{number} byte", "{number} bytes", size_bytes)
    if size_bytes < 1_000_000:
        return gettext("{size} kB", size=say_decimal(size_bytes / 1000, digits=1))
    return gettext("{size} MB", size=say_decimal(size_bytes / 1_000_000, digits=1))


def _description(report: ReportContext) -> str:
    told = f"{report.rating.label}. {report.rating.reason}"
    outdated = gettext("Outdated.")
    return shorten(f"{outdated} {told}" if report.outdated else told, 200)


def shorten(text: str, length: int) -> str:
    """Cut a text to a length, at a word where one ends near it."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text.rfind(" ", length * 2 // 3, length)
    return f"{text[: cut if cut > 0 else length - 1].rstrip()}…"


def unbroken(text: str) -> str:
    """Give words whole that a document breaks at the end of a line with a soft hyphen."""
    return _BROKEN.sub("", text)


def is_web_address(value: object) -> bool:
    """Tell whether a value may be the address of a link; a notebook's context may hold anything."""
    return isinstance(value, str) and WEB_ADDRESS.match(value) is not None


def without_forbidden(value: object) -> object:
    """Put a sign in place of characters that may not stand in an HTML document; what is no text stays."""
    # All that is forbidden is not printable; asking for that first spares most texts the slower search.
    if not isinstance(value, str) or value.isprintable() or not _NO_HTML.search(value):
        return value
    replaced = _NO_HTML.sub("\ufffd", value)
    return Markup(replaced) if isinstance(value, Markup) else replaced  # noqa: S704


def script_safe(value: object, *, indent: int | None = 1) -> Markup:
    """Write JSON that can stand in a script, whatever texts it holds; without ``indent`` it is dense."""
    # In a script element only "<" can end it or start a comment; JSON can write it otherwise.
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def load_templates() -> None:
    """Compile the templates of reports now, and read their style; else each is when it is first used."""
    environment = _environment(None)
    for name in environment.list_templates(extensions=["j2"]):
        if name.partition("/")[0] in {name, "parts"}:
            environment.get_template(name)
    stylesheet()


@lru_cache(maxsize=4)
def _environment(house: Path | None) -> Environment:
    loader, compiled = FileSystemLoader(template_places(house)), CompiledTemplates([__file__])
    return prepare(Environment(loader=loader, autoescape=True, bytecode_cache=compiled))


@lru_cache(maxsize=4)
def stylesheet(name: str = "report.css") -> str:
    """Give a stylesheet without its comments and needless space, which no reader should have to load."""
    styles = (TEMPLATE_FOLDER / "factbook" / name).read_text(encoding="utf-8")
    dense = _CSS_SPACE.sub(r"\1\2", _CSS_COMMENT.sub("", styles))
    return dense.replace(";}", "}").strip()
