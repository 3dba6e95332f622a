"""A theme that comes with somebody else's notebook: it is data, or it is refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from pydantic import ValidationError

from factbook.errors import BadRecordError
from factbook.reports.context import ReportContext
from factbook.reports.notebook import read_report, with_report
from factbook.reports.theme.svg import clean_svg
from factbook.reports.theme.view import ThemeView
from tests.reports.theme.drawing import SVG, font, png

CLEAN = clean_svg(SVG.encode())
BREAKS_OUT = [
    "red;}body{background:url(//x)}",
    "</style><script>alert(1)</script>",
    "#14507a\n",
    "#14507A",
    "#fff",
]


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


FACE: dict[str, Any] = {"role": "body", "weight": 400, "data": packed(font())}


def test_what_is_harmless_is_read() -> None:
    theme = ThemeView.model_validate(
        {
            "accent": "#14507a",
            "accent_dark": "#81b5d9",
            "logo": {"svg": CLEAN, "alt": "The Desk"},
            "faces": [FACE],
        }
    )
    assert theme.logo is not None
    assert theme.logo.size == (240, 48)
    assert ThemeView.model_validate(json.loads(theme.model_dump_json())) == theme


@pytest.mark.parametrize("colour", BREAKS_OUT)
def test_a_colour_is_a_colour(colour: str) -> None:
    with pytest.raises(ValidationError):
        ThemeView.model_validate({"accent": colour, "accent_dark": "#81b5d9"})
    with pytest.raises(ValidationError):
        ThemeView.model_validate({"accent": "#14507a", "accent_dark": colour})


@pytest.mark.parametrize(
    "logo",
    [
        {"svg": CLEAN},
        {"svg": CLEAN, "alt": ""},
        {"svg": CLEAN, "png": packed(png()), "alt": "x"},
        {"alt": "x"},
        {"svg": CLEAN.replace("<rect", '<rect onclick="alert(1)"'), "alt": "x"},
        {"svg": CLEAN.replace("<rect", "<script>alert(1)</script><rect"), "alt": "x"},
        {"svg": CLEAN.replace("#7a1420", "url(https://evil.example)"), "alt": "x"},
        {"svg": CLEAN + '"><script>', "alt": "x"},
        {"png": '"><script>alert(1)</script>', "alt": "x"},
        {"png": packed(b"GIF89a"), "alt": "x"},
        {"png": packed(png(extra=((b"tEXt", b"x"),))), "alt": "x"},
    ],
)
def test_a_logo_is_a_clean_picture(logo: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ThemeView.model_validate({"logo": logo})


@pytest.mark.parametrize(
    "face",
    [
        FACE | {"data": "AAEAAA)};body{background:url(//x)"},
        FACE | {"data": FACE["data"] + "\n"},
        FACE | {"data": packed(b"no font at all")},
        FACE | {"weight": "1;}body{}"},
        FACE | {"weight": 4000},
        FACE | {"role": '"}body{'},
    ],
)
def test_a_font_is_a_font(face: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ThemeView.model_validate({"faces": [face]})


def test_megabytes_of_fonts_are_refused() -> None:
    with pytest.raises(ValidationError, match="up to 500,000 bytes together"):
        ThemeView.model_validate({"faces": [FACE | {"data": packed(font() + b"\0" * 500_000)}]})


def test_a_notebook_with_a_hostile_theme_is_told_and_not_shown(reports: dict[str, ReportContext]) -> None:
    nb = with_report(None, reports["clean"])
    data = nb.cells[0].outputs[0].data["application/vnd.factbook.part+json"]
    data["context"]["theme"] = {"accent": "red;}body{", "accent_dark": "#ffffff"}
    with pytest.raises(BadRecordError, match=r"theme\.accent"):
        read_report(nb)


def test_a_notebook_from_before_there_were_themes_is_read(reports: dict[str, ReportContext]) -> None:
    nb = with_report(None, reports["clean"])
    data = nb.cells[0].outputs[0].data["application/vnd.factbook.part+json"]
    del data["context"]["theme"]
    assert read_report(nb)[0] == reports["clean"]
