"""``check.json``: reading it, writing it in its one canonical form, and its JSON Schema.

Canonical: UTF-8, keys sorted, two spaces of indent, one newline at the end, fields at their default left
out. The same check always gives the same bytes, and a change of one field changes few lines.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from factbook.errors import BadRecordError, SchemaVersionError
from factbook.model.check import COLLECTIONS, SCHEMA_VERSION, Check
from factbook.model.json_text import json_text

JsonObject = dict[str, Any]
M = TypeVar("M", bound=BaseModel)
Migration = Callable[[JsonObject], JsonObject]

MIGRATIONS: dict[int, Migration] = {}
"""From a schema version to the function that turns its JSON into the next version's."""

_SCHEMA_ID = "https://factbook.invalid/schema/check-{version}.json"
_MOST_ERRORS = 3
_PLAIN = {
    "missing": "it is missing",
    "string_type": "a text is needed",
    "tuple_type": "a list is needed",
    "list_type": "a list is needed",
    "model_type": "an object with fields is needed",
    "dict_type": "an object with fields is needed",
}
"""What is wrong with a field in plain words, by pydantic's name for it."""


def to_json(value: object) -> str:
    """Write any JSON value in the canonical form."""
    return json_text(value, indent=2) + "\n"


def check_to_json(check: Check) -> str:
    """Write a check in the canonical form."""
    fields = check.model_dump(mode="json", exclude_defaults=True)
    return to_json(fields | {"schema_version": check.schema_version})


class CheckWriter:
    """Writes a check again and again in the canonical form, and each of its records once.

    A record, and a list of records, that is still the same object as in the check that was written before is
    not written out anew: of a large check an edit changes one record. Records are frozen, and lists tuples.
    """

    def __init__(self) -> None:
        self._lists: dict[str, _Written] = {}

    def write(self, check: Check) -> str:
        """Give what `check_to_json` gives."""
        alone = check.model_dump(mode="json", exclude_defaults=True, exclude=set(COLLECTIONS))
        fields = {
            name: _indented(value)
            for name, value in (alone | {"schema_version": check.schema_version}).items()
        }
        for name in COLLECTIONS:
            records: tuple[BaseModel, ...] = getattr(check, name)
            before = self._lists.get(name)
            if before is None or before.records is not records:
                self._lists[name] = _write_list(records, before.texts if before else {})
            if records:
                fields[name] = self._lists[name].text
        written = ",\n".join(f'  "{name}": {fields[name]}' for name in sorted(fields))
        return f"{{\n{written}\n}}\n"


@dataclass(frozen=True)
class _Written:
    """A list of records as it was written, and the text of each by its identity.

    ``records`` holds them, so that no other object can come to have the identity of one.
    """

    records: tuple[BaseModel, ...]
    texts: dict[int, str]
    text: str


def _write_list(records: tuple[BaseModel, ...], known: dict[int, str]) -> _Written:
    texts = {id(one): known.get(id(one)) or _text_of(one) for one in records}
    listed = ",\n".join([texts[id(one)] for one in records])
    return _Written(records, texts, f"[\n{listed}\n  ]")


def _text_of(record: BaseModel) -> str:
    text = to_json(record.model_dump(mode="json", exclude_defaults=True)).removesuffix("\n")
    return "    " + text.replace("\n", "\n    ")


def _indented(value: object) -> str:
    # A line break within a text is written as \\n: every one that is there is between lines.
    return to_json(value).removesuffix("\n").replace("\n", "\n  ")


def check_from_json(text: str | bytes, *, name: str = "check.json") -> Check:
    """Read a check, of this schema version or an older one.

    Parameters
    ----------
    text:
        The content of a ``check.json``.
    name:
        How errors call it.

    Raises
    ------
    BadRecordError
        It is not JSON, or a field is unknown, missing or wrong; ``field`` is the path of the first.
    SchemaVersionError
        It was written by a newer factbook.
    """
    fields = migrate(parse_json_object(text, name=name), name=name)
    # In the file a field has one name, the schema's: "URL" of CSL-JSON, and not also Python's "url".
    return parse_record(Check, fields, name=name, python_names=False)


def parse_check(fields: JsonObject, *, name: str = "check.json") -> Check:
    """Make a check of its fields, as `check_from_json` does; Python's names of fields are taken too."""
    return parse_record(Check, migrate(fields, name=name), name=name)


def parse_json_object(text: str | bytes, *, name: str) -> JsonObject:
    """Read a JSON object as `parse_json` reads any value."""
    value = parse_json(text, name=name)
    if not isinstance(value, dict):
        raise BadRecordError(
            f"{name} holds a {type(value).__name__}, not an object", next_step="It should start with '{'."
        )
    return value


