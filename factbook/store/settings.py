"""``factbook.toml``: what is the newsroom's and not one check's.

It lies in a casebook, or in a check's own folder where that check is to differ.
"""

from __future__ import annotations

import getpass
import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from factbook.errors import BadInputError, BadRecordError
from factbook.model.canonical import parse_record
from factbook.model.colours import DARK_GROUNDS, LIGHT_GROUNDS, expect_contrast, parse_colour
from factbook.model.record import Record, RequiredText, Text, WebAddress
from factbook.store.casebook import nearest_settings


class Publisher(Record):
    """Who answers for the reports; the author of the ClaimReview."""

    name: Text = ""
    url: WebAddress | None = None


class Banner(Record):
    """The supporters banner above each report. ``supporters`` is a count kept by hand or by a script."""

    headline: RequiredText
    text: Text = ""
    goal: int | None = Field(default=None, gt=0, description="supporters wanted")
    supporters: int | None = Field(default=None, ge=0, description="supporters so far")
    url: WebAddress | None = None
    link_text: Text = Field(default="", description="what the link says; else “Support this work”")


class Fetch(Record):
    """How web pages are fetched; what is not given is the fetcher's own choice."""

    fetcher: RequiredText = Field(default="http", description="a name in the entry points factbook.fetchers")
    user_agent: Text = Field(default="", description="who asks; name a page that says why")
    proxy: Text = Field(default="", description="the address of a proxy; the environment's are not used")
    respect_robots: bool = Field(default=True, description="whether a site's robots.txt is kept to")
    private_addresses: bool = Field(
        default=False, description="whether this machine and the local network may be fetched from"
    )
    total_time_s: float = Field(default=30, gt=0, le=600, description="seconds for one document")


class Find(Record):
    """Where ``factbook find`` searches."""

    finder: Text = Field(default="", description="the finder where a command names none")
    folder: Text = Field(default="", description="a folder of documents, relative to factbook.toml")
    searxng: WebAddress | None = Field(default=None, description="the address of a SearXNG instance")
    language: Text = Field(default="", description="a language code for searches on the web")


class Evidence(Record):
    """What looks at the sources by itself."""

    stance_model: RequiredText = Field(
        default="default", description="a name in the entry points factbook.stance_models"
    )
    support_model: RequiredText = Field(
        default="default", description="a name in the entry points factbook.support_models"
    )


class Drafting(Record):
    """Who drafts the report's sentences."""

    drafter: RequiredText = Field(default="plain", description="a name in the entry points factbook.drafters")


class LanguageModel(Record):
    """The language model that may be asked. Keys stand in the environment alone."""

    model: Text = Field(default="", description="PROVIDER:MODEL, like ollama:qwen3 or openai:gpt-5-mini")
    url: WebAddress | None = Field(
        default=None, description="of a server that speaks OpenAI's protocol; else the provider's own"
    )
    answers: Literal["schema", "json", "prompt"] = Field(
        default="schema", description="how answers are held to their form; see docs/drafting.md"
    )
    timeout_s: float = Field(default=120, gt=0, le=3600, description="seconds for one answer")
    output_tokens: int = Field(default=4000, ge=64, le=100_000, description="the longest answer")


class Site(Record):
    """The site that ``factbook site`` makes of a casebook."""

    url: WebAddress | None = Field(
        default=None, description="where its front page will be found; feeds and the sitemap need it"
    )
    title: Text = Field(default="", description="its name; else the publisher's")
    about: Text = Field(default="", description="a sentence or two below the name")

    @field_validator("url")
    @classmethod
    def _addresses_hang_on_it(cls, value: str | None) -> str | None:
        if value and ("?" in value or "#" in value):
            raise ValueError("the address of a site has no ? and no #: those of its pages are made by adding")
        return value and f"{value.rstrip('/')}/"


class Principles(Record):
    """What a newsroom says of itself on the site's methodology page; no record could say it."""

    nonpartisanship: Text = Field(default="", description="how it stays fair to all sides")
    selection: Text = Field(default="", description="how it chooses what to check")
    sources: Text = Field(default="", description="how it chooses sources, and when it leaves one unnamed")
    funding: Text = Field(default="", description="who pays for it")
    organization: Text = Field(default="", description="what it is in law, who leads it, who works for it")
    contact: Text = Field(default="", description="how readers reach it and send in claims")
    corrections: Text = Field(default="", description="how readers ask for a correction, and what follows")


