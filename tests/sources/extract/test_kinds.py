"""What kind of document bytes are."""

from __future__ import annotations

import time

import pytest

from factbook.sources.extract.kinds import (
    DOCX,
    HTML,
    MARKDOWN,
    PDF,
    PLAIN,
    UNKNOWN,
    XHTML,
    extension_of,
    media_type_of,
)
from tests.sources.extract.samples import body, package, pdf, word


@pytest.mark.parametrize(
    ("data", "extension", "declared", "expected"),
    [
        (b"%PDF-1.7", "", "", PDF),
        (b"%PDF-1.7", "html", "text/html", PDF),
        (b"\n\nrubbish%PDF-1.4", "", "application/octet-stream", PDF),
        (b"\x89PNG\r\n\x1a\n", "txt", "text/plain", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "", "image/jpeg"),
        (b"\x1f\x8b\x08", "pdf", "", "application/gzip"),
        (b"PK\x03\x04", "docx", "", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx", "", "application/msword"),
        (b"words", "", "text/html; charset=utf-8", HTML),
        (b"words", "md", "", MARKDOWN),
        (b"words", "md", "text/plain", MARKDOWN),
        (b"words", "TXT", "", PLAIN),
        (b"<!DOCTYPE html><p>gone", "pdf", "application/pdf", HTML),
        (b" \n<!-- saved --><!-- twice --><HTML lang=en>", "", "", HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html>", "xhtml", "", XHTML),
        (b"<html> in plain text", "txt", "", PLAIN),
        (b"words", "", "", PLAIN),
        (b"wo\x00rds", "", "", UNKNOWN),
        ("words".encode("utf-16"), "", "", PLAIN),
        (b"", "", "", PLAIN),
    ],
)
def test_the_kind_is_told(data: bytes, extension: str, declared: str, expected: str) -> None:
    assert media_type_of(data, extension=extension, declared=declared) == expected


def test_our_samples_are_known_by_their_bytes() -> None:
    assert media_type_of(pdf("words")) == PDF
    assert media_type_of(word(lambda document: document.add_paragraph("words")), extension="zip") == DOCX
    assert media_type_of(package(word__document=body(""))[:60]) == DOCX


@pytest.mark.parametrize(
    ("media_type", "extension"),
    [
        (HTML, "html"),
        (PDF, "pdf"),
        (DOCX, "docx"),
        (PLAIN, "txt"),
        (MARKDOWN, "md"),
        ("image/jpeg", "jpg"),
        ("a/b", "bin"),
    ],
)
def test_an_extension_is_given(media_type: str, extension: str) -> None:
    assert extension_of(media_type) == extension


def test_comments_without_end_take_no_time() -> None:
    begun_s = time.monotonic()
    media_type_of(b"<!---->" * 10_000 + b"<" * 100_000)
    assert time.monotonic() - begun_s < 5  # Where it goes back and forth, it takes minutes.
