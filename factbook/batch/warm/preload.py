"""What the warm process imports, so that the notebooks after the first do not have to.

It imports nothing on suspicion. What a notebook is about to import, and what is known to stand being forked,
is imported just before its child is: the first notebook waits for it as it would have anyway.
"""

from __future__ import annotations

import builtins
import gc
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from factbook.lean_imports import skip_iri_grammar

_KERNEL = (
    # What a kernel imports when it starts, and with its first cell and traceback.
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.debugger_backport",
    "IPython.core.oinspect",
    "IPython.core.page",
    "IPython.extensions.storemagic",
    "encodings.unicode_escape",
    "encodings.utf_8_sig",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.displayhook",
    "pdb",
    "pwd",
)
_NUMPY = ("numpy", "numpy.random")
_PANDAS = (*_NUMPY, "pandas")
_FACTBOOK = (
    *_NUMPY,
    "numpy.ma",
    "citeproc.source.json",
    "factbook.analysis.scale_tables",
    "factbook.api",
    "factbook.api.desk_report",
    "factbook.evidence.lexical",
    "factbook.evidence.support",
    "factbook.reports.compose",
    "factbook.reports.display",
    "factbook.sources.extract.readers",
    "factbook.widgets.desk",
)
_WORKER = (
    # What a worker of a batch does with a check, and with its notebook.
    *_FACTBOOK,
    "factbook.batch.claim",
    "factbook.batch.warm.client",
    "factbook.batch.warm.start",
    "papermill",
    "papermill.translators",
)
WORKER = "a worker"
_STANDS_A_FORK: Mapping[str, tuple[str, ...]] = {
    WORKER: _WORKER,
    "factbook": _FACTBOOK,
    "ipywidgets": ("ipywidgets",),
    "numpy": _NUMPY,
    "pandas": _PANDAS,
}
"""By the name that a notebook imports. Not matplotlib, which takes its backend and its settings from where it
is imported first; and not onnxruntime, which starts a thread when it is."""

_PARTS = (("factbook.rating_scales", "factbook"), ("factbook.support_models", "default"))
"""Parts of factbook that can be exchanged; to find one, what all packages offer is read."""


_GIVES_A_TABLE = re.compile(r"\.(?:agreement|audit|origins|sensitivity|table|totals)\(")
"""What is asked of a check that comes as a DataFrame."""


def preloadable(sources: Iterable[str]) -> list[str]:
    """Give the names that cells import, or are given things of, and that can be imported before."""
    code = "\n".join(sources)
    names = [
        name
        for name in _STANDS_A_FORK
        if name != WORKER
        and re.search(rf"^[ \t]*(?:from[ \t]+{name}\b|import\b[^#\n]*\b{name}\b)", code, re.MULTILINE)
    ]
    if "factbook" in names and "pandas" not in names and _GIVES_A_TABLE.search(code):
        names.append("pandas")
    return names


def preload_kernel(names: Iterable[str] = ()) -> None:
    """Import what every kernel needs, and what stands behind these names."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # A debugger that nobody uses would warn of itself.
    with _as_in_a_kernel():
        _import(_KERNEL)
    if not preload(names):
        _settle()


def preload(names: Iterable[str]) -> bool:
    """Import what stands behind these names of `preloadable`, as far as it is there; tell if any was new."""
    names = list(names)
    if WORKER in names:
        skip_iri_grammar()
    modules = dict.fromkeys(module for name in names for module in _STANDS_A_FORK[name])
    missing = [module for module in modules if module not in sys.modules]
    if missing:
        with _as_in_a_kernel():
            _import(missing)
            if "factbook.api" in missing:
                _prepare_reports()
        # Only what is imported here does without; a notebook may want it.
        if sys.modules.get("rfc3987_syntax", sys) is None:
            del sys.modules["rfc3987_syntax"]
        _settle()
    return bool(missing)


def thread_count() -> int:
    """Count the threads of this process, those of libraries in C included."""
    return len(list(Path("/proc/self/task").iterdir()))


def reseed() -> None:
    """Give this process random numbers of its own; `random` and `secrets` see to it themselves."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _import(modules: Iterable[str]) -> None:
    for module in modules:
        with suppress(ImportError):  # The notebook itself will be told.
            import_module(module)


def _prepare_reports() -> None:
    from factbook.reports.render import load_templates
    from factbook.seams import load_part

    load_templates()
    for group, name in _PARTS:
        load_part(group, name)


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Have what is imported find the shell of a kernel: pandas shows fewer columns in a terminal."""
    gc.disable()  # What is imported stays, and looking through it again and again takes a tenth of the time.
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None, config={})  # type: ignore[attr-defined]
    try:
        yield
    finally:
        gc.enable()
        del builtins.get_ipython  # type: ignore[attr-defined]


def _settle() -> None:
    """Leave this process ready to be forked."""
    gc.collect()
    gc.freeze()  # A collection in a child would write to, and so copy, every page.
    # numpy's linear algebra ends its threads before a fork, and starts them again where they are used.
    child = os.fork()
    if not child:
        os._exit(0)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
