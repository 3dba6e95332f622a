"""The quotes of a report as W3C Web Annotations (JSON-LD).

See https://www.w3.org/TR/annotation-model/. Each quote is an annotation with two targets: the document at
its address, found again by the words and what surrounds them, and the text of the kept copy, where positions
hold.
"""

from __future__ import annotations

from typing import Any

from factbook.reports.context import ReportContext
from factbook.reports.views.source import QuoteView, SourceView
from factbook.store.check_folder import SNAPSHOT_FOLDER

_PAGE_SYNTAX = "http://tools.ietf.org/rfc/rfc3778"


def web_annotations(report: ReportContext) -> dict[str, Any]:
    """Give an AnnotationCollection of a report's quotes; addresses of kept copies are relative to it.

    What a quote speaks to is a body with the purpose ``tagging``, and what the audit says of it
    (``verbatim``, ``changed`` ...) one with the purpose ``assessing``. Words that a model alone has marked
    have the model as their ``creator`` and speak to no point: what it suggests is nobody's judgement.
    """
    points = {point.id: point.text for point in report.points}
    items = [
        _annotation(report, source, quote, points) for source in report.sources for quote in source.quotes
    ]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:factbook:{report.id}",
        "type": "AnnotationCollection",
        "label": report.headline,
        "total": len(items),
        "first": {
            "id": f"urn:factbook:{report.id}:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(
    report: ReportContext, source: SourceView, quote: QuoteView, points: dict[str, str]
) -> dict[str, Any]:
    bodies = [("tagging", points[point]) for point in quote.points if point in points]
    bodies.append(("assessing", quote.state))
    creator = {"creator": {"type": "Software", "name": quote.marked_by}} if quote.marked_by else {}
    return creator | {
        "id": f"urn:factbook:{report.id}:{quote.id}",
        "type": "Annotation",
        "motivation": "highlighting",
        "body": [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in bodies],
        "target": [target for target in (_document(source, quote), _kept_text(quote)) if target],
    }


def _document(source: SourceView, quote: QuoteView) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [_words(quote)]
    if quote.page:
        selectors.append(
            {"type": "FragmentSelector", "conformsTo": _PAGE_SYNTAX, "value": f"page={quote.page}"}
        )
    target: dict[str, Any] = {
        "source": source.url or f"urn:factbook:source:{source.id}",
        "selector": selectors,
    }
    if quote.captured_at:
        target["state"] = {"type": "TimeState", "sourceDate": quote.captured_at}
    return target


def _kept_text(quote: QuoteView) -> dict[str, Any]:
    if not quote.text_sha256:
        return {}
    position = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
    return {
        "source": f"{SNAPSHOT_FOLDER}/{quote.text_sha256}.txt",
        "selector": [_words(quote), position],
    }


def _words(quote: QuoteView) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }
