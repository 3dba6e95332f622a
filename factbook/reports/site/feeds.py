"""What machines read: an Atom feed (RFC 4287), a sitemap, and all ClaimReviews as a schema.org DataFeed.

All need the address at which the site will be found. A correction, or that a check is outdated, brings it to
the front of the Atom feed again, with what was said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from factbook.model.canonical import to_json
from factbook.reports.site.addresses import address, report_path
from factbook.reports.site.card import Card
from factbook.wording import gettext, say_iso_day

MOST_ENTRIES = 100
"""Entries of the Atom feed, the last changed first."""

MOST_ADDRESSES = 50_000
"""Addresses of one sitemap, by https://www.sitemaps.org/protocol.html."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(cards: Sequence[Card], *, base: str, title: str, author: str) -> str:
    """Give the Atom feed of a site."""
    newest = sorted(cards, key=lambda card: (card.updated, card.id), reverse=True)[:MOST_ENTRIES]
    updated = newest[0].updated if newest else "1970-01-01T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_xml(base)}</id>",
        f"<title>{_xml(title)}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_xml(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(address(base, "feed.atom"))}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(base)}/>',
        *(line for card in newest for line in _entry(card, base)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(card: Card, base: str) -> Iterator[str]:
    page = address(base, report_path(card.id))
    published = f"<published>{card.published}T00:00:00Z</published>" if card.published else ""
    yield f"<entry xml:lang={_attribute(card.language)}>"
    yield f"<id>{_xml(page)}</id>"
    yield f"<title>{_xml(card.headline)}</title>"
    yield f"<updated>{card.updated}</updated>{published}"
    yield f'<link rel="alternate" type="text/html" href={_attribute(page)}/>'
    yield from (f"<category term={_attribute(topic)}/>" for topic in card.topics if topic)
    yield f"<summary>{_xml(_summary(card))}</summary>"
    yield "</entry>"


def _summary(card: Card) -> str:
    told = [f"{card.label}. {card.reason}".strip()]
    if card.outdated:
        told.insert(0, gettext("Outdated: {reason}", reason=card.outdated.reason))
    corrected = [one for one in card.corrections if one.kind == "correction"]
    if corrected:
        told.insert(
            0,
            gettext(
                "Corrected on {day}: {note}",
                day=say_iso_day(date.fromisoformat(corrected[0].made_on)),
                note=corrected[0].note,
            ),
        )
    return "\n".join(told)


def sitemaps(pages: Iterable[tuple[str, str]], *, base: str) -> dict[str, str]:
    """Give ``sitemap.xml`` of pages and the days they last changed on; of very many, an index of several."""
    entries = [
        f"<url><loc>{_xml(address(base, '' if path == 'index.html' else path))}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + "</url>"
        for path, day in pages
    ]
    parts = [entries[first : first + MOST_ADDRESSES] for first in range(0, len(entries), MOST_ADDRESSES)]
    if len(parts) <= 1:
        return {"sitemap.xml": _sitemap("urlset", entries)}
    files = {f"sitemap-{number}.xml": _sitemap("urlset", part) for number, part in enumerate(parts, start=1)}
    index = [f"<sitemap><loc>{_xml(address(base, name))}</loc></sitemap>" for name in files]
    return {**files, "sitemap.xml": _sitemap("sitemapindex", index)}


def claimreview_feed(
    cards: Sequence[Card], review_of: Callable[[str], bytes], *, base: str, title: str
) -> str:
    """Give the ClaimReviews of all checks as one DataFeed; ``review_of`` gives each as it was built."""
    items: list[dict[str, Any]] = []
    for card in cards:
        review = json.loads(review_of(card.id))
        # The page has what the check rests on; a reader of the feed wants what was found.
        review.pop("citation", None)
        review.pop("@context", None)
        review["url"] = address(base, report_path(card.id))
        items.append({"@type": "DataFeedItem", "dateModified": card.updated, "item": review})
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": title,
        "url": base,
        "dateModified": max((card.updated for card in cards), default=None),
        "dataFeedElement": items,
    }
    return to_json({name: value for name, value in feed.items() if value is not None})


def _sitemap(kind: str, entries: Sequence[str]) -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *entries, f"</{kind}>"]) + "\n"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
