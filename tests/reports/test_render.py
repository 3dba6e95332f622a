"""Parts of a report as HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime

import pytest
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from factbook.reports.context import PARTS
from factbook.reports.render import (
    TEMPLATE_FOLDER,
    format_day,
    format_size,
    is_web_address,
    page_variables,
    prepare,
    render_part,
    shorten,
    stylesheet_markup,
    unbroken,
)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_renders_alone(reports, part):
    for report in reports.values():
        html = render_part(report, part)
        assert re.search(r"<h[12]", html)
        assert "style=" not in re.sub(r">[^<]*<", "><", html)


def test_every_part_has_a_template_and_there_are_no_others():
    assert {file.name for file in (TEMPLATE_FOLDER / "factbook" / "parts").iterdir()} == {
        f"{part}.html.j2" for part in PARTS
    }


def test_the_policy_allows_the_very_style_of_the_page(reports):
    page = page_variables(reports["clean"])
    digest = base64.b64encode(hashlib.sha256(str(page["stylesheet"]).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page["policy"]
    assert page["policy"].startswith("default-src 'none'")


def test_the_style_is_small_and_stays_in_its_place():
    style = stylesheet_markup()
    assert len(style) < 18_500
    assert "/*" not in style
    assert style.count("{") == style.count("}")
    selectors = re.findall(r"(?:^|[{}])([^{}@]+)\{", style.removeprefix("<style>"))
    parts = [part for selector in selectors for part in re.split(r",(?![^(]*\))", selector)]
    assert all("factbook-report" in part for part in parts), parts


def test_json_ld_cannot_end_its_element(reports):
    json_ld = page_variables(reports["hostile"])["json_ld"]
    assert "<" not in json_ld
    assert ">" not in json_ld


def test_a_missing_variable_is_an_error_and_text_is_escaped():
    environment = prepare(Environment())  # noqa: S701
    with pytest.raises(UndefinedError):
        environment.from_string("{{ missing }}").render()
    assert environment.from_string("{{ text }}").render(text="<b>\"'") == "&lt;b&gt;&#34;&#39;"


def test_characters_that_html_forbids_are_replaced():
    environment = prepare(Environment())  # noqa: S701
    template = environment.from_string("{{ text }}")
    assert template.render(text="a\x00b\x1bc\x85d\ufffee\n\tf") == "a\ufffdb\ufffdc\ufffdd\ufffde\n\tf"
    assert template.render(text=Markup("<b>\x07</b>")) == "<b>\ufffd</b>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (12_345, "12.3 kB"), (2_500_000, "2.5 MB")],
)
def test_sizes(value, expected):
    assert format_size(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025", "2025"),
        ("2025-09", "September 2025"),
        ("2025-09-09", "September 9, 2025"),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "December 31, 2025"),
        (None, ""),
    ],
)
def test_days(value, expected):
    assert format_day(value) == expected


def test_addresses_of_links():
    assert is_web_address("HTTPS://e.example/a")
    assert not any(
        map(is_web_address, ["javascript:alert(1)", "data:text/html,x", "//e.example", " http", None, 3])
    )


def test_texts_are_cut_at_words():
    assert shorten("one two  three", 20) == "one two three"
    assert shorten("one two three", 10) == "one two…"
    assert shorten("x" * 30, 10) == "xxxxxxxxx…"


def test_a_word_broken_at_the_end_of_a_line_is_shown_whole():
    assert unbroken("infor\u00ad\nmation, well-\nknown") == "information, well-\nknown"
