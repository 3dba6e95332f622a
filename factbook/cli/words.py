"""Words that several commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

    from factbook.api import OpenCheck


def plain(text: str) -> str:
    """Give words of a document on one line, as a terminal can print them, without what would command it."""
    return "".join(c if c.isprintable() else " " for c in text)


def counted(count: int, word: str) -> str:
    """Give a number with its word, like ``1 fault`` and ``2 faults``."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def tell_wording(check: OpenCheck) -> None:
    """Say on standard error where a report is in English for want of words in the language of its check."""
    from factbook.store.settings import load_settings
    from factbook.wording import is_known, languages

    content = check.record.language
    if not is_known(content) and not load_settings(check.path).report_language:
        click.echo(
            f"The report is in English: there are no words for reports in {content!r}, but in "
            f"{', '.join(languages())}. Set report_language in factbook.toml; docs/languages.md says how a "
            "language is added.",
            err=True,
        )


def count_faults(audit: pd.DataFrame) -> int:
    """Count the faults in an audit."""
    return int((audit["grade"] == "fault").sum())


def tell_faults(check: OpenCheck) -> int:
    """Say on standard error how many faults the report of a check marks, if any, and give that number."""
    from factbook.reports.proof import prove_check

    faults = sum(row.grade == "fault" for row in prove_check(check.seen(), check.folder))
    if faults:
        click.echo(f"The report marks {counted(faults, 'fault')}. See: factbook audit {check.path}", err=True)
    return faults
