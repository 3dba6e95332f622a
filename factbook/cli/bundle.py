"""``factbook bundle``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument, strict_option
from factbook.cli.words import counted, tell_faults

if TYPE_CHECKING:
    from factbook.api import OpenCheck


@click.command
@check_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The zip to write, or a folder for it; ID.zip in the check's folder unless given.",
)
@click.option(
    "--sign",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="KEY",
    help="Sign with this OpenSSH key.",
)
@strict_option
def command(check: OpenCheck, out: Path | None, sign: Path | None, strict: bool) -> int:  # noqa: FBT001
    """Make one zip of a check that proves itself: report, check.json, kept copies, web archive, hashes.

    Prints the zip's path, and the digest that stands for every byte of it: give it out where people trust
    you, and they can hold any copy of the zip against it. Exit code 1 if the report marks a fault.

    Example: factbook bundle my-check --out my-check.zip --sign ~/.ssh/id_ed25519
    """
    bundle = check.bundle(out=out, sign=sign, strict=strict, progress=sys.stderr.isatty())
    click.echo(bundle.path)
    click.echo(f"digest {bundle.digest}")
    signed = ", signed" if bundle.signed else ""
    click.echo(f"{counted(bundle.files, 'file')}, {bundle.size_bytes:,} bytes{signed}", err=True)
    return DOES_NOT_HOLD if tell_faults(check) else DONE
