"""``factbook demo``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from factbook.cli.words import count_faults, counted
from factbook.errors import BadInputError

_EXAMPLE = "ice-training"


@click.command
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("factbook-demo"),
    show_default=True,
    help="The folder to put the example in.",
)
def command(out: Path) -> None:
    """Copy the worked example, audit it, build its report, and print the report's path.

    The example has faults, to show how they are found; that alone does not make the exit code 1.

    Example: factbook demo --out demo
    """
    from factbook.api import open as open_check
    from factbook.resources import resource_folder
    from factbook.store.atomic import make_temporary_folder

    target = out / _EXAMPLE
    if target.exists():
        if not (target / "check.json").is_file():
            raise BadInputError(f"{target} is there and is no check", next_step="Give another --out.")
        click.echo(f"The example is in {target} already; it is kept as it is.", err=True)
    else:
        click.echo(f"Copying the worked example to {target} ...", err=True)
        out.mkdir(parents=True, exist_ok=True)
        unfinished = make_temporary_folder(out)
        shutil.copytree(resource_folder("examples") / _EXAMPLE, unfinished, dirs_exist_ok=True)
        unfinished.rename(target)
    check = open_check(target)
    click.echo(f"{check!r}", err=True)
    verdict = check.rating()
    click.echo(f"The stance table implies: {verdict.value.label}. {verdict.reason}", err=True)
    audit = check.audit()
    faults = count_faults(audit)
    click.echo(
        f"The audit finds {counted(faults, 'fault')} and {counted(len(audit) - faults, 'caution')}; "
        "the report marks them.",
        err=True,
    )
    click.echo("Running its notebook and writing the report ...", err=True)
    report = check.build(progress=sys.stderr.isatty())[0]
    name = "factbook" if shutil.which("factbook") else sys.argv[0]
    click.echo(f"Open it in a browser. To audit it yourself: {name} audit {target}", err=True)
    click.echo(report)
