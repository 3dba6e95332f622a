"""``factbook audit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from factbook.cli import DOES_NOT_HOLD, DONE
from factbook.cli.arguments import check_argument, coder_option
from factbook.cli.words import counted, plain

if TYPE_CHECKING:
    from factbook.analysis.origins import Origins
    from factbook.api import OpenCheck
    from factbook.model.check import Check


@click.command
@check_argument
@coder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of rows.")
@click.option("--strict", is_flag=True, help="Count cautions as well as faults.")
def command(check: OpenCheck, coder: str | None, as_json: bool, strict: bool) -> int:  # noqa: FBT001
    """List what does not hold; exit code 1 if anything misleads a reader.

    A fault misleads a reader: a quote that is not verbatim, a sentence its quotes do not bear out. A caution
    is for the editor to know: a source without a copy, a rating that differs from the table. While a check is
    judged blind, only what --coder judged is looked at. A note says what the table's rating rests on; it is
    nothing wrong.

    Example: factbook audit bridge --strict
    """
    from factbook.analysis.audit_row import audit_frame
    from factbook.analysis.independence import find_origins
    from factbook.analysis.texts import ReadOnce
    from factbook.reports.proof import prove_check, support_model_name

    record, texts = check.seen(coder=coder), ReadOnce(check.folder)
    origins = find_origins(record, texts)
    rows = audit_frame(prove_check(record, check.folder, texts=texts, origins=origins)).to_dict("records")
    if as_json:
        from factbook.model.canonical import to_json

        click.echo(to_json(rows), nl=False)
    else:
        for row in rows:
            state = row["state"].replace("_", " ")
            click.echo(f"{row['grade']:8} {row['kind']:8} {row['id']:10} {state:18} {row['detail']}")
        note = _rests_on(record, origins)
        if note:
            click.echo(f"{'note':8} {'rating':8} {'rating':10} {'rests on':18} {note}")
        waiting = sum(row["state"] == "not_accepted" for row in rows)
        if waiting:
            told = f"{counted(waiting, 'suggestion')} waiting for a person; they count for nothing until then"
            click.echo(f"{'note':8} {'stance':8} {'all':10} {'not accepted':18} {told}")
        faults = sum(row["grade"] == "fault" for row in rows)
        cautions = len(rows) - faults
        click.echo(
            f"{counted(faults, 'fault')}, {counted(cautions, 'caution')}" if rows else "Everything holds."
        )
        if record.findings:
            click.echo(f"Support was judged by {support_model_name(check.folder.path)}.", err=True)
    wrong = [row for row in rows if strict or row["grade"] == "fault"]
    return DOES_NOT_HOLD if wrong else DONE


def _rests_on(check: Check, origins: Origins) -> str:
    """Say which single things change the rating the table implies; an empty string if none does."""
    from factbook.analysis.sensitivity import find_sensitivity
    from factbook.reports.resting import coder_names, tell_sensitivity

    found = find_sensitivity(check, origins=origins)
    return plain(tell_sensitivity(found, names=coder_names(check))) if found.telling else ""