FontFiles = Annotated[
    tuple[RequiredText, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    Field(max_length=4),
]
"""The files of a font: one, or its upright, bold and slanted ones."""


class Theme(Record):
    """How reports and the site look. The colours of stances and ratings are their meaning, and stay."""

    accent: str = Field(default="", description="the colour of links and of what leads the eye")
    accent_dark: str = Field(default="", description="the same on a dark ground; else made of accent")
    logo: Text = Field(default="", description="an SVG or PNG file, relative to factbook.toml")
    logo_alt: Text = Field(default="", description="the logo in words; else the publisher's name")
    heading_font: FontFiles = Field(default=(), description="TTF or OTF files, relative to factbook.toml")
    body_font: FontFiles = Field(default=(), description="TTF or OTF files, relative to factbook.toml")
    template: Text = Field(
        default="", description="a folder of templates, relative to the casebook's factbook.toml"
    )

    @field_validator("accent")
    @classmethod
    def _can_be_read(cls, value: str) -> str:
        return value and expect_contrast(parse_colour(value), LIGHT_GROUNDS, advice="take a darker colour")

    @field_validator("accent_dark")
    @classmethod
    def _can_be_read_in_the_dark(cls, value: str) -> str:
        return value and expect_contrast(parse_colour(value), DARK_GROUNDS, advice="take a lighter colour")

    @model_validator(mode="after")
    def _goes_with_the_light_one(self) -> Self:
        if self.accent_dark and not self.accent:
            raise ValueError("accent_dark goes with accent; set both")
        return self


class Wording(Record):
    """A newsroom's own words for parts of its reports; what is not given is said in ours."""

    fact_check: Text = Field(default="", description="what a report is, beside the publisher's name")
    summary: Text = Field(default="", description="the first section's title, without its number")
    key_points: Text = Field(default="", description="what leads into the key points of a section")
    context: Text = Field(default="", description="the second section's title, without its number")
    interests: Text = Field(default="", description="the third section's title, without its number")
    follow_ups: Text = Field(default="", description="the title over the questions left open")
    table: Text = Field(default="", description="the title over the stance table")
    sources: Text = Field(default="", description="the title over the sources")
    method: Text = Field(default="", description="the title over how the claim was checked")
    audit: Text = Field(default="", description="the title over what does not hold")
    corrections: Text = Field(default="", description="the title over the corrections")

    @field_validator("*")
    @classmethod
    def _says_something(cls, value: str) -> str:
        # Ours would stand there, and who writes this may think that the part is left out.
        if not value:
            raise ValueError("it is empty; give words, or leave it out")
        return value


class Settings(Record):
    """The content of ``factbook.toml``."""

    coder: Text = Field(default="", description="who judges, where a command does not say")
    publisher: Publisher = Publisher()
    banner: Banner | None = None
    fetch: Fetch = Fetch()
    find: Find = Find()
    evidence: Evidence = Evidence()
    drafting: Drafting = Drafting()
    language_model: LanguageModel = LanguageModel()
    site: Site = Site()
    principles: Principles = Principles()
    theme: Theme = Theme()
    wording: Wording = Wording()
    report_language: Text = Field(
        default="", description="the language of a report's own words; else that of the check, if known"
    )
    desk_language: Text = Field(default="", description="the language of the desk; English unless set")
    rating_scale: RequiredText = Field(
        default="factbook", description="a name in the entry points factbook.rating_scales"
    )
    citation_style: Text = Field(
        default="", description="a CSL file, relative to factbook.toml, that the report's references follow"
    )


def load_settings(folder: Path) -> Settings:
    """Read the nearest ``factbook.toml`` of a folder or those above it; without one, the defaults."""
    file = nearest_settings(folder)
    return _read(file) if file else Settings()


def citation_style_file(folder: Path) -> Path | None:
    """Give the CSL file that the settings of a folder name, if they name one."""
    file = nearest_settings(folder)
    style = _read(file).citation_style if file else ""
    return file.parent / style if file and style else None


def template_folder(casebook: Path) -> Path | None:
    """Give the folder of templates that the settings of a casebook name, if they name one.

    Templates are programs, so those of a check's own ``factbook.toml`` are not asked: it may come from a
    stranger. Give the folder that the check lies in, and not the check's.
    """
    file = nearest_settings(casebook)
    name = _read(file).theme.template if file else ""
    return file.parent / name if file and name else None


def files_named(settings: Settings) -> list[str]:
    """Name what reports are made of besides ``factbook.toml``: files and folders, relative to it."""
    theme = settings.theme
    named = [settings.citation_style, theme.logo, *theme.heading_font, *theme.body_font, theme.template]
    return [name for name in named if name]


def _read(file: Path) -> Settings:
    try:
        fields = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadRecordError(
            f"{file} cannot be read: {error}", next_step="Mend it; docs/settings.md shows every setting."
        ) from error
    try:
        return parse_record(Settings, fields, name=str(file))
    except BadRecordError as error:
        raise BadRecordError(
            error.problem, field=error.field, next_step="docs/settings.md shows every setting."
        ) from error


def current_coder(folder: Path, given: str | None = None) -> str:
    """Give the name of who judges: as given, else ``FACTBOOK_CODER``, the settings, or the login name."""
    name = given or os.environ.get("FACTBOOK_CODER") or load_settings(folder).coder
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:  # a container without a user database
        raise BadInputError(
            "Nobody is named as the coder", next_step="Give --coder NAME, or set coder in factbook.toml."
        ) from error
