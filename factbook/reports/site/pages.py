"""The pages of a site but for the checks' own: lists, topics, questions, corrections, methodology, feeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from markupsafe import Markup

from factbook.analysis.audit_states import STATES
from factbook.analysis.rating_scales import rating_scale
from factbook.reports.dates import format_day
from factbook.reports.house import TEMPLATE_FOLDER, extra_style
from factbook.reports.render import brand, render_template, stylesheet
from factbook.reports.scale import scale_alone
from factbook.reports.site.addresses import address, report_path
from factbook.reports.site.card import Card
from factbook.reports.site.corrections import corrections_of
from factbook.reports.site.data import data_script, ratings_of
from factbook.reports.site.feeds import atom_feed, claimreview_feed, sitemaps
from factbook.reports.site.figures import count_figures
from factbook.reports.site.listing import ListPage, cut_into_pages, fold, newest_first, topics_of
from factbook.reports.site.principles import CODE_URL, commitments
from factbook.reports.site.questions import find_questions
from factbook.reports.theme.style import font_policy, theme_style
from factbook.reports.theme.view import ThemeView
from factbook.store.settings import Settings
from factbook.wording import ENGLISH, choose_language, direction, gettext, speaking

T = TypeVar("T")

NEED_ADDRESS = ("feed.atom", "sitemap.xml", "claimreviews.json")
"""What a site goes without if its address is not in the settings."""

_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src {pictures}data:; {fonts}"
    "base-uri 'none'; form-action 'none'"
)
"""Scripts and styles are files of the site alone, so no text in a page can become either. Browsers differ on
whether ``'self'`` is the folder of a page that is opened from disk; ``file:`` says so to all of them."""


@dataclass(frozen=True)
class SiteContent:
    """What a site is made of.

    Parameters
    ----------
    cards:
        The checks that are shown.
    settings:
        The casebook's.
    agreement:
        How far its coders agree, in a sentence; empty if no two people judged one cell.
    theme:
        How it looks, by the casebook's settings.
    house:
        The newsroom's own folder of templates.
    """

    cards: tuple[Card, ...]
    settings: Settings
    agreement: str = ""
    theme: ThemeView | None = None
    house: Path | None = None


def site_language(settings: Settings) -> str:
    """Give the one language that a site is in; `BadInputError` if the settings name none that we know."""
    return choose_language(settings.report_language, content=ENGLISH)


def render_site(content: SiteContent, review: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """Give each file of a site with its path; ``review`` gives the ClaimReview of a check by its id."""
    site = _Site(content)
    yield from ((path, text.encode()) for path, text in site.pages())
    yield from site.assets.items()
    yield from ((path, text.encode()) for path, text in site.feeds(review))


class _Site:
    """Holds what all pages share."""

    def __init__(self, content: SiteContent) -> None:
        self.content = content
        self.settings = content.settings
        self.cards = newest_first(content.cards)
        self.topics = topics_of(self.cards)
        self.paths: list[tuple[str, str]] = []
        publisher = self.settings.publisher
        self.wording = site_language(self.settings)
        with speaking(self.wording):
            self.title = self.settings.site.title or publisher.name or gettext("Fact-checks")
            checks = data_script(self.cards, self.topics)
        turned = direction(self.wording) == "rtl"
        theme, house = content.theme, content.house
        styles = [stylesheet(), stylesheet("site/site.css"), theme_style(theme)]
        styles.append(extra_style([house] if house else []))
        logo = theme and theme.logo
        logo_file = f"logo.{'svg' if logo.svg else 'png'}" if logo else ""
        self.assets: dict[str, bytes] = {
            "site.css": "".join(f"{style}\n" for style in styles if style).encode(),
            "site.js": (TEMPLATE_FOLDER / "factbook" / "site" / "site.js").read_bytes(),
            "checks.js": checks.encode(),
            **({logo_file: logo.content} if logo else {}),
        }
        # A browser keeps files; their hash in the address has it load those that changed.
        self.digests = {name: hashlib.sha256(data).hexdigest()[:8] for name, data in self.assets.items()}
        self.common: dict[str, Any] = {
            "site": self.settings.site,
            "publisher": publisher,
            "title": self.title,
            "policy": _POLICY.format(pictures="'self' file: " if logo else "", fonts=font_policy(theme)),
            "brand": brand(theme),
            "logo": logo,
            "logo_file": logo_file,
            "generator": f"factbook {version('factbook')}",
            "feeds": bool(self.settings.site.url),
            "drafts": sum(not card.published for card in self.cards),
            "slugs": {fold(topic.name): topic.slug for topic in self.topics},
            "fold": fold,
            "report_path": report_path,
            "href": lambda path: Markup(address("", path)),  # noqa: S704  no sign of markup is left
            "long_day": format_day,
            "wording": self.wording,
            "direction": "rtl" if turned else "ltr",
            "turned": Markup(' dir="rtl"') if turned else "",
            "arrow": "←" if turned else "→",
            "arrow_back": "→" if turned else "←",
        }

    def pages(self) -> Iterator[tuple[str, str]]:
        """Give the pages, and the files they share."""
        for listed in cut_into_pages(self.cards, first="index.html", folder="archive"):
            yield self.page("index" if listed.path == "index.html" else "archive", listed, **self._front())
        yield self.page("topics", ListPage("topics/index.html", tuple(self.topics)))
        for topic in self.topics:
            folder = f"topics/{topic.slug}"
            for listed in cut_into_pages(topic.cards, first=f"{folder}/index.html", folder=folder):
                yield self.page("topic", listed, topic=topic)
        questions = find_questions(self.cards)
        answered = [one for one in questions if not one.is_open]
        still_open = [one for one in questions if one.is_open]
        counts = {"open_count": len(still_open), "answered_count": len(answered)}
        for asked in cut_into_pages(still_open, first="questions.html", folder="questions"):
            yield self.page("questions", asked, about="open", **counts)
        for asked in cut_into_pages(answered, first="deeper.html", folder="deeper"):
            yield self.page("questions", asked, about="answered", **counts)
        corrected, silent = corrections_of(self.cards), [card for card in self.cards if card.changed]
        for told in cut_into_pages(corrected, first="corrections.html", folder="corrections"):
            yield self.page(
                "corrections", told, silent=silent, policy_words=self.settings.principles.corrections
            )
        yield self._methodology()

    def page(self, template: str, page: ListPage[T], **more: Any) -> tuple[str, str]:
        """Render one page."""
        self.paths.append((page.path, ""))
        root = "../" * page.path.count("/")
        variables = {**self.common, "page": page, "root": root, "digests": self.digests, **more}
        with speaking(self.wording):
            made = render_template(f"site/{template}.html.j2", variables, house=self.content.house)
        return page.path, made

    def feeds(self, review: Callable[[str], bytes]) -> Iterator[tuple[str, str]]:
        """Give what needs the site's address; nothing without one."""
        base = self.settings.site.url
        if not base:
            return
        author = self.settings.publisher.name or self.title
        with speaking(self.wording):  # and not while others have the word: this is a generator
            feed = atom_feed(self.cards, base=base, title=self.title, author=author)
        yield "feed.atom", feed
        yield "claimreviews.json", claimreview_feed(self.cards, review, base=base, title=self.title)
        reports = [(report_path(card.id), card.updated[:10]) for card in self.cards]
        yield from sitemaps([*self.paths, *reports], base=base).items()

    def _front(self) -> dict[str, Any]:
        years = sorted({card.date[:4] for card in self.cards if card.date}, reverse=True)
        return {
            "ratings": ratings_of(self.cards),
            "years": years,
            "topics": self.topics,
            "total": len(self.cards),
            "search_words": self._search_words(),
        }

    def _search_words(self) -> str:
        """Give as JSON what the search says, for its script."""
        with speaking(self.wording):
            words = {
                "found": gettext("{number} of {total} checks"),
                "none": gettext("No check fits. Use fewer words, or another rating, topic or year."),
                "lost": gettext("The search cannot be loaded: the file checks.js is not beside this page."),
                "said": gettext("Said by {name}"),
                "checked": gettext("Checked:"),
                "report": gettext("of this report"),
                "outdated": gettext("outdated"),
                "corrected": gettext("corrected"),
                "changed": gettext("changed without a correction"),
                "draft": gettext("draft"),
            }
        return json.dumps(words, ensure_ascii=False)

    def _methodology(self) -> tuple[str, str]:
        figures = count_figures(self.cards)
        with speaking(self.wording):
            return self.page(
                "methodology",
                ListPage("methodology.html", ()),
                figures=figures,
                scale=scale_alone(rating_scale(self.settings.rating_scale)),
                commitments=commitments(figures, self.settings.principles),
                code_url=CODE_URL,
                agreement=self.content.agreement,
                states=[
                    (gettext(state.label), state.grade, gettext(state.means)) for state in STATES.values()
                ],
            )
