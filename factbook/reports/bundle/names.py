"""Which names the files of a bundle may have: those that mean one and the same file on every system."""

from __future__ import annotations

from factbook.model.names import expect_portable, fold_id

_DEEPEST = 4


def name_problem(name: str) -> str:
    """Say why a file of a bundle may not have this name; an empty string if it may.

    A name is a path of at most four steps below the bundle, with ``/`` between. Each step is what the id of a
    check may be: letters, digits, ``-``, ``_`` and ``.``, nothing that Windows reserves.
    """
    shown = ascii(name)
    if name.startswith("/") or name[1:2] == ":":
        return f"{shown} is an absolute path"
    steps = name.split("/")
    if ".." in steps:
        return f"{shown} leads out of the bundle"
    if "\\" in name:
        return f"{shown} holds a backslash, which is a path on Windows"
    if name.endswith("/"):
        return f"{shown} is a folder; a bundle lists files alone"
    if len(steps) > _DEEPEST:
        return f"{shown} lies too deep"
    for step in steps:
        try:
            expect_portable(step, what="name")
        except ValueError as error:
            return f"{shown} cannot be a file of a bundle: {ascii_only(str(error))}"
    return ""


def same_place(name: str) -> str:
    """Give what is equal for names that some file system takes for the same."""
    return "/".join(fold_id(step) for step in name.split("/"))


def ascii_only(text: str) -> str:
    """Give a text with all that a terminal might obey, or turn around, written out."""
    return "".join(c if c.isprintable() and (c.isascii() or c.isalnum()) else ascii(c)[1:-1] for c in text)
