"""Notebooks written as text: cells begin with ``# %%``, which may be followed by a kind and by tags.

::

    # %% [markdown]
    # A title

    # %% raises-exception
    1 / 0
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
GALLERY = sorted((Path(__file__).parent / "notebooks").glob("*.ipy"))
"""Notebooks that use all that a notebook can show, and all ways for one to end."""

_BEGIN = re.compile(r"^# %%(?: \[(\w+)\])?(.*)\n", re.MULTILINE)
_MAKERS = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def write_notebook(path: Path, text: str) -> Path:
    """Write a notebook of this text, and give its path."""
    _, *pieces = _BEGIN.split(text)
    cells = [
        _MAKERS[kind or "code"](source.removesuffix("\n").removesuffix("\n"), metadata={"tags": tags.split()})
        for kind, tags, source in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    ]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    return path
