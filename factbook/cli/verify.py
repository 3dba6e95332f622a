"""``factbook verify``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.reports.verifying.result import Proof, Verification

_SHOWN = 30
"""Lines of one kind that are shown; --all shows the rest."""


@click.command
@click.argument("path", metavar="REPORT_OR_CHECK_OR_BUNDLE")
@click.option(
    "--with",
    "beside",
    metavar="CHECK_OR_BUNDLE",
    help="What a report belongs to, where that does not lie beside it.",
)
@click.option("--digest", metavar="sha256:...", help="The digest the bundle's publisher gave out.")
@click.option(
    "--signers",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="KEYS",
    help="Who may have signed the bundle: a public key, or OpenSSH's allowed signers.",
)
@click.option("--quick", is_flag=True, help="Do not read the texts out of the documents again.")
@click.option("--strict", is_flag=True, help="Exit code 1 also for what could not be proved.")
@click.option("--all", "show_all", is_flag=True, help="Show each thing that is proved.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    path: str,
    beside: str | None,
    digest: str | None,
    signers: Path | None,
    quick: bool,  # noqa: FBT001
    strict: bool,  # noqa: FBT001
    show_all: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Prove again what a report, a check or a bundle says, without the network.

    Quotes are looked up at their place in the kept copies, hashes and texts are made anew, and what the
    report says is held against what the check gives now. Nothing that comes with a bundle is run.

    Exit code 0 if all of it holds, 1 if something does not, 2 if it cannot be read. Things that could not be
    proved are listed with the reason.

    Example: factbook verify my-check.zip --digest sha256:9f86d081884c7d65...

    Example: factbook verify report.html --with my-check.zip
    """
    from factbook.api import verify

    found = verify(
        path,
        beside=beside,
        digest=digest,
        signers=signers,
        reread=not quick,
        progress=sys.stderr.isatty(),
    )
    if as_json:
        from factbook.model.canonical import to_json

        click.echo(to_json(found.to_dict()), nl=False)
    else:
        for line in _told(found, show_all=show_all):
            click.echo(plain(line))
    return DOES_NOT_HOLD if found.failed or (strict and found.not_proved) else DONE


def _told(found: Verification, *, show_all: bool) -> list[str]:
    from factbook.reports.verifying.result import KINDS, State

    lines = [f"{found.what} {found.check_id}: {found.headline}" if found.check_id else str(found.path)]
    marks = {State.PROVED: "✓", State.NOT_PROVED: "–", State.FAILS: "✗"}
    for kind, counts in found.counts().items():
        worst = next(state for state in (State.FAILS, State.NOT_PROVED, State.PROVED) if counts[state])
        total = sum(counts.values())
        lines.append(f"{marks[worst]} {KINDS[kind]}: {counts[State.PROVED]} of {total} proved")
        telling = [
            proof
            for proof in found.proofs
            if proof.kind == kind and (show_all or proof.state != State.PROVED)
        ]
        most = len(telling) if show_all else _SHOWN
        lines += [f"    {marks[proof.state]} {_line(proof)}" for proof in telling[:most]]
        if len(telling) > most:
            lines.append(f"      and {len(telling) - most:,} more; see all with --all")
    return [*lines, _verdict(found)]


def _line(proof: Proof) -> str:
    told = " (the report says so)" if proof.told else ""
    return f"{proof.name}: {proof.detail}{told}" if proof.detail else f"{proof.name}{told}"


def _verdict(found: Verification) -> str:
    open_ = f"; {counted(len(found.not_proved), 'thing')} could not be proved" if found.not_proved else ""
    if found.holds:
        return f"Everything that could be proved holds{open_}."
    failed = counted(len(found.failed), "thing")
    do = "does" if len(found.failed) == 1 else "do"
    if found.unaltered:
        return f"{failed} {do} not hold, and the report itself says so; nothing else was found wrong{open_}."
    return f"{failed} {do} not hold{open_}."
