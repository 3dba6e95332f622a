"""What a bundle's files are, in RO-Crate 1.1.

See https://w3id.org/ro/crate/1.1. That and not 1.2, because it is what tools read today; nothing said here
is said otherwise in 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.record import iso_time
from factbook.model.source import Snapshot, Source
from factbook.store.check_folder import SNAPSHOT_FOLDER, WARC_EXTENSION
from factbook.store.settings import Publisher

CRATE_FILE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"

Entity = dict[str, Any]

_KINDS = {
    "check.json": (
        "The whole check: claim, points, sources, quotes, judgements, sentences",
        "application/json",
    ),
    "report.html": ("The report, as a web page that needs nothing else", "text/html"),
    "report.pdf": ("The report, to print", "application/pdf"),
    "report.md": ("The report, as Markdown", "text/markdown"),
    "report.docx": (
        "The report, as a Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "stances.csv": ("The stance table, a row for each source on each point", "text/csv"),
    "stances.xlsx": (
        "The stance table, as a workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "claimreview.json": ("The ClaimReview of the report", "application/ld+json"),
    "annotations.json": ("The quotes as W3C Web Annotations", "application/ld+json"),
    "factcheck.ipynb": (
        "The notebook that the report was made of, as it was run",
        "application/x-ipynb+json",
    ),
    "analysis.ipynb": ("The analyst's own notebook", "application/x-ipynb+json"),
    "factbook.toml": ("The settings that the report was made with", "application/toml"),
}
_MEDIA_TYPES = {
    "csl": "application/vnd.citationstyles.style+xml",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "wacz": "application/wacz",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RIGHTS = (
    "The check and its report are their publisher's; the kept copies of sources are their authors' and "
    "publishers', and are here so that the words quoted from them can be proved."
)


def describe_crate(
    check: Check, sizes: Mapping[str, int], *, publisher: Publisher, generator: str
) -> dict[str, Any]:
    """Give the content of ``ro-crate-metadata.json`` for files of these sizes in bytes, by their names."""
    kept = _kept_copies(check)
    files = [_file(name, size, kept) for name, size in sorted(sizes.items())]
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Fact check: {check.claim.headline}",
        "description": "A fact-check with its report and the kept copies of its sources, to be proved again.",
        "datePublished": date_of(check),
        "identifier": check.id,
        "inLanguage": check.language,
        "license": {"@id": "#rights"},
        "hasPart": _references(files),
    }
    about = [_source(source) for source in check.sources]
    if about:
        root["mentions"] = _references(about)
    contextual: list[Entity] = [
        {"@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": _RIGHTS},
        {
            "@id": "#factbook",
            "@type": "SoftwareApplication",
            "name": "factbook",
            "softwareVersion": generator,
        },
    ]
    people: list[Entity] = [
        {"@id": f"#coder-{coder.id}", "@type": "Person", "name": coder.name}
        for coder in check.coders
        if coder.kind == "person"
    ]
    if publisher.name:
        desk: Entity = {"@id": publisher.url or "#publisher", "@type": "Organization", "name": publisher.name}
        contextual.append(desk | {"url": publisher.url} if publisher.url else desk)
        root["publisher"] = {"@id": desk["@id"]}
    if people or publisher.name:
        root["author"] = _references(people) if people else root["publisher"]
    contextual += people
    made = [file for file in files if file["@id"].startswith("report.")]
    contextual.append(
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "The report was made of the check",
            "instrument": {"@id": "#factbook"},
            "object": {"@id": "check.json"},
            "result": _references(made),
        }
    )
    descriptor: Entity = {
        "@id": CRATE_FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }
    return {"@context": f"{SPECIFICATION}/context", "@graph": [descriptor, root, *files, *about, *contextual]}


def _references(entities: list[Entity]) -> Entity | list[Entity]:
    """Refer to entities; one stands by itself, as the specification would have it."""
    found: list[Entity] = [{"@id": entity["@id"]} for entity in entities]
    return found[0] if len(found) == 1 else found


def date_of(check: Check) -> str:
    """Give the day a check was published, checked or begun on, or its newest copy was captured."""
    captured = max((copy.captured_at for source in check.sources for copy in source.snapshots), default=None)
    for moment in (check.published_at, check.checked_on, check.created_at, captured):
        if moment is not None:
            return moment if isinstance(moment, str) else moment.date().isoformat()
    raise BadInputError(
        f"{check.id} has no date, and a bundle needs one", next_step="Give checked_on in check.json."
    )


def _kept_copies(check: Check) -> dict[str, tuple[str, Source, Snapshot]]:
    """Give for each file of a copy what it is: the copy itself, its text, or its WARC."""
    found = {}
    for source in check.sources:
        for copy in source.snapshots:
            if copy.warc_sha256:
                found[f"{copy.warc_sha256}.{WARC_EXTENSION}"] = "WARC of fetching", source, copy
            if copy.text_sha256:
                found[f"{copy.text_sha256}.txt"] = "Text of", source, copy
            found[f"{copy.sha256}.{copy.extension}"] = "Copy of", source, copy
    return {f"{SNAPSHOT_FOLDER}/{name}": what for name, what in found.items()}


def _file(name: str, size: int, kept: Mapping[str, tuple[str, Source, Snapshot]]) -> Entity:
    file: Entity = {"@id": quote(name), "@type": "File", "contentSize": str(size)}
    if name in kept:
        what, source, copy = kept[name]
        media_type = {"Copy of": copy.media_type, "Text of": "text/plain"}.get(what, "application/warc")
        return file | {
            "name": f"{what} “{source.title}”",
            "encodingFormat": media_type,
            "dateCreated": iso_time(copy.captured_at),
            "isBasedOn": {"@id": f"#source-{source.id}"},
        }
    told, media_type = _KINDS.get(name, ("", ""))
    return file | {
        "name": told or name,
        "encodingFormat": media_type or _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
    }


def _source(source: Source) -> Entity:
    fields = {
        "@id": f"#source-{source.id}",
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "datePublished": source.issued,
    }
    return {name: value for name, value in fields.items() if value}
