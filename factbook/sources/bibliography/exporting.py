"""Writing the sources of a check as a bibliography."""

from __future__ import annotations

from factbook.model.check import Check
from factbook.sources.bibliography.formats import format_named
from factbook.sources.bibliography.item import held_fields


def export_bibliography(check: Check, to: str = "csl-json") -> str:
    """Write the sources of a check as ``csl-json``, ``bibtex`` or ``ris``; else `BadInputError`."""
    return format_named(to).write(check.sources)


def lost_in_export(check: Check, to: str) -> tuple[str, ...]:
    """Say which fields would not come back as they are from a bibliography, source by source.

    It is written and read again, so what is said is what happens; ``docs/bibliography.md`` says what each
    format cannot hold.
    """
    known = format_named(to)
    items = known.read(known.write(check.sources), name="the export") if check.sources else ()
    notes = []
    for source, item in zip(check.sources, items, strict=True):
        held = held_fields(source)
        fields = [name for name in held if item.fields.get(name) != held[name]]
        if fields:
            notes.append(f"{source.id}: {', '.join(fields)} cannot be written in full as {to}")
    return tuple(notes)
