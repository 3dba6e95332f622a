"""``factbook lab``."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from factbook.store.casebook import Casebook

NOTEBOOK = "desk.ipynb"

_FIRST_QUESTION = "What is to be checked?"
_MOST_NAMED = 12


@click.command
@click.argument("casebook", required=False, metavar="[CASEBOOK]", type=click.Path(path_type=Path))
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; a free one from 8888 on unless given.")
def command(casebook: Path | None, no_browser: bool, port: int | None) -> int:  # noqa: FBT001
    """Open the desk in JupyterLab, on a casebook or on one check of it.

    CASEBOOK is a folder of checks, or the folder of a check; the casebook in use unless given. A notebook
    desk.ipynb is put there the first time, with the desk on the check that was changed last; it is yours to
    change, and is left as it is from then on. In an empty casebook a check is begun.

    Example: factbook lab checks

    Example: factbook lab checks/bridge --no-browser
    """
    from factbook.store.atomic import write_atomic
    from factbook.store.casebook import Casebook, find_casebook
    from factbook.store.check_folder import CHECK_FILE

    folder = casebook or find_casebook(".").path
    chosen = ""
    if (folder / CHECK_FILE).is_file():
        folder, chosen = folder.absolute().parent, folder.absolute().name
    book = Casebook(folder)
    if not book.ids():
        begin_check(book)
    notebook = book.path / (f"{chosen}-{NOTEBOOK}" if chosen else NOTEBOOK)
    if not notebook.exists():
        write_atomic(notebook, desk_notebook(book, chosen).encode())
    options = [f"--ServerApp.root_dir={book.path}", *(["--no-browser"] if no_browser else [])]
    if port is not None:
        options.append(f"--ServerApp.port={port}")
    return run_to_its_end([sys.executable, "-m", "jupyterlab", *options, str(notebook)])


def run_to_its_end(command: list[str]) -> int:
    """Run a command and give its exit code; an interrupt is the command's to answer.

    What is typed in a terminal goes to both. Lab asks before it ends, and saves: it gets the time it needs.
    An interrupt must not raise here: in the midst of a wait it would lose the exit code, or the wait's end.
    """
    before = signal.getsignal(signal.SIGINT)
    if before != signal.SIG_IGN:  # which a command inherits, while a handler of ours is not passed on to it
        signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)


def begin_check(book: Casebook) -> str:
    """Make a check to be filled in at the desk, and give its id."""
    from factbook.model.canonical import parse_check
    from factbook.model.check import Check
    from factbook.store.clock import utc_now

    def make(check_id: str) -> Check:
        now = utc_now()
        fields = {"checked_on": now.date().isoformat(), "created_at": now}
        return parse_check({"id": check_id, "claim": {"question": _FIRST_QUESTION}, **fields})

    return book.create(make, title="check").path.name


def desk_notebook(book: Casebook, chosen: str = "") -> str:
    """Give a notebook that opens the desk on a check of a casebook: the one chosen, or changed last.

    The casebook holds at least one. A cell that made one would make another each time it is run.
    """
    from factbook.model.canonical import to_json

    ids = book.ids()
    newest = chosen or max(ids, key=lambda one: (book.open(one).file.stat().st_mtime, one))
    others = [one for one in ids if one != newest][:_MOST_NAMED]
    named = f"  # or: {', '.join(others)}" if others and not chosen else ""
    opening = f'check = fb.open("{newest}"){named}'
    cells = [
        _text(
            "# The desk\n\nRun the cells below (*Run → Run All Cells*). "
            "Each change is written to the check at once."
        ),
        _code(f"import factbook as fb\n\n{opening}"),
        _code("fb.desk(check)"),
        _text("What does not hold, as a table:"),
        _code("check.audit()"),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    numbered = [cell | {"id": f"desk-{number}"} for number, cell in enumerate(cells)]
    fields = {"cells": numbered, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return to_json(fields)


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
