"""What is imported before notebooks are run, so that none of them has to."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from factbook.reports.render import load_templates
from factbook.seams import load_part

_MODULES = (
    # What a kernel imports when it starts, and with its first cell and traceback.
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.page",
    "encodings.unicode_escape",
    "encodings.utf_8_sig",
    "ipykernel.debugger",
    "ipykernel.displayhook",
    "pdb",
    # What factbook's own notebook imports.
    "numpy.random",
    "pandas",
    "factbook.api",
    "factbook.evidence.lexical",
    "factbook.evidence.support",
    "factbook.reports.compose",
    "factbook.reports.display",
    "citeproc.source.json",
    "factbook.analysis.scale_tables",
    "factbook.sources.extract.readers",
    "factbook.widgets.desk",
)
"""No matplotlib here: it takes its backend and its settings from where it is imported first. And no onnxruntime:
it starts a thread when it is imported."""


_PARTS = [("factbook.rating_scales", "factbook"), ("factbook.support_models", "default")]
"""Exchangeable parts; to find one, the metadata of all packages is read."""


def preload() -> None:
    """Import all of it, as in a kernel, and leave this process ready to be forked."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # A debugger that nobody uses would warn of itself.
    with _as_in_a_kernel():
        for name in _MODULES:
            importlib.import_module(name)
        load_templates()
        for group, name in _PARTS:
            load_part(group, name)
    gc.collect()
    gc.freeze()  # A collection in a child would write to, and so copy, every page.
    _end_threads()


def thread_count() -> int:
    """Count the threads of this process, those of libraries in C included."""
    return len(list(Path("/proc/self/task").iterdir()))


def reseed() -> None:
    """Give this process random numbers of its own."""
    # `random` and `secrets` see to it themselves.
    sys.modules["numpy"].random.seed()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Have what is imported find the shell of a kernel: pandas shows fewer columns in a terminal."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None, config={})  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def _end_threads() -> None:
    """End the threads that numpy's linear algebra has started; it does so before a fork, and starts them anew."""
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
