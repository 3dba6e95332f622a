"""The typesetter itself: any text can be set, and a picture that cannot is known before."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from factbook.errors import BuildError
from factbook.reports import pdf
from factbook.reports.notebook import Block
from factbook.reports.pdf import report_pdf
from factbook.reports.pictures import MAX_PIXELS, picture_data
from factbook.reports.typeset import GlyphError, holds_picture, typeset

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{}</svg>'


def picture(kind: str, content: bytes, alt: str = "A chart"):
    return picture_data(f"data:image/{kind};base64,{base64.b64encode(content).decode()}", alt=alt)


def drawn(kind: str, mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (40, 20)).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("png", drawn("PNG")),
        ("png", drawn("PNG", "RGBA")),
        ("png", drawn("PNG", "L")),
        ("jpeg", drawn("JPEG")),
        ("gif", drawn("GIF", "P")),
        ("svg+xml", SVG.format('<text y="20">words</text>').encode()),
    ],
)
def test_pictures_stand_in_the_file_with_their_text(kind, content):
    node = picture(kind, content)
    assert node["alt"] == "A chart"
    assert holds_picture(node)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("png", b"no picture"),
        ("jpeg", drawn("JPEG")[:60]),
        ("svg+xml", b"<svg"),
        ("svg+xml", SVG.format('<image href="/etc/hostname" width="9" height="9"/>').encode()),
        ("svg+xml", SVG.format('<image href="report.typ" width="9" height="9"/>').encode()),
    ],
)
def test_what_is_no_picture_or_asks_for_files_is_known_before(kind, content):
    assert not holds_picture(picture(kind, content))


def test_pictures_that_would_fill_the_memory_are_told_of():
    size = struct.pack(">IIBBBBB", MAX_PIXELS, 2, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + size + struct.pack(">I", zlib.crc32(size))
    assert picture("png", bomb)["i"] == ["A picture here is too large to be printed: A chart"]


def test_pictures_from_elsewhere_are_told_of():
    assert picture_data("https://example.org/x.png", alt="")["c"] == ["fault"]


def test_a_picture_of_the_analyst_is_printed_and_a_broken_one_is_told_of(reports):
    address = base64.b64encode(drawn("PNG")).decode()
    html = (
        f'<figure><img src="data:image/png;base64,{address}" alt="Our chart"></figure>'
        '<figure><img src="data:image/png;base64,AAAA" alt="Lost"></figure>'
    )
    made = report_pdf(reports["empty"], [Block(part="header"), Block(html=html)])
    assert made.count(b"/Subtype/Image") >= 1
    assert b"(Our chart)" in made


def words_of(text: str, reports) -> bytes:
    report = reports["empty"].model_copy(update={"headline": text or "-", "statement": text})
    return report_pdf(report, [Block(part="header")])


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_typeset(reports, text):
    assert words_of(text, reports).startswith(b"%PDF-1.7")


def test_a_character_that_the_table_wrongly_promises_is_replaced(reports, monkeypatch):
    monkeypatch.setattr(pdf, "installed_families", list)
    monkeypatch.setattr(
        "factbook.reports.glyphs.own_coverage", lambda: (frozenset(map(chr, range(0x9FFF))), frozenset())
    )
    assert words_of("a 中 b", reports).startswith(b"%PDF-1.7")


def test_a_refusal_is_one_line_that_says_what_to_do():
    with pytest.raises(BuildError, match=r"could not be typeset.*Build the other formats"):
        typeset({"title": "x"})
    assert issubclass(GlyphError, BuildError)
