"""What is done to the record of a source at the desk, as pure functions from check to check."""

from __future__ import annotations

from typing import Any

from factbook.errors import BadInputError
from factbook.model.check import Check, put_record
from factbook.model.coding import counts
from factbook.model.source import Name, Source
from factbook.model.suggested import without_models
from factbook.model.typed import typed_record
from factbook.widgets.uses import say_uses

FIELDS = ("title", "author", "publisher", "container_title", "issued", "url", "type", "language", "interest")
"""The fields of a source that are typed at the desk; the rest stands in ``check.json``."""

_MISSING_AS_NONE = {"issued", "url"}


def source_text(source: Source, field: str) -> str:
    """Give a field of a source as it is typed; authors stand side by side."""
    if field not in FIELDS:
        raise BadInputError(f"A source has no field {field!r}", next_step="Reload the page.")
    if field == "author":
        return "; ".join(name.display for name in source.author)
    return str(getattr(source, field) or "")


def with_source_text(check: Check, source_id: str, field: str, text: str) -> Check:
    """Give the check with one field of a source as it was typed."""
    source = check.source(source_id)
    value: Any = text.strip() or (None if field in _MISSING_AS_NONE else "")
    if field == "author":
        value = _authors(source, text)
    fields = source.model_dump() | {field: value}
    return put_record(check, "sources", typed_record(Source, fields))


def without_source(check: Check, source_id: str) -> Check:
    """Give the check without a source, and without what models suggested of it.

    Raises
    ------
    BadInputError
        People judged it, quoted it, cite it, or set another source to be a copy of it.
    """
    check.source(source_id)
    told = say_uses(
        judgement=sum(one.source == source_id and counts(check, one) for one in check.stances),
        decision=sum(one.source == source_id for one in check.adjudications),
        quote=sum(one.source == source_id and not one.suggested_by for one in check.quotes),
        sentence=sum(any(c.source == source_id for c in one.citations) for one in check.findings),
        copy=sum(one.origin == source_id and one.id != source_id for one in check.sources),
    )
    if told:
        raise BadInputError(
            f"{source_id} is in use: {', '.join(told)}", next_step="Take these back first, or leave it in."
        )
    check = without_models(check, source=source_id)
    return check.changed(
        quotes=tuple(one for one in check.quotes if one.source != source_id),
        sources=tuple(one for one in check.sources if one.id != source_id),
    )


def _authors(source: Source, text: str) -> tuple[Name, ...]:
    """Read names apart by semicolons; those that were there keep their parts, like family and given name."""
    known = {name.display: name for name in source.author}
    names = [part.strip() for part in text.split(";")]
    return tuple(known.get(name, Name(literal=name)) for name in names if name)
