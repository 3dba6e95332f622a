"""Feed readers of documents with what atheris makes of samples, and tell what they do not refuse properly.

    pip install atheris            (in an environment of its own; it comes for CPython up to 3.11 or so)
    python benchmarks/fuzz_extract.py html|css|pdf|pdf-page|docx|word-xml|text SECONDS [CORPUS_FOLDER]

The readers run in this process, without the sandbox that keeps them from doing harm: what is looked for are
errors that are no `ExtractError`, answers that contradict themselves, crashes, and more than 9 s for one
document. In the sandbox each of these is a refusal as well; but a refusal that need not be.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-not-found]

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["factbook.sources.extract"]):
    from factbook.errors import ExtractError
    from factbook.sources.extract.docx import DocxExtractor
    from factbook.sources.extract.html import HtmlExtractor
    from factbook.sources.extract.pdf import PdfExtractor
    from factbook.sources.extract.text import TextExtractor

from tests.sources.extract.samples import body, package, page, pdf, pdf_of, word

PARAGRAPH = (
    "<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>words</w:t></w:r></w:p>"
)
TABLE = f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl><w:ins>{PARAGRAPH}</w:ins>"
STYLE = "<style>p > .a, #b {display: none; color: #fff !important} @media print {b {opacity: 0}}</style>"

SEEDS: dict[str, list[bytes]] = {
    "html": [
        page(f"<p hidden>a</p><table><tr><td>b</td></tr></table>{STYLE}").encode(),
        b"<p style='left:-1px'>a",
    ],
    "css": [b".a > #b, p .c {color: white; background: url(x)} @media all {d {top: -9999px}}"],
    "pdf": [pdf("The first page.", "The second.", pageCompression=0)],
    "pdf-page": [
        b"q 1 g BT /F 12 Tf 72 700 Td (white) Tj 3 Tr (unseen) Tj ET Q 0 0 9 9 re f",
        b"BT /F 9 Tf 3000 0 Td (far) Tj ET",
        b"BT /F 1 Tf 12 0 0 12 72 700 Tm [(in) -200 (for-)] TJ 0 -14 TD (mation) ' ET /F Do",
    ],
    "docx": [word(lambda document: document.add_paragraph("Words."))],
    "word-xml": [body(PARAGRAPH + TABLE)],
    "text": ["naïve".encode("utf-16"), "Мост откроется".encode("koi8-r"), "橋は五月".encode("shift_jis")],
}


def packed_as_word(data: bytes) -> bytes:
    """Put the XML of a Word document into its package, also as its styles and notes."""
    return package(word__document=data, word__styles=data, word__footnotes=data, docProps__core=data)


def in_style(data: bytes) -> bytes:
    """Put a style sheet into a page, and half of it into an attribute."""
    words = b"<div id=b class='a c'><p>Some words <b class=a>and more</b></p></div>"
    return (
        b"<style>" + data + b"</style><p style='" + data[: len(data) // 2].replace(b"'", b"") + b"'>" + words
    )


READERS: dict[str, tuple[object, Callable[[bytes], bytes]]] = {
    "html": (HtmlExtractor(), bytes),
    "css": (HtmlExtractor(), in_style),
    "pdf": (PdfExtractor(), bytes),
    "pdf-page": (PdfExtractor(), pdf_of),
    "docx": (DocxExtractor(), bytes),
    "word-xml": (DocxExtractor(), packed_as_word),
    "text": (TextExtractor(), bytes),
}


def main(kind: str, seconds: str, corpus: str = "") -> None:
    """Run until the time is over, or something is found."""
    reader, made = READERS[kind]

    def read(data: bytes) -> None:
        try:
            found = reader.extract(made(data), media_type=f"fuzzed/{kind}")  # type: ignore[attr-defined]
        except ExtractError:
            return
        end = len(found.text) if found.visible_length is None else found.visible_length
        if not 0 < end <= len(found.text) or list(found.pages) != sorted(found.pages):
            raise AssertionError(f"it contradicts itself: {found}")

    folder = Path(corpus or tempfile.mkdtemp(prefix=f"fuzz-{kind}-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[kind]):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", "-timeout=9", "-rss_limit_mb=1500", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", str(folder)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4} or sys.argv[1] not in READERS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
