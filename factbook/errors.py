"""The errors factbook raises.

::

    FactbookError
    ├── BadInputError (ValueError)         something that was handed in cannot be used
    │   ├── BadRecordError                 a field of a record is wrong; carries its path
    │   ├── DuplicateIdError               an id is taken
    │   ├── UnsafePathError                a path would leave its folder
    │   └── SchemaVersionError             a check.json newer than this factbook
    ├── NotFoundError (LookupError)        a check, source, point or quote that is not there
    │   └── WordsNotFoundError             words that stand nowhere in a source
    ├── SourceError (RuntimeError)         a document could not be brought in
    │   ├── FetchError                     an address gave no document; carries url, status and reason
    │   ├── ExtractError                   no text could be read out of a document
    │   └── FindError                      a search for sources did not answer
    ├── ModelError (RuntimeError)          a model cannot be loaded, or answered what cannot be used
    │   ├── AnswerError                    a language model answered, and twice what cannot be used
    │   ├── BudgetError                    a call would have overrun what may be spent, and was not made
    │   └── StoppedError                   somebody stopped the asking of a language model
    ├── StoreError (OSError)               the disk did not do what it was asked to
    │   └── SnapshotError                  a kept copy is missing or damaged
    ├── ConflictError (RuntimeError)       two writers changed the same record
    └── BuildError (RuntimeError)          a report could not be made
        └── NotProvenError                 ``--strict``: something in the check does not hold

Each is one sentence that names the thing, and one that says what to do next. Both are fields, so a
caller can show them its own way; ``str(error)`` joins them.
"""

from __future__ import annotations


class FactbookError(Exception):
    """Anything factbook refuses to do, and why.

    Parameters
    ----------
    problem:
        What is wrong, naming the thing.
    next_step:
        What the reader can do about it.
    """

    def __init__(self, problem: str, *, next_step: str = "") -> None:
        self.problem = problem
        self.next_step = next_step
        super().__init__(problem)

    def __str__(self) -> str:
        if not self.next_step:
            return self.problem
        end = "" if self.problem.endswith("?") else "."
        return f"{self.problem.rstrip('.')}{end} {self.next_step}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields do not survive pickling by default, and a batch sends errors between processes.
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[FactbookError], args: tuple[object, ...], fields: dict[str, object]) -> FactbookError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(fields)
    return error


class BadInputError(FactbookError, ValueError):
    """Something that was handed in cannot be used."""


class BadRecordError(BadInputError):
    """A field of a record is wrong.

    Attributes
    ----------
    field:
        The path of the field, like ``sources[2].title``.
    """

    def __init__(self, problem: str, *, field: str = "", next_step: str = "") -> None:
        super().__init__(problem, next_step=next_step)
        self.field = field


class DuplicateIdError(BadInputError):
    """An id is taken already."""


class UnsafePathError(BadInputError):
    """A path would leave the folder it belongs in."""


class SchemaVersionError(BadInputError):
    """A ``check.json`` was written by a newer factbook than this one."""


class NotFoundError(FactbookError, LookupError):
    """A check, source, point, coder or quote that is not there."""


class WordsNotFoundError(NotFoundError):
    """Words that stand nowhere in a source.

    Attributes
    ----------
    nearest:
        The passage of the source that comes closest, or an empty string.
    """

    def __init__(self, problem: str, *, nearest: str = "", next_step: str = "") -> None:
        super().__init__(problem, next_step=next_step)
        self.nearest = nearest


class SourceError(FactbookError, RuntimeError):
    """A document could not be brought in."""


class FetchError(SourceError):
    """An address gave no document.

    Attributes
    ----------
    url:
        The address, after the redirects that were followed.
    status:
        The HTTP status, if there was one.
    reason:
        Why, in a few words that can stand in a report, like ``it took longer than 30 s``.
    """

    def __init__(
        self, problem: str, *, url: str = "", reason: str = "", status: int | None = None, next_step: str = ""
    ) -> None:
        super().__init__(problem, next_step=next_step)
        self.url = url
        self.status = status
        self.reason = reason


class ExtractError(SourceError):
    """No text could be read out of a document; ``problem`` says why in words that can stand in a report."""


class FindError(SourceError):
    """A search for sources did not answer."""


class ModelError(FactbookError, RuntimeError):
    """A model cannot be loaded, or answered what cannot be used."""


class AnswerError(ModelError):
    """A language model answered what cannot be used, and did so again when it was told."""


class BudgetError(ModelError):
    """A call of a language model could overrun what may be spent, and was not made."""


class StoppedError(ModelError):
    """A language model was stopped before its answer had come."""


class StoreError(FactbookError, OSError):
    """The disk did not do what it was asked to."""


class SnapshotError(StoreError):
    """A kept copy is missing or does not match its hash."""


class ConflictError(FactbookError, RuntimeError):
    """Two writers changed the same record, and neither may be lost.

    Attributes
    ----------
    records:
        The ids of the records both sides changed, like ``sources/s3``.
    kept_in:
        Where the side that was not written has been put aside, or an empty string.
    """

    def __init__(
        self, problem: str, *, records: tuple[str, ...] = (), kept_in: str = "", next_step: str = ""
    ) -> None:
        super().__init__(problem, next_step=next_step)
        self.records = records
        self.kept_in = kept_in


class BuildError(FactbookError, RuntimeError):
    """A report could not be made.

    ``notebook_traceback`` is that of the cell which failed, as the notebook shows it; empty if none did.
    """

    notebook_traceback: str = ""


class NotProvenError(BuildError):
    """A strict build met something that does not hold."""
