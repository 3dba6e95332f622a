"""Records of what somebody typed, with what is wrong in words that stand under a field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from factbook.errors import BadRecordError
from factbook.model.canonical import parse_record
from factbook.wording import capital

M = TypeVar("M", bound=BaseModel)


def typed_record(kind: type[M], fields: object) -> M:
    """Make a record of what somebody typed; what is wrong is said in words that stand under a field."""
    try:
        return parse_record(kind, fields, name="what you typed")
    except BadRecordError as error:
        told = error.problem.removeprefix("what you typed: ").removeprefix(f"{error.field}: ")
        raise BadRecordError(capital(told), field=error.field) from error
