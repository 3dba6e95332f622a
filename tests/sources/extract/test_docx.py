"""Word documents: paragraphs, tables and notes in order, and what they hide."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from factbook.errors import ExtractError
from factbook.sources.extract.docx import MAX_PART_BYTES, DocxExtractor
from factbook.sources.extract.extraction import Extraction
from tests.sources.extract.samples import body, package, word

UNSEEN = "Words nobody sees."
PARAGRAPH = "<w:p><w:r><w:t>Words.</w:t></w:r></w:p>"


def read(data: bytes) -> Extraction:
    return DocxExtractor().extract(data, media_type="application/docx")


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    def build(document: Document) -> None:
        document.add_heading("The bridge", level=1)
        document.add_paragraph("It “opens”\tin ").add_run("May.")
        table = document.add_table(rows=2, cols=2)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"cell {number}"
        document.add_paragraph("A list item", style="List Bullet")
        document.core_properties.title = "About the bridge"
        document.core_properties.author = "Ada Lovelace"

    found = read(word(build))
    assert found.text == (
        "The bridge\n\nIt “opens”\tin May.\n\ncell 0\tcell 1\ncell 2\tcell 3\n\nA list item"
    )
    assert (found.title, found.authors, found.issued) == ("About the bridge", ("Ada Lovelace",), "")
    assert (found.visible_length, found.note) == (None, "")


def hide_white(run, document):  # type: ignore[no-untyped-def]
    run.font.color.rgb = RGBColor(255, 255, 255)


def hide_vanish(run, document):  # type: ignore[no-untyped-def]
    run.font.hidden = True


def hide_tiny(run, document):  # type: ignore[no-untyped-def]
    run.font.size = Pt(1)


def hide_by_style(run, document):  # type: ignore[no-untyped-def]
    base = document.styles.add_style("Concealed", WD_STYLE_TYPE.CHARACTER)
    base.font.hidden = True
    style = document.styles.add_style("Based", WD_STYLE_TYPE.CHARACTER)
    style.base_style = base
    run.style = style


@pytest.mark.parametrize("hide", [hide_white, hide_vanish, hide_tiny, hide_by_style])
def test_hidden_text_comes_after_the_visible(hide) -> None:  # type: ignore[no-untyped-def]
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Words for all ")
        hide(paragraph.add_run(UNSEEN), document)
        paragraph.add_run("to see.")

    found = read(word(build))
    assert found.text[: found.visible_length] == "Words for all to see."
    assert found.text[found.visible_length :] == f"\n\n{UNSEEN}"


def test_white_text_in_a_table_whose_style_colours_nothing_is_hidden() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Words for all to see.")
        cell = document.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0]
        cell.paragraphs[0].add_run(UNSEEN).font.color.rgb = RGBColor(255, 255, 255)
        shaded = document.add_table(rows=1, cols=1, style="Medium Shading 1 Accent 1").rows[0].cells[0]
        shaded.paragraphs[0].add_run("White on blue.").font.color.rgb = RGBColor(255, 255, 255)

    found = read(word(build))
    assert found.text[: found.visible_length] == "Words for all to see.\n\nWhite on blue."
    assert UNSEEN in found.text[found.visible_length :]


def test_the_mark_of_a_note_does_not_become_a_digit() -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("It cost 42")
        paragraph.add_run("1").font.superscript = True
        paragraph.add_run(" million on the 3")
        paragraph.add_run("rd").font.superscript = True

    assert read(word(build)).text == "It cost 42¹ million on the 3rd"


def test_white_text_on_a_ground_is_visible() -> None:
    def build(document: Document) -> None:
        run = document.add_paragraph().add_run("White on black. ")
        run.font.color.rgb = RGBColor(255, 255, 255)
        run.font.highlight_color = WD_COLOR_INDEX.BLACK
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.paragraphs[0].add_run("White in a cell.").font.color.rgb = RGBColor(255, 255, 255)
        shading = OxmlElement("w:shd")
        shading.set(qn("w:fill"), "203864")
        cell._tc.get_or_add_tcPr().append(shading)

    found = read(word(build))
    assert found.text == "White on black.\n\nWhite in a cell."
    assert found.visible_length is None


def test_tracked_changes_are_read_as_if_accepted_and_said() -> None:
    changes = (
        "<w:p><w:r><w:t>It is </w:t></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
    )
    found = read(package(word__document=body(changes)))
    assert found.text == "It is new."
    assert found.note == "it holds tracked changes: what they insert was read, what they delete was not"


def test_notes_boxes_and_content_controls_are_read() -> None:
    document = (
        f"<w:sdt><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>Beside</w:t><w:noBreakHyphen/><w:t>a box</w:t><w:br/><w:t>here</w:t></w:r>"
        f"<w:r><w:txbxContent>{PARAGRAPH}</w:txbxContent></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    notes = (
        body("")
        .decode()
        .replace("w:document", "w:footnotes")
        .replace(
            "<w:body></w:body>",
            f'<w:footnote w:type="separator">{PARAGRAPH}</w:footnote><w:footnote>'
            "<w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>",
        )
    )
    found = read(package(word__document=body(document), word__footnotes=notes.encode()))
    assert found.text == "Words.\n\nBeside\u2011a box\nhere\n\nWords.\n\nA note."


def zipped(size_bytes: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size_bytes)
    return buffer.getvalue()


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04", "it is no Word document, or it is damaged"),
        (package(word__other=b"<a/>"), "it is no Word document, or it is damaged"),
        (package(word__document=b"<a>"), "it is no Word document, or it is damaged"),
        (package(word__document=body("")), "it holds no text"),
        (
            package(word__document=body("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r></w:p>")),
            "all its text is hidden",
        ),
        (zipped(MAX_PART_BYTES + 1), "unpacked, word/document.xml has more than 40 MB"),
        (package(word__document=body("<w:p>" * 3000)), "it is no Word document, or it is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ExtractError) as caught:
        read(data)
    assert caught.value.problem == problem


@pytest.mark.parametrize("doctype", [LAUGHS + "]>", '<!DOCTYPE a [<!ENTITY j SYSTEM "file:///etc/passwd">]>'])
def test_entities_are_left_alone(doctype: str) -> None:
    text = body(f"{PARAGRAPH}<w:p><w:r><w:t>&j;</w:t></w:r></w:p>")
    data = package(word__document=doctype.encode() + text)
    if doctype.startswith(LAUGHS):
        with pytest.raises(ExtractError, match="it is no Word document, or it is damaged"):
            read(data)
    else:
        assert read(data).text == "Words."
