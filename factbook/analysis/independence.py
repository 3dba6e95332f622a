"""Sources that are copies of one text fold into one origin.

Eight newspapers that print one agency story are one voice, not eight. Two sources are taken for copies if

- they have an address in common, in whatever guise (see `analysis.addresses`);
- or most words of the shorter text stand in the longer one, make up a good part of it, and do so outside
  quotation marks too: who only quotes a text, however long, has written another. Their figures must not
  differ: each year's report may say the same of other numbers;
- or fewer do, and both texts say that the same agency sent them (see `analysis.wires`), or one names the
  other's address as its own.

The shares that are asked for were chosen on one half of a labelled sample of news articles and measured on
the other; ``benchmarks/independence.py`` prints both. Nothing a text says of itself folds it alone, and what
a person has set for a source goes before all of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from factbook.analysis.addresses import addresses_of, declared_address, is_archived
from factbook.analysis.kept_shingles import kept_shingles
from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.shingles import Shares, Shingled, shared_figures, shares_within, similar_pairs
from factbook.analysis.texts import Texts
from factbook.analysis.wires import is_agency, wire_tags
from factbook.errors import SnapshotError
from factbook.model.check import Check
from factbook.model.source import Snapshot, Source
from factbook.wording import N_, gettext, say_percent


@dataclass(frozen=True)
class Bar:
    """What two texts must have in common: shares of the shorter one and of the longer one, and words.

    ``unquoted`` is asked of both: the share of their words outside quotation marks.
    """

    shorter: float
    longer: float
    unquoted: float
    words: int

    def passed_by(self, one: Shares, other: Shares) -> bool:
        """Tell whether two texts have enough in common, each given by what of it stands in the other."""
        return (
            max(one.share, other.share) >= self.shorter
            and min(one.share, other.share) >= self.longer
            and min(one.own_share, other.own_share) >= self.unquoted
            and min(one.words, other.words) >= self.words
        )


COPIES = Bar(shorter=0.6, longer=0.3, unquoted=0.1, words=80)
"""Enough by itself. Fewer words than these may be a notice that a site puts above all its pages."""

BRIEF_COPIES = Bar(shorter=0.75, longer=0.45, unquoted=0.1, words=30)
"""Enough by itself for texts of few words, of which more have to be the same."""

SHORT_COPIES = Bar(shorter=0.85, longer=0.85, unquoted=0.0, words=12)
"""Enough by itself for texts too short for either: a post, a caption."""

MARKED_COPIES = Bar(shorter=0.35, longer=0.2, unquoted=0.1, words=60)
"""Enough where both bear the same agency's mark, or one names the other's address as its own."""

_LEAST_SHARED_FIGURES = 0.5
"""Texts with fewer figures in common say other things in the same words, as each year's report does."""

_LEAST_SAME_WORDS = 8
"""Texts of the same words throughout are copies from this length on; shorter ones are "Page not found"."""

_LEAST_SHINGLES = 0.1
"""Share of common shingles from which two texts are looked at: every changed word takes five with it."""


@dataclass(frozen=True, eq=False)
class Document:
    """What of a source is compared: its addresses and its text, and the page on which it names itself."""

    source: Source
    text: Shingled
    addresses: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    texts: Texts | None = None
    snapshot: Snapshot | None = None

    @property
    def age(self) -> tuple[bool, str]:
        """Sorts the likely original first: an archive's copy last, then by date, a vague date for its end."""
        dated = f"{self.source.issued}-99-99"[:10] if self.source.issued else "undated"
        return bool(self.source.url and is_archived(self.source.url)), dated

    @cached_property
    def declared(self) -> str:
        """The address its page names as its own, or nothing."""
        if self.texts is None or self.snapshot is None or self.snapshot.media_type != "text/html":
            return ""
        try:
            return declared_address(self.texts.original(self.snapshot))
        except SnapshotError:
            return ""


