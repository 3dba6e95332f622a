"""What a page says of itself: trafilatura's reading of it, with what ``<meta>`` and JSON-LD say besides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import trafilatura

from factbook.sources.extract.naming import doi_in, isbn_in, partial_date

_MAX_JSON_LENGTH = 500_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORKS = set(
    "Article NewsArticle BlogPosting ReportageNewsArticle ScholarlyArticle Report WebPage "
    "AnalysisNewsArticle OpinionNewsArticle Book Dataset TechArticle".split()
)


def metadata_of(tree: Any, *, url: str = "") -> dict[str, Any]:
    """Give the fields of an `Extraction` that a page fills in; those it does not are left out."""
    page = trafilatura.extract_metadata(
        deepcopy(tree),
        default_url=url or None,
        # A date that is only guessed from the text would be taken for the page's own.
        date_config={"extensive_search": False, "original_date": True},
    )
    metas = _metas(tree)
    works = list(_json_works(tree))
    found = {
        "title": page.title or "",
        "authors": tuple(filter(None, (name.strip() for name in (page.author or "").split(";")))),
        "container_title": page.sitename or "",
        "issued": partial_date(page.date or ""),
        "publisher": _publisher(metas, works),
        "language": _language(tree, metas),
        "doi": _first(map(doi_in, _values(metas, "citation_doi", "dc.identifier", "doi", "prism.doi"))),
        "isbn": _first(map(isbn_in, _values(metas, "citation_isbn", "books:isbn", "og:isbn", "isbn"))),
    }
    return {name: value for name, value in found.items() if value}


def _publisher(metas: dict[str, str], works: list[dict[str, Any]]) -> str:
    for work in works:
        publisher = work.get("publisher")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())
    return _first(_values(metas, "citation_publisher", "dc.publisher", "dcterms.publisher", "publisher"))


def _language(tree: Any, metas: dict[str, str]) -> str:
    said = [tree.get("lang"), tree.get("xml:lang"), metas.get("content-language"), metas.get("og:locale")]
    for value in said:
        language = (value or "").strip().replace("_", "-")
        if _LANGUAGE.fullmatch(language):
            return language
    return ""


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("http-equiv") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _values(metas: dict[str, str], *names: str) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def _first(values: Iterator[str]) -> str:
    return next(filter(None, values), "")


def _json_works(tree: Any) -> Iterator[dict[str, Any]]:
    """Give the objects of a page's JSON-LD that describe a work."""
    for element in tree.iter("script"):
        text = element.text or ""
        if "ld+json" not in (element.get("type") or "") or len(text) > _MAX_JSON_LENGTH:
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for item in _flat(found):
            kinds = item.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            if not _WORKS.isdisjoint(kind for kind in named if isinstance(kind, str)):
                yield item


def _flat(found: Any) -> Iterator[dict[str, Any]]:
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()
