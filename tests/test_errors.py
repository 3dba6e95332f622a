from __future__ import annotations

import copy
import pickle
import re

import pytest

from factbook import errors
from factbook.errors import BadInputError, BadRecordError, ConflictError, FactbookError, StoreError


def all_errors(kind: type[FactbookError] = FactbookError) -> list[type[FactbookError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in all_errors(child))]


def own_errors() -> list[type[FactbookError]]:
    return [kind for kind in all_errors() if kind.__module__ == errors.__name__]


def test_the_problem_and_the_next_step_read_as_two_sentences():
    assert str(FactbookError("It is gone", next_step="Look again.")) == "It is gone. Look again."
    assert str(FactbookError("It is gone.", next_step="Look again.")) == "It is gone. Look again."
    assert str(FactbookError("It is gone")) == "It is gone"
    assert str(FactbookError("Gone; or moved?", next_step="Look again.")) == "Gone; or moved? Look again."


@pytest.mark.parametrize("kind", own_errors())
def test_every_error_survives_the_way_between_processes(kind):
    error = kind("It is gone", next_step="Look again.")
    error.added = 1
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert (kind, str(error), vars(error)) == (type(twin), str(twin), vars(twin))


def test_fields_of_their_own_survive_too():
    error = ConflictError("Both changed it", records=("sources/s1",), kept_in="mine.json")
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (twin.records, twin.kept_in) == (("sources/s1",), "mine.json")


def test_callers_can_catch_the_nearest_builtin():
    with pytest.raises(ValueError, match="no title"):
        raise BadRecordError("there is no title", field="sources[0].title")
    with pytest.raises(OSError, match="full"):
        raise StoreError("the disk is full")
    assert issubclass(errors.NotFoundError, LookupError)
    assert issubclass(errors.ConflictError, RuntimeError)


def test_the_tree_drawn_at_the_head_of_the_module_is_the_tree():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted(kind.__name__ for kind in own_errors()[1:]) == sorted(drawn)
    for kind in own_errors()[1:]:
        parent = kind.__bases__[0].__name__
        before = (errors.__doc__ or "").split(f" {kind.__name__}")[0]
        assert parent == "FactbookError" or f" {parent}" in before


def test_bad_input_is_one_family():
    family = {kind.__name__ for kind in all_errors(BadInputError) if kind.__module__ == errors.__name__}
    assert {
        "BadInputError",
        "BadRecordError",
        "DuplicateIdError",
        "UnsafePathError",
        "SchemaVersionError",
    } == family
