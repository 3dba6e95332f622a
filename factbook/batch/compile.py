"""Making a check of one row of CLAIMS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from factbook.batch.claims import ClaimRow
from factbook.errors import BadRecordError, UnsafePathError
from factbook.model.canonical import parse_check, parse_record
from factbook.model.check import Check
from factbook.model.coding import parse_stance, with_coder, with_stance
from factbook.model.point_words import each_once, fold_point
from factbook.model.source import Source
from factbook.sources.add import described, first_line, is_web_address
from factbook.sources.capture import Capture, capture_bytes, capture_file

_CLAIM_FIELDS = ("question", "statement", "claimant", "claimed_on")


@dataclass(frozen=True)
class CompiledCheck:
    """A check that is not on the disk yet, and the copies to keep with it."""

    check: Check
    captures: tuple[Capture, ...]


def compile_check(row: ClaimRow, *, base: Path, now: datetime) -> CompiledCheck:
    """Make a check of a row.

    Without ``points``, the statement (or else the question) is the one point. Stances given with a source are
    recorded under the coder given in ``coders``, if there is just one, else under one named after the file.

    Parameters
    ----------
    row:
        The claim; if it could not be read, its error is raised.
    base:
        The folder that files of sources are relative to, and must lie in.
    now:
        When the check is made; its ``checked_on`` unless the row has one.

    Raises
    ------
    BadRecordError
        A field is unknown, missing or wrong; it is named with the row.
    UnsafePathError
        A file of a source lies outside ``base``.
    """
    if row.error:
        raise row.error
    fields = row.fields
    fields.pop("id", None)
    sources = _as_list(fields.pop("sources", None))
    claim = _claim(row, fields)
    points = _as_list(fields.pop("points", None)) or [claim.get("statement") or claim.get("question")]
    given = [
        _GivenSource.read(source, number, row, base=base, now=now)
        for number, source in enumerate(sources, start=1)
    ]
    defaults = {"checked_on": now.date().isoformat(), "created_at": now}
    check = parse_check(
        defaults
        | fields
        | {
            "id": row.id,
            "claim": claim,
            "points": _points(points),
            "sources": [one.source for one in given],
        },
        name=row.place,
    )
    for one in given:
        check = _with_given_stances(check, one, row, now)
    return CompiledCheck(check, tuple(one.capture for one in given if one.capture))


def files_of(row: ClaimRow, *, base: Path) -> list[Path]:
    """Give the files that the sources of a row name; `UnsafePathError` if one lies outside ``base``."""
    files = []
    for number, given in enumerate(_as_list(row.fields.get("sources"))):
        name = given.get("file") if isinstance(given, dict) else given
        if isinstance(name, str) and name and not is_web_address(name):
            files.append(_inside(base, name, f"{row.place}: sources[{number}]"))
    return files


def _claim(row: ClaimRow, fields: dict[str, Any]) -> dict[str, Any]:
    given = fields.pop("claim", None) or {}
    if isinstance(given, str):
        given = {"statement": given}
    if not isinstance(given, dict):
        raise BadRecordError(
            f"{row.place}: claim is no object",
            field="claim",
            next_step="Give question or statement by themselves.",
        )
    claim = dict(given)
    for name in _CLAIM_FIELDS:
        if fields.get(name) is not None:
            claim[name] = fields[name]
        fields.pop(name, None)
    address = fields.pop("appearance_url", None)
    if address:
        claim["appearances"] = [*_as_list(claim.get("appearances")), {"url": address}]
    if not (claim.get("question") or claim.get("statement")):
        raise BadRecordError(
            f"{row.place}: it has neither a question nor a statement",
            field="question",
            next_step="Give at least one of the two.",
        )
    return claim


def _as_list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return list(value) if isinstance(value, list | tuple) else [value]


def _points(given: list[Any]) -> list[Any]:
    """Give points with ids by their place; words that are given again are no second point."""
    points, _ = each_once(enumerate(given, start=1), words_of=itemgetter(1))
    return [
        {"id": f"p{number}"} | (point if isinstance(point, dict) else {"text": point})
        for number, point in points
    ]


@dataclass(frozen=True)
class _GivenSource:
    """A source of a row, with the stances that were given for it."""

    source: Source
    stances: dict[str, str]
    capture: Capture | None
    place: str

    @classmethod
    def read(cls, given: Any, number: int, row: ClaimRow, *, base: Path, now: datetime) -> _GivenSource:
        place = f"{row.place}: sources[{number - 1}]"
        if isinstance(given, str):
            given = {"url": given} if is_web_address(given) else {"file": given}
        if not isinstance(given, dict):
            raise BadRecordError(f"{place} is neither text nor an object", field=f"sources[{number - 1}]")
        fields = dict(given)
        stances = fields.pop("stances", None) or {}
        if not isinstance(stances, dict):
            raise BadRecordError(
                f"{place}.stances is no object", next_step='Write it as {"POINT": "STANCE"}.', field="stances"
            )
        capture = cls._capture(fields, place, base=base, now=now)
        for name, csl_name in (("url", "URL"), ("published", "issued")):
            if name in fields:
                fields[csl_name] = fields.pop(name)
        defaults: dict[str, Any] = {"id": f"s{number}"}
        if capture:
            title = first_line(capture.text)
            defaults |= {"title": title, "snapshots": (capture.snapshot,)} | described(capture.extraction)
        else:
            defaults |= {"title": fields.get("URL")}
        return cls(parse_record(Source, defaults | fields, name=place), stances, capture, place)

    @staticmethod
    def _capture(fields: dict[str, Any], place: str, *, base: Path, now: datetime) -> Capture | None:
        text, file = fields.pop("text", None), fields.pop("file", None)
        if text and file:
            raise BadRecordError(
                f"{place} has both text and file", next_step="Give one of the two.", field="text"
            )
        if text is not None and not isinstance(text, str):
            raise BadRecordError(f"{place}.text is no text", field="text")
        if text:
            return capture_bytes(text.encode(), extension="txt", captured_at=now)
        if file:
            fields.setdefault("title", Path(str(file)).stem)
            return capture_file(_inside(base, str(file), place), captured_at=now)
        return None


def _inside(base: Path, file: str, place: str) -> Path:
    root = base.resolve()
    try:
        path = (root / file).resolve()
    except (ValueError, RuntimeError) as error:  # a name that no file can have, a link that leads to itself
        raise BadRecordError(
            f"{place}: the file {file!r} cannot be read: {error}", next_step="Give the name of a file."
        ) from error
    if not path.is_relative_to(root):
        raise UnsafePathError(
            f"{place}: the file {file!r} lies outside {root}",
            next_step="Put it beside the list of claims and give its name.",
        )
    return path


def _with_given_stances(check: Check, given: _GivenSource, row: ClaimRow, now: datetime) -> Check:
    for point, value in given.stances.items():
        ids = [one.id for one in check.points if point == one.id or fold_point(point) == fold_point(one.text)]
        if not ids:
            raise BadRecordError(
                f"{given.place}.stances: there is no point {point!r}",
                field="stances",
                next_step=f"It has: {', '.join(f'{one.id} ({one.text})' for one in check.points)}.",
            )
        if len(check.coders) == 1:
            coder = check.coders[0]
        else:
            check, coder = with_coder(check, f"given in {row.file}")
        check = with_stance(
            check,
            source=given.source.id,
            point=ids[0],
            value=parse_stance(str(value)),
            coder=coder.id,
            coded_at=now,
        )
    return check
