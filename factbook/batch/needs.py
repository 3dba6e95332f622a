"""What a notebook needs that a forked kernel does not offer, found before it is run."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

_OWN_START = ("kernel_manager_class", "km", "config", "coalesce_streams")
"""Options of nbclient that tell of a kernel's start, or that only its own loop heeds."""

_CELL_NEEDS = {
    "asks for input": r"(?<![\w.])input\s*\(|\bbuiltins\.input\b|\bgetpass\b",
    "uses the debugger": r"^\s*%+(debug|pdb)\b|\bbreakpoint\s*\(|\bset_trace\s*\(",
    "runs the event loop of a window": (
        r"^\s*%+gui\b|^\s*%+(matplotlib|pylab)\s+(auto|gtk|osx|qt|tk|wx|macosx)|\benable_gui\b"
    ),
    "uses the sockets of its kernel": (
        r"^\s*%+(connect_info|qtconsole|subshell)\b"
        r"|\b(connect_qtconsole|get_connection_(file|info)|connection_file|(shell|iopub|control|stdin)_(socket|stream|port))\b"
    ),
    "waits for a front end": r"\bregister_target\b|\bcreate_comm\b|\bipykernel\.comm\b|\bjupyter_ui_poll\b",
}


def forking_is_safe() -> bool:
    """Tell whether children can be forked and waited for on this platform."""
    # macOS has fork, too, but its own libraries do not stand it.
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def stock_needs(nb: Any, options: Mapping[str, Any]) -> str:
    """Say what a notebook, or who runs it, needs a stock kernel for; nothing if a forked one will do.

    What cells look like is enough: one that is taken for another is run by the stock kernel, and is right.
    """
    if not forking_is_safe():
        return "this platform has no fork that is safe"
    for name in _OWN_START:
        if options.get(name):
            return f"the option {name} is for stock kernels"
    for number, cell in enumerate(nb.cells, 1):
        if cell.cell_type == "code":
            for need, pattern in _CELL_NEEDS.items():
                if re.search(pattern, cell.source, re.MULTILINE):
                    return f"cell {number} {need}"
    return ""
