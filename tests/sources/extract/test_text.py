"""Plain text in whatever encoding it came."""

from __future__ import annotations

import pytest

from factbook.errors import ExtractError
from factbook.sources.extract.encoding import decode
from factbook.sources.extract.kinds import MARKDOWN, PLAIN
from factbook.sources.extract.reading import extract_text

FRENCH = (
    "Le maire a déclaré que le pont, fermé depuis décembre, sera rouvert à l’été. "
    "Il a coûté cinq millions d’euros."
)
RUSSIAN = "В понедельник городской совет сообщил, что мост откроется в мае."
JAPANESE = "市議会は月曜日に、橋が五月に開通すると発表した。工事費は五億円である。"
POLISH = "Most zostanie otwarty w maju, powiedział burmistrz. Zażółć gęślą jaźń, mówił też o szkołach."


@pytest.mark.parametrize("media_type", [PLAIN, MARKDOWN])
def test_utf_8_is_read_as_it_stands(media_type: str) -> None:
    read = extract_text("# naïve “words”\r\n\n- a\u0301".encode(), media_type=media_type)
    assert (read.text, read.note, read.visible_length) == ("# naïve “words”\r\n\n- a\u0301", "", None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN])
def test_unicode_needs_no_guess(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (FRENCH, "cp1252", "Windows-1252"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (POLISH, "cp1250", "Windows-1250"),
        ("naïve", "cp1252", "Windows-1252"),
    ],
)
def test_another_encoding_is_guessed_and_the_guess_is_said(text: str, encoding: str, shown: str) -> None:
    assert decode(text.encode(encoding)) == (text, f"not UTF-8; read as {shown}")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "iso-2022-jp"),
        (JAPANESE, "utf-16le"),
    ],
)
def test_an_encoding_that_is_declared_is_no_guess(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), declared=encoding) == (text, "")


def test_utf_8_goes_before_what_a_server_says() -> None:
    assert decode(FRENCH.encode(), declared="iso-8859-1") == (FRENCH, "")


@pytest.mark.parametrize("declared", ["no-such-encoding", "replacement", "", "\x00", "utf-8"])
def test_an_encoding_that_does_not_exist_or_does_not_fit_is_passed_over(declared: str) -> None:
    assert decode(RUSSIAN.encode("koi8-r"), declared=declared)[0] == RUSSIAN


def test_lost_characters_are_counted() -> None:
    data = FRENCH.encode() * 3
    assert decode(data + b"\xff")[1] == "1 character could not be read"
    assert decode(data + b"\xff.\xff")[1] == "2 characters could not be read"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a\x00b", "the file is not text: it holds zero bytes"),
        (b"\x00\x01\x02\x03" * 100, "the file is not text"),
        (bytes(range(1, 32)) * 10, "the file is not text"),
        (b" \n\t", "it holds no text"),
        (b"", "it is empty"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ExtractError) as caught:
        extract_text(data, media_type=PLAIN)
    assert caught.value.problem == problem