def find_origins(check: Check, texts: Texts) -> Origins:
    """Fold the sources of a check that are copies of one text.

    Parameters
    ----------
    check:
        The check.
    texts:
        The kept copies, see `analysis.texts.Texts`. Of a source, the newest copy that can be read counts, as
        far as its readers see it; a source without one folds by its address alone.
    """
    lengths = (snapshot.text_length or 0 for source in check.sources for snapshot in source.snapshots[-1:])
    with kept_shingles(characters=sum(lengths)) as shingle_:
        documents = [_document(source, texts, shingle_) for source in check.sources]
    return fold_documents(documents)


COMPARED = (
    "id",
    "author",
    "publisher",
    "container_title",
    "issued",
    "url",
    "doi",
    "archive_url",
    "origin",
    "snapshots",
)
"""What of a source its fold rests on."""


class OriginsOnce:
    """Origins of a check that is changed again and again, found anew only when what they rest on has changed.

    To compare hundreds of texts takes a second, and nobody is to wait for it who types a title.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._sources: tuple[Source, ...] | None = None
        self._compared: list[tuple[object, ...]] = []
        self._origins = Origins(())

    def of(self, check: Check) -> Origins:
        """Give the origins of the check; see `find_origins`."""
        if self._sources is not check.sources:
            compared = [tuple(getattr(one, name) for name in COMPARED) for one in check.sources]
            if self._sources is None or compared != self._compared:
                self._origins = find_origins(check, self._texts)
            self._sources, self._compared = check.sources, compared
        return self._origins


def fold_documents(documents: Iterable[Document]) -> Origins:
    """Fold documents, given in the order of the check, into origins."""
    by_id = {document.source.id: document for document in documents}
    links = _Links(by_id)
    for id_, document in by_id.items():
        if document.source.origin not in {None, id_}:
            links.join(id_, str(document.source.origin))
    # The likely original first: then copies are linked with it, rather than with each other.
    free = sorted((one for one in by_id.values() if one.source.origin is None), key=lambda one: one.age)
    for one, other in (*_same_address(free), *_same_words(free)):
        links.join(one.source.id, other.source.id)
    for one_id, other_id in similar_pairs(_distinct_texts(free), least_share=_LEAST_SHINGLES):
        if links.apart(one_id, other_id) and _overlap(by_id[one_id], by_id[other_id]) is not None:
            links.join(one_id, other_id)
    return Origins(tuple(_origin(group, by_id, links) for group in links.groups()))


def _document(source: Source, texts: Texts, shingle_: Callable[[str], Shingled]) -> Document:
    for snapshot in reversed(source.snapshots):
        try:
            text = texts.text(snapshot)[: snapshot.visible_length]
        except SnapshotError:
            continue
        tags = wire_tags(text, source)
        return Document(source, shingle_(text), addresses_of(source), tags, texts, snapshot)
    return Document(source, shingle_(""), addresses_of(source))


def _same_address(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    first_at: dict[str, Document] = {}
    for document in documents:
        for address in sorted(document.addresses):
            first = first_at.setdefault(address, document)
            if first is not document:
                yield first, document


def _same_words(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    first_of: dict[bytes, Document] = {}
    for document in documents:
        if document.text.words >= _LEAST_SAME_WORDS:
            first = first_of.setdefault(document.text.digest, document)
            if first is not document:
                yield first, document


def _distinct_texts(documents: list[Document]) -> dict[str, Shingled]:
    first_of: dict[bytes, Document] = {}
    for document in documents:
        first_of.setdefault(document.text.digest, document)
    return {document.source.id: document.text for document in first_of.values()}


def _overlap(one: Document, other: Document) -> str | None:
    """Tell whether two texts have enough words in common, and say what mark it took; empty for none."""
    if one.text.words >= _LEAST_SAME_WORDS and one.text.digest == other.text.digest:
        return ""
    if shared_figures(one.text, other.text) < _LEAST_SHARED_FIGURES:
        return None
    here, there = shares_within(one.text, other.text), shares_within(other.text, one.text)
    if any(bar.passed_by(here, there) for bar in (COPIES, BRIEF_COPIES, SHORT_COPIES)):
        return ""
    if MARKED_COPIES.passed_by(here, there):
        agencies = sorted(one.tags & other.tags)
        if agencies:
            return gettext("both are marked as sent by {agency}", agency=agencies[0])
        if {one.declared, *one.addresses} & {other.declared, *other.addresses} - {""}:
            return gettext("both pages name the same address as their own")
    return None


def _origin(group: list[str], by_id: Mapping[str, Document], links: _Links) -> Origin:
    if len(group) == 1:
        return Origin(group[0])
    marked = any(by_id[id_].tags for id_ in group)

    def likely_first(id_: str) -> tuple[bool, bool, tuple[bool, str]]:
        source = by_id[id_].source
        set_as_copy = source.origin not in {None, id_}
        return set_as_copy, not (marked and is_agency(source)), by_id[id_].age

    first = min(group, key=likely_first)
    towards = links.towards(first)
    return Origin(first, tuple(_fold(by_id[id_], first, towards, by_id) for id_ in group if id_ != first))


def _fold(document: Document, first: str, towards: Mapping[str, str], by_id: Mapping[str, Document]) -> Fold:
    """Say why a source is a copy: of the likely original, or else of the copy it was linked with."""
    id_ = document.source.id
    return next(fold for other in (first, towards[id_]) if (fold := _told(document, by_id[other])))


def _told(document: Document, other: Document) -> Fold | None:
    """Say why one is a copy of the other, or nothing if it is not."""
    here = shares_within(document.text, other.text)
    there = shares_within(other.text, document.text)
    id_, of = document.source.id, other.source.id
    share = here.share if document.text.words and other.text.words else None
    if document.source.origin == of:
        return Fold(id_, of, "hand", gettext("set by hand as a copy of {0}"), share)
    if other.source.origin == id_:
        return Fold(id_, of, "hand", gettext("{0} was set by hand as a copy of it"), share)
    if document.source.origin or other.source.origin:
        return None
    common = document.addresses & other.addresses
    if common:
        what = (
            N_("the same DOI as {0}") if min(common).startswith("doi.org/") else N_("the same address as {0}")
        )
        if document.age[0]:
            what = N_("an archived copy of the page of {0}")
        return Fold(id_, of, "address", gettext(what), share)
    mark = _overlap(document, other)
    if mark is None:
        return None
    if document.text.digest == other.text.digest:
        return Fold(id_, of, "text", gettext("word for word the text of {0}"), 1.0)
    if here.share >= there.share:
        told = gettext("{share} of its words also stand in {other}", share=_percent(here.share), other="{0}")
    else:
        told = gettext(
            "{share} of the words of {other} also stand in it", share=_percent(there.share), other="{0}"
        )
    if mark:
        told = gettext("{what}, and {mark}", what=told, mark=mark)
    return Fold(id_, of, "text", told, share)


def _percent(share: float) -> str:
    # Rounded down: what is not wholly the same must not be called so.
    return say_percent(int(share * 100) / 100)


class _Links:
    """Which sources are linked, and so are one origin."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = list(ids)
        self._above: dict[str, str] = {id_: id_ for id_ in self._ids}
        self._linked: dict[str, list[str]] = {id_: [] for id_ in self._ids}

    def apart(self, one: str, other: str) -> bool:
        return self._top(one) != self._top(other)

    def join(self, one: str, other: str) -> None:
        if self.apart(one, other):
            self._above[self._top(other)] = self._top(one)
            self._linked[one].append(other)
            self._linked[other].append(one)

    def groups(self) -> list[list[str]]:
        """Give the groups, and the ids in each, in the order the ids were given in."""
        groups: dict[str, list[str]] = {}
        for id_ in self._ids:
            groups.setdefault(self._top(id_), []).append(id_)
        return list(groups.values())

    def towards(self, first: str) -> dict[str, str]:
        """Give for each id of a group the one it was linked with on the way to ``first``."""
        towards: dict[str, str] = {}
        waiting = [first]
        while waiting:
            here = waiting.pop()
            for next_ in self._linked[here]:
                if next_ != first and next_ not in towards:
                    towards[next_] = here
                    waiting.append(next_)
        return towards

    def _top(self, id_: str) -> str:
        while self._above[id_] != id_:
            self._above[id_] = self._above[self._above[id_]]
            id_ = self._above[id_]
        return id_
