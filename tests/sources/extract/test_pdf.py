"""PDF files: their pages, and what these hide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from factbook.errors import ExtractError
from factbook.model.anchoring import find_words
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.pdf import MAX_PAGES, PdfExtractor
from tests.sources.extract.samples import pdf, picture

UNSEEN = "Words nobody sees."


def read(data: bytes) -> Extraction:
    return PdfExtractor().extract(data, media_type="application/pdf")


def parts(found: Extraction) -> tuple[str, str]:
    end = found.visible_length
    return found.text[:end], "" if end is None else found.text[end:].strip()


def test_pages_are_kept() -> None:
    found = read(pdf("The first page.\nIts second line.", "", "The third page, naïve."))
    assert found.text == "The first page.\nIts second line.\n\nThe third page, naïve."
    assert found.pages == (0, 32, 34)
    assert found.text[found.pages[2] :].startswith("The third")
    assert (found.visible_length, found.note) == (None, "")


def test_a_word_broken_at_the_end_of_a_line_is_found() -> None:
    found = read(pdf("It is the best infor-\nmation of all."))
    assert found.text == "It is the best infor\u00ad\nmation of all."
    assert len(find_words(found.text, "the best information of all")) == 1


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)


def invisible(canvas: Canvas) -> None:
    canvas._code.append("3 Tr")


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.2)


def scaled_to_nothing(canvas: Canvas) -> None:
    canvas.translate(72, 400)
    canvas.scale(0.01, 0.01)


def off_page(canvas: Canvas) -> None:
    canvas.translate(3000, 0)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)


def white_on_white_box(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(0, 380, 595, 60, fill=1, stroke=1)


def on_black_under_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(60, 390, 300, 30, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 390, 300, 30, fill=1)


def on_white_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(shade=255), 60, 390, 300, 30)
    canvas.setFillColorRGB(1, 1, 1)


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((0, 500, 595, 842))


def with_secret(prepare: Callable[[Canvas], None]) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Words for all to see.")
        canvas.saveState()
        prepare(canvas)
        canvas.drawString(72, 400, UNSEEN)
        canvas.restoreState()
        canvas.drawString(72, 690, "And more of them.")

    return pdf(draw)


@pytest.mark.parametrize(
    "prepare",
    [
        white,
        invisible,
        tiny,
        scaled_to_nothing,
        off_page,
        transparent,
        white_on_white_box,
        on_black_under_white,
        on_white_picture,
        cropped,
    ],
)
def test_hidden_text_comes_after_the_visible(prepare: Callable[[Canvas], None]) -> None:
    shown, hidden = parts(read(with_secret(prepare)))
    assert hidden == UNSEEN
    assert shown.split("\n") == ["Words for all to see.", "And more of them."]


def on_black(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(60, 390, 300, 30, fill=1)
    canvas.setFillColorRGB(1, 1, 1)


def on_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 60, 390, 300, 30)
    canvas.setFillColorRGB(1, 1, 1)


def on_black_in_form(canvas: Canvas) -> None:
    canvas.beginForm("ground", 0, 0, 100, 100)
    canvas.rect(0, 0, 100, 100, fill=1)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(60, 390)
    canvas.scale(3, 0.3)
    canvas.doForm("ground")
    canvas.restoreState()
    canvas.setFillColorRGB(1, 1, 1)


def grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)


def size_one_scaled_up(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.translate(72, 400)
    canvas.scale(24, 24)
    canvas.translate(-72, -400)


@pytest.mark.parametrize("prepare", [on_black, on_picture, on_black_in_form, grey, size_one_scaled_up])
def test_what_can_be_seen_is_not_hidden(prepare: Callable[[Canvas], None]) -> None:
    found = read(with_secret(prepare))
    assert UNSEEN in found.text
    assert found.visible_length is None


def scanned(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 0, 0, 595, 842)
    canvas._code.append("3 Tr")
    canvas.drawString(72, 700, "Words that a machine recognised in the picture.")


def test_the_recognised_text_of_a_scan_is_visible_and_said_to_be_so() -> None:
    found = read(pdf(scanned, "A page that was typed."))
    assert found.text == "Words that a machine recognised in the picture.\n\nA page that was typed."
    assert found.visible_length is None
    assert found.note == "1 of 2 pages were scanned; their text was recognised by a machine"


def test_a_scan_without_text_is_refused() -> None:
    with pytest.raises(ExtractError, match="it is a scan: its pages hold pictures and no text"):
        read(pdf(lambda canvas: canvas.drawImage(picture(), 0, 0, 595, 842)))


def test_a_page_that_is_a_picture_is_said() -> None:
    found = read(pdf("Words.", lambda canvas: canvas.drawImage(picture(), 0, 0, 595, 842)))
    assert found.note == "1 of 2 pages hold pictures and no text"


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(ExtractError, match="the PDF is encrypted"):
        read(pdf("Words.", encrypt=StandardEncryption("password")))


def test_pages_beyond_the_limit_are_said_to_be_lost() -> None:
    found = read(pdf(*["x"] * (MAX_PAGES + 1)))
    assert len(found.pages) == MAX_PAGES
    assert found.note == "only the first 2,000 of 2,001 pages were read"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("The bridge", "The bridge"), ("Microsoft Word - bridge.doc", ""), ("untitled", "")],
)
def test_only_a_title_that_somebody_gave_is_taken(title: str, expected: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        canvas.setAuthor("Ada Lovelace; Charles Babbage")
        canvas.drawString(72, 700, "Words, doi:10.1234/abc.5.")

    found = read(pdf(draw))
    assert (found.title, found.authors) == (expected, ("Ada Lovelace", "Charles Babbage"))
    assert found.doi == "10.1234/abc.5"
    assert found.issued == ""  # When a file was made is not when its words were published.


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.4\n" + b"[" * 100_000, b"no pdf"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(ExtractError, match="it is no PDF, or it is damaged"):
        read(data)
