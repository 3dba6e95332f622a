"""An import that costs a second of every start and gives factbook nothing: our own processes do without."""

from __future__ import annotations

import sys


def skip_iri_grammar() -> None:
    """Keep jsonschema from compiling the grammar of IRIs, which JupyterLab's dependencies bring along.

    It would be asked whether a string is an IRI, which the schema of notebooks never asks. Only commands and
    worker processes call this, and before they import nbformat: a process of somebody else may want it.
    """
    # What is None here cannot be imported, and jsonschema goes on without it.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
