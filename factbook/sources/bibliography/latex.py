r"""The LaTeX of a BibTeX field: read as plain text, and plain text written so that it comes back.

Nothing is executed and no file is read: ``\input``, ``\write`` and macros that are not known give what stands
in their braces, or nothing. Decoding is `bibtexparser`'s, which leaves it to pylatexenc.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

# Both tell the log of what they could not read, and without a log Python prints that. What matters of it is
# in our own errors, which name the entry and the line.
for _library in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

LONGEST = 10_000
"""Characters of the longest field that is read."""

_DEEPEST = 40

_ESCAPES = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "$": "\\$",
        "&": "\\&",
        "#": "\\#",
        "%": "\\%",
        "_": "\\_",
        "^": "\\textasciicircum{}",
        "~": "\\textasciitilde{}",
    }
)
_LIGATURES = re.compile(r"-(?=-)|`(?=`)|'(?=')|[!?](?=`)|<(?=<)|>(?=>)|,(?=,)")
"""Where two characters would be read as one, like ``--``."""

_KNOWN_BEFOREHAND = (
    ("\\textasciicircum{}", "^"),
    ("\\^{}", "^"),
    ("\\textbraceleft{}", "\\{"),
    ("\\textbraceright{}", "\\}"),
)
"""What pylatexenc has no text for."""

_UNESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
"""To LaTeX a bare ``%`` begins a comment and ``&`` ends a cell; whoever wrote one meant the character."""

_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?\s*|(.))|[{}]", re.DOTALL)

_SPECIAL = re.compile(r"[\\{}$~%&]|--|``|''|[!?]`|<<|>>|,,")


def to_latex(text: str) -> str:
    """Write a text as LaTeX: what LaTeX would obey is escaped, letters with accents stay as they are."""
    return _LIGATURES.sub(r"\g<0>{}", text.translate(_ESCAPES))


def from_latex(text: str) -> str:
    """Read LaTeX as plain text on one line; `ValueError` says why it cannot be read.

    Where pylatexenc gives up, its commands and braces are left out and the rest is given.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters; at most {LONGEST:,} are read")
    if _depth(text) > _DEEPEST:
        raise ValueError(f"its braces are nested deeper than {_DEEPEST} levels")
    if _SPECIAL.search(text):
        for latex, known in _KNOWN_BEFOREHAND:
            text = text.replace(latex, known)
        text = _LINK.sub("", _UNESCAPED.sub(r"\1\\\2", text))
        text = _decode(text)
    return " ".join(text.split())


def _depth(text: str) -> int:
    deepest = depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from bibtexparser.middlewares import LatexDecodingMiddleware

    return LatexDecodingMiddleware()


def _decode(text: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field, MiddlewareErrorBlock

    entry = Entry("misc", "one", [Field("one", text)])
    if isinstance(_decoder().transform_entry(entry, Library()), MiddlewareErrorBlock):
        return _COMMAND.sub(lambda found: found.group(1) or "", text)
    return str(entry.fields[0].value)
