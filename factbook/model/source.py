"""A document and the copy that was kept of it.

Bibliographic fields bear the names of CSL-JSON in the file (``container-title``, ``URL``), so a source can
be handed to a citation processor as it is.
"""

from __future__ import annotations

from bisect import bisect_right

from pydantic import Field, model_validator

from factbook.model.record import (
    LocalId,
    PartialDate,
    Record,
    RequiredText,
    Sha256,
    Text,
    UtcTime,
    WebAddress,
)
from factbook.wording import gettext


class Name(Record):
    """An author (CSL-JSON): ``family`` and ``given``, or ``literal`` for a name that is kept whole."""

    family: Text = ""
    given: Text = ""
    literal: Text = ""

    @property
    def display(self) -> str:
        """The name as a reader expects it, like ``Ada Lovelace``."""
        return self.literal or f"{self.given} {self.family}".strip()


class Snapshot(Record):
    """The bytes of a source as captured, and the text that was read out of them.

    In the check's folder the bytes are ``snapshots/<sha256>.<extension>`` and the text is
    ``snapshots/<text_sha256>.txt``; for plain UTF-8 text the two are one file. A snapshot whose text could
    not be read has no ``text_sha256``, and ``note`` says why.
    """

    sha256: Sha256
    extension: str = Field(pattern=r"^[a-z0-9]{1,8}$")
    media_type: RequiredText
    size_bytes: int = Field(ge=0)
    captured_at: UtcTime
    text_sha256: Sha256 | None = None
    text_length: int = Field(default=0, ge=0, description="characters (Unicode code points) of text")
    extractor: Text = Field(default="", description="name and version of what read the text")
    note: Text = Field(default="", description="what was lost on the way, or why there is no text")
    visible_length: int | None = Field(
        default=None,
        ge=0,
        description="characters of the text that a reader of the document sees; the rest of the text is "
        "hidden in it (white, of no size, off the page). None: all of it is seen",
    )
    pages: tuple[int, ...] = Field(
        default=(), description="where in the text each page begins; empty for a document without pages"
    )
    url: WebAddress | None = Field(default=None, description="where it was fetched, after redirects")
    warc_sha256: Sha256 | None = None

    @property
    def hidden(self) -> bool:
        """Whether the document holds text that its readers do not see."""
        return self.visible_length is not None and self.visible_length < self.text_length

    def page_of(self, position: int) -> int | None:
        """The page, counted from 1, that a position of the text stands on; none without pages."""
        return bisect_right(self.pages, position) or None

    @model_validator(mode="after")
    def _pages_in_order(self) -> Snapshot:
        if list(self.pages) != sorted(self.pages) or (self.pages and self.pages[0] != 0):
            raise ValueError("pages begin at 0 and do not go back")
        return self


class FailedFetch(Record):
    """An address that gave no document, when, and why."""

    url: WebAddress
    failed_at: UtcTime
    status: int | None = Field(default=None, ge=100, le=999, description="HTTP status, if there was one")
    reason: RequiredText


class Source(Record):
    """A document: what it is, who stands behind it, and the copies kept of it, oldest first."""

    id: LocalId
    type: Text = Field(default="webpage", description="CSL-JSON item type")
    title: RequiredText
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    publisher: Text = ""
    publisher_place: Text = Field(default="", alias="publisher-place")
    container_title: Text = Field(default="", alias="container-title")
    collection_title: Text = Field(default="", alias="collection-title")
    edition: Text = ""
    volume: Text = ""
    issue: Text = ""
    page: Text = Field(default="", description="pages within the container, like ``12-19``")
    language: Text = Field(default="", description="BCP 47, like ``en-GB``")
    issued: PartialDate | None = None
    url: WebAddress | None = Field(default=None, alias="URL")
    doi: Text = Field(default="", alias="DOI")
    isbn: Text = Field(default="", alias="ISBN")
    issn: Text = Field(default="", alias="ISSN")
    archive_url: WebAddress | None = Field(default=None, description="a public archive's copy")
    interest: Text = Field(
        default="", description="who stands behind the source, and what they stand to gain"
    )
    origin: LocalId | None = Field(
        default=None,
        description="set by hand: the id of the source it is a copy of, or its own id if it is a copy of "
        "none. None: words and addresses tell",
    )
    snapshots: tuple[Snapshot, ...] = ()
    unread: Text = Field(default="", description="why there is no copy, where there is none")
    failed_fetches: tuple[FailedFetch, ...] = Field(default=(), description="oldest first")
    rechecked_at: UtcTime | None = Field(default=None, description="when it was last captured again")

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest copy, if there is one."""
        return self.snapshots[-1] if self.snapshots else None

    def kept_copy(self, sha256: str | None) -> Snapshot | None:
        """The copy of this hash, if it is one of this source's."""
        return next((snapshot for snapshot in self.snapshots if snapshot.sha256 == sha256), None)

    @property
    def is_read(self) -> bool:
        """Whether a copy with a text was kept, so that its words can be quoted."""
        return any(snapshot.text_sha256 for snapshot in self.snapshots)

    @property
    def dead_since(self) -> FailedFetch | None:
        """The last failed fetch, if nothing was captured since; none while the address gives a document."""
        captured = max((s.captured_at for s in self.snapshots), default=None)
        last_seen = max((time for time in (captured, self.rechecked_at) if time), default=None)
        failed = self.failed_fetches[-1] if self.failed_fetches else None
        return failed if failed and (last_seen is None or failed.failed_at >= last_seen) else None

    @property
    def why_unread(self) -> str:
        """Why there is no text of it; empty if there is one."""
        if self.is_read:
            return ""
        note = self.snapshot.note if self.snapshot else gettext("no copy of it was kept")
        return self.unread or note or gettext("no text was kept of it")
