"""Fonts are read, cut, and named as ours; what is no font is told."""

from __future__ import annotations

import base64
import io
import struct

import pytest
from fontTools.ttLib import TTFont

from factbook.reports.theme.cutting import cut_fonts
from factbook.reports.theme.faces import BadFontError, FontFile, ours, read_faces
from factbook.reports.theme.sfnt import font_facts
from factbook.reports.theme.view import FaceView
from tests.reports.theme.drawing import LETTERS, font

GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
WHOLE = font(letters=LETTERS + GREEK + "界中", weight=700)


def opened(face: FaceView) -> TTFont:
    return TTFont(io.BytesIO(face.content))


def read(data: bytes = WHOLE, characters: str = "") -> FaceView:
    (face,) = read_faces([FontFile("body", "text.ttf", data)], characters=frozenset(characters))
    return face


def test_it_is_cut_to_the_letters_of_a_report() -> None:
    assert set(LETTERS) == {chr(point) for point in opened(read()).getBestCmap()}
    assert set(LETTERS + "界") == {chr(point) for point in opened(read(characters="界")).getBestCmap()}


def test_a_small_alphabet_is_whole_where_a_report_has_one_letter_of_it() -> None:
    assert set(LETTERS + GREEK) == {chr(point) for point in opened(read(characters="π")).getBestCmap()}


def test_checks_in_one_language_share_one_cut() -> None:
    assert read(characters="The bridge") == read(characters="Another claim")


def test_what_is_cut_once_stays_as_it_is() -> None:
    once = read(characters="π")
    assert read(once.content, "π") == once


def test_the_same_font_gives_the_same_bytes() -> None:
    once = read()
    cut_fonts.cache_clear()
    assert read() == once


def test_it_says_how_bold_it_is_and_whether_it_slants() -> None:
    face = read(font(weight=700, italic=True))
    assert (face.weight, face.italic, face.extension) == (700, True, "ttf")


def test_it_is_named_as_ours_and_keeps_its_licence() -> None:
    licensed = TTFont(io.BytesIO(WHOLE))
    licensed["name"].setName("SIL Open Font License", 13, 3, 1, 0x409)
    written = io.BytesIO()
    licensed.save(written)
    names = opened(read(written.getvalue()))["name"]
    assert names.getDebugName(1) == "Factbook Body"
    assert names.getDebugName(13) == "SIL Open Font License"


def test_a_font_that_calls_itself_like_the_typesetters_is_not_handed_to_it() -> None:
    face = read()
    assert ours([face]) == (face,)
    for stranger in (font(family="Libertinus Serif"), _with_family(face.content, "Libertinus Serif")):
        assert ours([FaceView(role="body", weight=400, data=_packed(stranger))]) == ()


def _with_family(data: bytes, family: str) -> bytes:
    made = TTFont(io.BytesIO(data))
    made["name"].setName(family, 16, 3, 1, 0x409)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no TTF or OTF"),
        (b"<svg/>", "no TTF or OTF"),
        (b"wOF2" + b"\0" * 99, "WOFF2 file; give the font as TTF or OTF"),
        (b"wOFF" + b"\0" * 99, "WOFF file"),
        (b"ttcf" + b"\0" * 99, "collection"),
        (b"OTTO", "cut off"),
        (b"\x00\x01\x00\x00" + b"\0" * 99, "tables are missing"),
        (WHOLE[: len(WHOLE) // 2], "cut off"),
        (font(allowed=0x0002), "licence does not let it be embedded"),
        (font(allowed=0x0100), "embedded in part"),
        (font(letters="界"), "none of the letters"),
    ],
)
def test_what_cannot_be_taken_is_told(data: bytes, told: str) -> None:
    with pytest.raises(BadFontError, match=told) as caught:
        read(data)
    assert caught.value.name == "text.ttf"


def test_a_damaged_font_is_told_and_breaks_nothing() -> None:
    refused, places = 0, range(12, len(WHOLE), 997)
    for at in places:
        damaged = WHOLE[:at] + bytes([WHOLE[at] ^ 0xFF]) + WHOLE[at + 1 :]
        try:
            font_facts(read(damaged).content)
        except ValueError:
            refused += 1
    # Most bytes of a font are outlines, of which a letter is drawn otherwise and nothing breaks.
    assert 0 < refused < len(places)


def test_letters_without_end_are_not_believed() -> None:
    """A map of a few bytes that says so would fill the memory of whoever counts them."""
    groups = struct.pack(">HHIII", 12, 0, 16 + 12 * 3, 0, 3) + struct.pack(">9I", *(0, 0x10FFFF, 1) * 3)
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups
    with pytest.raises(ValueError, match="out of order"):
        font_facts(_with_table(WHOLE, b"cmap", table))


def test_what_takes_too_much_to_cut_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factbook.reports.theme.cutting._MEMORY_BYTES", 1 << 20)
    cut_fonts.cache_clear()
    # So many letters that what Python has at hand from before the limit does not do.
    letters = LETTERS + "".join(map(chr, range(0x4E00, 0x5600)))
    with pytest.raises(ValueError, match="cut"):
        read(font(letters=letters, weight=300), letters)


def _with_table(data: bytes, name: bytes, table: bytes) -> bytes:
    at = data.index(name, 12)
    return data[: at + 8] + struct.pack(">II", len(data), len(table)) + data[at + 16 :] + table