def parse_json(text: str | bytes, *, name: str) -> Any:
    """Read JSON strictly: UTF-8, no key twice, no NaN; `BadRecordError` says what is wrong with it."""
    try:
        return json.loads(
            text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"),
            object_pairs_hook=_refuse_double_keys,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadRecordError(
            f"{name} is not valid JSON: {reason}", next_step="Mend it, or take it back from git or a backup."
        ) from error


def migrate(fields: JsonObject, *, name: str = "check.json") -> JsonObject:
    """Bring the JSON of an older schema version up to this one, step by step."""
    version = fields.get("schema_version", SCHEMA_VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadRecordError(
            f"{name}: schema_version: {version!r} is not a whole number",
            field="schema_version",
            next_step=f"This factbook writes version {SCHEMA_VERSION}.",
        )
    if version > SCHEMA_VERSION:
        raise SchemaVersionError(
            f"{name} has schema version {version}; this factbook reads up to {SCHEMA_VERSION}",
            next_step="Upgrade with: pip install -U factbook",
        )
    while version < SCHEMA_VERSION:
        if version not in MIGRATIONS:
            raise SchemaVersionError(
                f"{name} has schema version {version}, which no factbook wrote",
                next_step=f"Set schema_version to {SCHEMA_VERSION} if it was written by hand.",
            )
        fields = MIGRATIONS[version](fields)
        version += 1
        fields = fields | {"schema_version": version}
    return fields


def parse_record(kind: type[M], fields: object, *, name: str, python_names: bool = True) -> M:
    """Make a record of its JSON fields; what is wrong with them is said with the path of the field."""
    try:
        return kind.model_validate(fields, by_alias=True, by_name=python_names)
    except ValidationError as error:
        raise bad_record(error, kind, name=name) from error


def bad_record(error: ValidationError, kind: type[BaseModel], *, name: str) -> BadRecordError:
    """Say what pydantic found wrong with a record, with the paths of its fields."""
    details = error.errors()
    problems = [_describe(detail, kind) for detail in details[:_MOST_ERRORS]]
    more = f" (and {len(details) - _MOST_ERRORS} more)" if len(details) > _MOST_ERRORS else ""
    return BadRecordError(
        f"{name}: {'; '.join(problems)}{more}",
        field=_field(details[0]),
        next_step="'factbook schema' prints every field there is.",
    )


def check_schema() -> JsonObject:
    """Give the JSON Schema (draft 2020-12) of ``check.json``."""
    schema = Check.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _SCHEMA_ID.format(version=SCHEMA_VERSION),
        **schema,
        "title": "factbook check",
    }


def _refuse_double_keys(pairs: list[tuple[str, Any]]) -> JsonObject:
    fields: JsonObject = {}
    for key, value in pairs:
        if key in fields:
            raise ValueError(f"the key {key!r} is there twice in one object")
        fields[key] = value
    return fields


def _refuse_constant(constant: str) -> object:
    raise ValueError(f"{constant} is not a JSON number")


def _field(detail: ErrorDetails) -> str:
    # A fault between records is found by the check as a whole, and says itself where it is.
    cause = detail.get("ctx", {}).get("error")
    return cause.field if isinstance(cause, BadRecordError) else _path(detail)


def _path(detail: ErrorDetails) -> str:
    path = ""
    for step in detail["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            # A key is whatever somebody typed; in a message it must not start a line or steer a terminal.
            shown = step if step.isprintable() else ascii(step)
            path += f".{shown}" if path else shown
    return path


def _describe(detail: ErrorDetails, kind: type[BaseModel]) -> str:
    path = _path(detail)
    if detail["type"] == "extra_forbidden":
        names = {name.lower(): name for name in _field_names(kind, detail)}
        guess = difflib.get_close_matches(str(detail["loc"][-1]).lower(), names, n=1)
        return f"{path}: unknown field" + (f"; did you mean {names[guess[0]]!r}?" if guess else "")
    message = _PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    if detail["type"] == "string_too_short" and not detail["input"]:
        return f"{path}: it is empty"
    shown = "" if detail["type"] in {"missing", "value_error"} else f" (got {_shorten(detail['input'])})"
    return f"{path}: {message}{shown}" if path else message


def _field_names(kind: type[BaseModel], detail: ErrorDetails) -> list[str]:
    """Give the names the record has at the place of an unknown field, read off the JSON Schema."""
    schema = kind.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    here: Any = schema
    for step in detail["loc"][:-1]:
        here = here.get("items", {}) if isinstance(step, int) else here.get("properties", {}).get(step, {})
        for option in [here, *here.get("anyOf", [])]:
            if "$ref" in option:
                here = definitions[option["$ref"].rsplit("/", 1)[-1]]
                break
    return list(here.get("properties", {}))


def _shorten(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
