"""The one module that knows the typst package: it turns data into a PDF by the templates of factbook-typst.

The compiler is kept for the process, since most of the first report's time goes into reading fonts and
templates. A report is handed over as JSON; no text of it becomes a part of a program. The typesetter reads
nothing but its own templates, runs no package, and writes a tagged file that it checks itself against
PDF/UA-1 and PDF/A-2a: it refuses a character without a glyph, a picture without words, a skipped heading.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from factbook.errors import BuildError
from factbook.reports.theme.faces import ours
from factbook.reports.theme.view import FaceView
from factbook.resources import resource_folder

STANDARDS = ("ua-1", "a-2a")

_SHOWN = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")`")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_BYTE_ORDER_MARK = "\ufeff"
"""Shows nothing, comes into texts by the way they were saved, and is refused by both standards."""
_NO_DATE = 0
_PROBE = """
#set document(title: "Picture", date: datetime(year: 1970, month: 1, day: 1))
#set text(lang: "en")
#let node = json(bytes(sys.inputs.report))
#let source = if "svg" in node { bytes(node.svg) } else { bytes(node.data) }
#image(source, format: if "svg" in node { "svg" } else { auto }, alt: "Picture", width: 5cm)
"""

_PNG = """
#set page(width: auto, height: auto, margin: 0pt)
#let node = json(bytes(sys.inputs.report))
#let source = if "svg" in node { bytes(node.svg) } else { bytes(node.data) }
#image(source, format: if "svg" in node { "svg" } else { auto })
"""
_PNG_PPI = 192


class GlyphError(BuildError):
    """The fonts lack a character that they were thought to have.

    Attributes
    ----------
    characters:
        Those of the words that could not be set.
    """

    def __init__(self, problem: str, *, characters: Collection[str], next_step: str = "") -> None:
        super().__init__(problem, next_step=next_step)
        self.characters = frozenset(characters)


def typeset(
    data: dict[str, Any],
    *,
    created_s: int = _NO_DATE,
    installed_fonts: bool = False,
    faces: Sequence[FaceView] = (),
) -> bytes:
    """Lay a report out and give the PDF; the same data and fonts give the same bytes.

    Parameters
    ----------
    data:
        What ``report.typ`` lays out, fit for JSON.
    created_s:
        When the file says it was made, in seconds since 1970.
    installed_fonts:
        Whether fonts of the machine may be used; only those that the data name are.
    faces:
        Fonts of the report's theme.

    Raises
    ------
    GlyphError
        A font lacks a character.
    BuildError
        The typesetter refused for another reason.
    """
    import typst

    written = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)
    written = written.replace(_BYTE_ORDER_MARK, "")
    try:
        made = _compiler(installed_fonts, tuple(faces)).compile(
            input=str(resource_folder("templates") / "factbook-typst" / "report.typ"),
            format="pdf",
            sys_inputs={"report": written},
            pdf_standards=list(STANDARDS),
            timestamp=created_s,
        )
    except typst.TypstError as error:
        raise _told(error) from error
    return bytes(made)


def holds_picture(node: dict[str, Any]) -> bool:
    """Tell whether a picture can stand in a PDF: whole, of a known kind, and asking for no other file."""
    import typst

    try:
        _compiler().compile(
            input=_PROBE.encode(),
            format="pdf",
            sys_inputs={"report": json.dumps(node)},
            pdf_standards=list(STANDARDS),
            timestamp=_NO_DATE,
        )
    except typst.TypstError:
        return False
    return True


def picture_png(node: dict[str, Any]) -> bytes | None:
    """Give a picture as PNG, for forms that take no other kind; nothing for one that cannot be read."""
    import typst

    try:
        made = _compiler().compile(
            input=_PNG.encode(), format="png", ppi=_PNG_PPI, sys_inputs={"report": json.dumps(node)}
        )
    except typst.TypstError:
        return None
    return bytes(made) if isinstance(made, bytes) else bytes(made[0])


def installed_families() -> Iterator[tuple[str, Callable[[], Collection[int]]]]:
    """Give the families of fonts on the machine, and for each what gives the code points it has."""
    faces: dict[str, list[tuple[int, str, int]]] = {}
    for font in _fonts(installed=True).fonts():
        if font.path and font.style == "normal" and font.weight in (400, 700) and font.stretch == 1.0:
            faces.setdefault(font.family, []).append((font.weight, font.path, font.index))
    for family, found in faces.items():
        yield family, _Coverage(tuple(sorted(found)))


class _Coverage:
    """What all upright fonts of a family have, read when it is asked for."""

    def __init__(self, faces: tuple[tuple[int, str, int], ...]) -> None:
        self.faces = faces

    def __call__(self) -> Collection[int]:
        return frozenset.intersection(*(_code_points(path, index) for _, path, index in self.faces))


@lru_cache(maxsize=512)
def _code_points(path: str, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, AssertionError, KeyError):
        return frozenset()  # a broken font file is none


@lru_cache(maxsize=4)
def _fonts(installed: bool, faces: tuple[FaceView, ...] = ()) -> Any:  # noqa: FBT001
    import typst

    own = [str(_written(faces))] if faces else []
    return typst.Fonts(include_system_fonts=installed, include_embedded_fonts=True, font_paths=own)


@lru_cache(maxsize=4)
def _compiler(installed: bool = False, faces: tuple[FaceView, ...] = ()) -> Any:  # noqa: FBT001, FBT002
    import typst

    return typst.Compiler(
        root=str(resource_folder("templates") / "factbook-typst"), font_paths=_fonts(installed, faces)
    )


def _written(faces: tuple[FaceView, ...]) -> Path:
    """Write the fonts of a theme into a folder that lasts as long as the process, for they are read late."""
    folder = Path(tempfile.mkdtemp(prefix="factbook-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for number, face in enumerate(ours(faces)):
        (folder / f"{number}.{face.extension}").write_bytes(face.content)
    return folder


def _told(error: Any) -> BuildError:
    message = str(getattr(error, "message", error)).strip()
    found = _SHOWN.search(message)
    if found:
        characters = _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], found[1][1:-1])
        return GlyphError(
            f"The PDF could not be typeset: no font has {found[1]}",
            characters=characters,
            next_step="Build the other formats, and report this.",
        )
    if "PDF string is longer" in message:
        return BuildError(
            "The PDF could not be typeset: the title or a heading is longer than a PDF takes",
            next_step="Shorten the claim's question and put the rest into its statement, "
            "or build another format.",
        )
    first = message.splitlines()[0] if message else "the typesetter refused"
    hints = " ".join(getattr(error, "hints", []) or [])
    return BuildError(
        f"The PDF could not be typeset: {first}{f' ({hints})' if hints else ''}",
        next_step="Build the other formats, and report this with the check.",
    )
