"""Turning a report's context into HTML by the templates in ``templates/factbook``."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from factbook.reports.chart import stance_chart
from factbook.reports.claimreview import claim_review
from factbook.reports.context import Part, ReportContext
from factbook.resources import resource_folder

TEMPLATE_FOLDER = resource_folder("templates")


def prepare(environment: Environment) -> Environment:
    """Set up a Jinja environment the way the report's templates rely on: everything is escaped."""
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters["size"] = format_size
    return environment


def page_variables(report: ReportContext) -> dict[str, Any]:
    """Give what the page template needs beside the report and its blocks.

    ``stylesheet`` and ``json_ld`` are markup that is ours alone; ``policy`` is the Content-Security-Policy
    under which the page asks for nothing from anywhere and runs no script.
    """
    stylesheet = _stylesheet()
    digest = base64.b64encode(hashlib.sha256(stylesheet.encode()).digest()).decode()
    return {
        "stylesheet": Markup(stylesheet),  # noqa: S704
        "policy": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "json_ld": _script_safe(claim_review(report)),
        **part_variables(report),
    }


def part_variables(report: ReportContext) -> dict[str, Any]:
    """Give what the template of any part needs."""
    return {"report": report, "chart": stance_chart(report)}


def render_part(report: ReportContext, part: Part) -> str:
    """Render one part of a report as an HTML fragment, for a notebook's cell."""
    template = _environment().get_template(f"parts/{part}.html.j2")
    return template.render(part_variables(report))


def stylesheet_markup() -> str:
    """Give the report's style as a ``style`` element, for a notebook's cell."""
    return f"<style>{_stylesheet()}</style>"


def format_size(size_bytes: int) -> str:
    """Write a size as a reader expects it, like ``12.3 kB``."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.1f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _script_safe(value: object) -> Markup:
    # In a script element only "<" can end it or start a comment; JSON can write it otherwise.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return prepare(Environment(loader=FileSystemLoader(TEMPLATE_FOLDER / "factbook"), autoescape=True))


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    return (TEMPLATE_FOLDER / "factbook" / "report.css").read_text(encoding="utf-8")
