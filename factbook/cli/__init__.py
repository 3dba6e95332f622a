"""The command ``factbook``. Each command is a module of its own, imported when it is called."""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
import traceback
from collections.abc import Sequence

import click

from factbook.errors import FactbookError, NotProvenError
from factbook.lean_imports import skip_iri_grammar

DONE, DOES_NOT_HOLD, NOT_DONE = 0, 1, 2
"""Exit codes: done; done, and something does not hold or some claims failed; not done."""
INTERRUPTED = 130
"""As shells have it."""

COMMANDS = {
    "new": "make a check",
    "source": "bring sources in, show them, capture them again",
    "find": "search for sources",
    "bibliography": "bring a bibliography in, or write one",
    "point": "add a point to check: a column of the stance table",
    "quote": "anchor exact words of a source",
    "stance": "record a judgement of a source on a point, or those of an edited table",
    "suggest": "have a model suggest stances, with the words they rest on",
    "accept": "accept what a model suggested",
    "dismiss": "take a model's suggestion out",
    "blind": "have a check judged blind: coders see only their own judgements",
    "reveal": "end the blind judging: everybody sees all judgements",
    "agreement": "say how far coders agree, and where they do not",
    "adjudicate": "decide a cell that coders disagree on",
    "rate": "set the rating, on the newsroom's scale",
    "finding": "write a sentence of the report",
    "draft": "draft the report's sentences, or answer drafts",
    "audit": "list what does not hold",
    "build": "make the report",
    "bundle": "make one zip of a check that proves itself",
    "verify": "prove again what a report, a check or a bundle says",
    "publish": "keep what readers get, and make the report",
    "revise": "correct a published check: who, when, why, and what changed",
    "check": "all of it in one go: sources in, stances suggested, sentences drafted, report made",
    "batch": "make many checks and their reports",
    "site": "make a static site of a casebook",
    "lab": "open the desk in JupyterLab",
    "schema": "print the JSON Schema of check.json",
    "demo": "build the worked example",
}


class _Commands(click.Group):
    """Imports a command's module when it is called, so that ``factbook --help`` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"factbook.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="factbook")
def cli() -> None:
    """Fact-checks that can be proved: every sentence leads to exact words in a kept copy.

    Begin with "factbook demo", or with "factbook new QUESTION". Exit codes: 0 done; 1 done, and something
    does not hold or some claims failed; 2 not done. --debug, anywhere, shows where an error came from.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    skip_iri_grammar()
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = given[: given.index("--")] if "--" in given else given
    debug = "--debug" in options
    if debug:
        given.remove("--debug")
    # Python would look through all that is left once more at its end, for a tenth of a second.
    atexit.register(gc.freeze)
    sys.exit(_run(given, debug=debug))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        code = cli.main(arguments, prog_name="factbook", standalone_mode=False)
    except click.Abort:
        click.echo("factbook: stopped", err=True)
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return NOT_DONE
    except click.ClickException as error:
        message = error.format_message()
        context = getattr(error, "ctx", None) or _context_of(arguments)
        hint = (
            " Put -- before words that begin with a minus." if isinstance(error, click.NoSuchOption) else ""
        )
        return _fail(f"{message.rstrip('.')}.{hint} See: {context.command_path} --help", debug=debug)
    except NotProvenError as error:
        _fail(str(error), debug=debug)
        return DOES_NOT_HOLD
    except FactbookError as error:
        return _fail(str(error), debug=debug)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _fail(f"{name}{error.strerror or error}. Nothing more was done.", debug=debug)
    except Exception as error:  # noqa: BLE001  a user gets one line, whatever happened
        problem = f"something went wrong in factbook itself ({type(error).__name__}: {error})"
        return _fail(f"{problem}. Run it again with --debug and report what it shows.", debug=debug)
    return code if isinstance(code, int) else DONE


def _context_of(arguments: Sequence[str]) -> click.Context:
    """Give the context of the command that arguments begin with, for an error that does not say it."""
    context = click.Context(cli, info_name="factbook")
    for word in arguments:
        group = context.command
        command = group.get_command(context, word) if isinstance(group, click.Group) else None
        if not command:
            break
        context = click.Context(command, info_name=word, parent=context)
    return context


def _fail(message: str, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    # Words of a source may stand in the message, and a terminal would obey what is hidden in them.
    line = "".join(c if c.isprintable() else " " for c in message)
    click.echo(f"factbook: {' '.join(line.split())}", err=True)
    return NOT_DONE
