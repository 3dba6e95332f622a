"""Documents made for the tests: a PDF by reportlab, a DOCX by python-docx, a page by hand."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import docx
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

STORY = (
    "The council said on Monday that the bridge, closed since December, will open in May. "
    "The works took five months and cost five million, the mayor told reporters at the town hall. "
)
MORE = (
    "Shops on both banks had asked for an earlier date. Buses will take the old way again, the company said. "
)


def pdf(*pages: Callable[[Canvas], None] | str, **settings: object) -> bytes:
    """Make a PDF of pages, each a text or what draws it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), **settings)  # type: ignore[arg-type]
    for page in pages:
        if callable(page):
            page(canvas)
        else:
            for number, line in enumerate(page.split("\n")):
                canvas.drawString(72, 770 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_of(content: bytes) -> bytes:
    """Make a PDF of one page by hand, its content packed."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole = b"".join(b"%d 0 obj%bendobj\n" % (number, data) for number, data in enumerate(objects, 1))
    return b"%PDF-1.4\n" + whole + b"trailer<</Root 1 0 R/Size 6>>"


def picture(shade: int = 200) -> ImageReader:
    """Make a picture of one shade: 0 is black, 255 white."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (60, 84), shade).save(buffer, "PNG")
    return ImageReader(io.BytesIO(buffer.getvalue()))


def word(build: Callable[[docx.document.Document], None]) -> bytes:
    """Make a Word document that ``build`` fills."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def package(**parts: bytes) -> bytes:
    """Make a Word file of raw parts; ``__`` in a name stands for the slash, the ending is ``.xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return buffer.getvalue()


def body(inner: str) -> bytes:
    """Give the XML of a Word document."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>'.encode()


def page(inner: str, *, head: str = "", attributes: str = "") -> str:
    """Give a web page with a story, and more in its article."""
    return (
        f"<!doctype html><html><head><title>The bridge</title>{head}</head><body {attributes}><article>"
        f"<h1>The bridge</h1><p>{STORY}</p>{inner}<p>{MORE}</p></article></body></html>"
    )
