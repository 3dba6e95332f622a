"""Corrections as a report shows them: who, when, why, and what changed, word by word."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.analysis.changes import Change, Part, asking, shown_rating, tell_changes
from factbook.analysis.corrections import Correction, changes_since, find_corrections
from factbook.analysis.rating_scales import RatingScale, rating_scale
from factbook.analysis.texts import Texts
from factbook.analysis.word_diff import word_diff
from factbook.errors import SnapshotError
from factbook.model.check import Check
from factbook.reports.dates import format_day
from factbook.reports.naming import Names
from factbook.reports.site.addresses import check_address
from factbook.reports.views.corrections import (
    ChangeGroup,
    ChangeView,
    CorrectionView,
    Differences,
    DiffPiece,
    OutdatedView,
    UnrecordedView,
)
from factbook.store.settings import Settings
from factbook.wording import N_, gettext, ngettext

MOST_SHOWN = 20
"""Changes of one part that a report shows; what is more is counted."""

_TITLES: dict[Part, str] = {
    "outdated": N_("Outdated"),
    "claim": N_("The claim"),
    "point": N_("Points"),
    "finding": N_("Sentences"),
    "stance": N_("Stances"),
    "source": N_("Sources"),
    "quote": N_("Quoted words"),
    "follow_up": N_("Questions left open"),
    "other": N_("Also changed"),
}


def correction_views(check: Check, texts: Texts, settings: Settings) -> tuple[CorrectionView, ...]:
    """Give the corrections of a check for a reader, the newest first."""
    scale = rating_scale(settings.rating_scale)
    found = find_corrections(check, texts, scale=scale)
    return tuple(_correction_view(check, one, scale) for one in reversed(found))


def unrecorded_view(check: Check, texts: Texts, settings: Settings) -> UnrecordedView | None:
    """Give what changed since a check was published though no correction says so, if anything did."""
    scale = rating_scale(settings.rating_scale)
    try:
        since = changes_since(check, texts, scale=scale)
    except SnapshotError:
        return None  # The audit says that what was published is lost.
    if since is None or not since.asking:
        return None
    return UnrecordedView(
        was="corrected" if since.last.revision else "published",
        since=format_day(since.last.made_at),
        since_iso=f"{since.last.made_at:%Y-%m-%d}",
        differences=_differences(since.changes, since.kept, check, Names(check, since.kept), scale),
    )


def outdated_view(check: Check, settings: Settings) -> OutdatedView | None:
    """Give for a reader that a check is outdated, if it is."""
    one = check.outdated
    if one is None:
        return None
    return OutdatedView(
        reason=one.reason,
        since=format_day(one.since),
        since_iso=one.since or "",
        set_by=check.coder(one.set_by).name,
        set_at=format_day(one.set_at),
        set_at_iso=f"{one.set_at:%Y-%m-%d}",
        newer=one.newer,
        newer_url=check_address(one.newer, settings.site) or None,
    )


def _correction_view(check: Check, one: Correction, scale: RatingScale) -> CorrectionView:
    differences = None
    if one.changes is not None and one.before and one.after:
        names = Names(check, one.after, one.before)
        # The note says it already, where it is the reason why the check is outdated.
        shown = tuple(
            change for change in one.changes if change.part != "outdated" or change.after != one.revision.note
        )
        differences = _differences(shown, one.before, one.after, names, scale)
    parts = {change.part for change in asking(one.changes or ())}
    return CorrectionView(
        id=one.revision.id,
        kind="outdated" if parts == {"outdated"} else "correction",
        anchor=f"correction-{one.revision.id}",
        note=one.revision.note,
        made_by=check.coder(one.revision.made_by).name,
        made_at=format_day(one.revision.made_at),
        made_at_iso=f"{one.revision.made_at:%Y-%m-%d}",
        differences=differences,
        missing=one.missing,
    )


def _differences(
    changes: tuple[Change, ...],
    before: Check,
    after: Check,
    names: Names,
    scale: RatingScale,
) -> Differences:
    loud = asking(changes)
    return Differences(
        told=tell_changes(loud),
        rating_before=shown_rating(before, scale),
        rating_after=shown_rating(after, scale),
        groups=tuple(_groups(loud, names)),
        quiet=gettext("; ").join(_quiet([change for change in changes if not change.asks])),
    )


def _groups(changes: tuple[Change, ...], names: Names) -> Iterator[ChangeGroup]:
    # The Rating before and after has a line of its own; here stand its reason, and who set it.
    parts: tuple[tuple[Part, str], ...] = (("rating", N_("The rating")), *_TITLES.items())
    for part, title in parts:
        found = [change for change in changes if change.part == part]
        if part == "rating":
            found = [change for change in found if change.detail]
        if found:
            views = tuple(_change_view(change, names) for change in found[:MOST_SHOWN])
            yield ChangeGroup(title=gettext(title), changes=views, more=max(0, len(found) - MOST_SHOWN))


def _change_view(change: Change, names: Names) -> ChangeView:
    place, anchor = names.place(change)
    before, after = change.before, change.after
    if change.part == "finding":
        before, after = names.sentences(before, after)
    pieces: tuple[DiffPiece, ...] = ()
    if before != after:
        if change.part == "stance":
            # A stance is one word of a few, and not a text of which a part might stay.
            words = [DiffPiece(kind="removed", text=before), DiffPiece(kind="added", text=after)]
            pieces = tuple(piece for piece in words if piece.text)
        else:
            pieces = tuple(DiffPiece(kind=one.kind, text=one.text) for one in word_diff(before, after))
    elif before and change.kind == "changed":
        pieces = tuple(DiffPiece(kind=one.kind, text=one.text) for one in word_diff(before, before))
    # Where there is no number to call it by, what it is has become its name.
    detail = "" if place.lower() == change.detail.lower() else change.detail
    return ChangeView(kind=change.kind, place=place, anchor=anchor, pieces=pieces, detail=detail)


def _quiet(changes: list[Change]) -> Iterator[str]:
    parts = [change.part for change in changes]
    if number := parts.count("source"):
        yield ngettext("{number} source was captured again", "{number} sources were captured again", number)
    if number := parts.count("quote"):
        yield ngettext(
            "{number} quote was found again or marked by a model",
            "{number} quotes were found again or marked by a model",
            number,
        )
    if number := parts.count("stance"):
        yield ngettext(
            "what a model suggests for {number} cell", "what a model suggests for {number} cells", number
        )
    if "point" in parts:
        yield gettext("the order of the points")
    if number := parts.count("follow_up"):
        yield ngettext(
            "{number} question was taken up or moved", "{number} questions were taken up or moved", number
        )
    yield from (change.detail for change in changes if change.part == "other")
