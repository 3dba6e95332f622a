"""The command line, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def start_command(*words: object, **options: Any) -> subprocess.Popen[str]:
    """Start ``factbook`` as this Python has it."""
    command = [sys.executable, "-c", "from factbook.cli import main; main()", *map(str, words)]
    # A shell that starts the tests in the background has them, and all that they start, ignore interrupts.
    heeds = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, text=True, cwd=ROOT, preexec_fn=heeds, **options
    )
