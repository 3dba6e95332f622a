"""Who wrote what stands in a report: people, or a model whose draft a person has answered or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factbook.model.check import Check
from factbook.model.drafted import all_written
from factbook.model.finding import Authorship, Finding, FollowUp
from factbook.model.stance import Coder
from factbook.wording import N_, and_list, gettext, ngettext

Written = Finding | FollowUp

_ANSWERS = (
    (Authorship.ACCEPTED, N_("accepted as they are: {number}")),
    (Authorship.EDITED, N_("changed by a person: {number}")),
    (Authorship.MODEL, N_("waiting for a person: {number}")),
)


def drafted_note(check: Check, written: Sequence[Written]) -> str:
    """Say which of these a model drafted and no person has accepted; empty if there are none."""
    waiting = [one for one in written if one.waits]
    if not waiting:
        return ""
    models = and_list(
        list(dict.fromkeys(check.coder(one.suggested_by).full_name for one in waiting if one.suggested_by))
    )
    if len(waiting) == len(written):
        return gettext("A draft by the model {model}: no person has accepted what stands here.", model=models)
    return gettext(
        "What is marked as a draft is by the model {model}, and no person has accepted it.", model=models
    )


def is_set_off(one: Written, among: Sequence[Written]) -> bool:
    """Tell whether something is a draft among words that people answer for: it is marked by itself."""
    return one.waits and not all(other.waits for other in among)


def only_drafted(check: Check, coder: Coder) -> bool:
    """Tell whether a coder is a model that judged nothing and drafted what stands in the report."""
    if coder.kind == "person":
        return False
    judged = {one.coder for one in check.stances} | {one.coder for one in check.abstentions}
    wrote = {one.suggested_by for one in all_written(check)}
    return coder.id in wrote and coder.id not in judged


def who_wrote(check: Check) -> Iterator[str]:
    """Say of each model how many sentences it drafted, and what people made of them."""
    drafted = [finding for finding in check.findings if finding.suggested_by]
    for model in dict.fromkeys(finding.suggested_by for finding in drafted if finding.suggested_by):
        found = [finding.authorship for finding in drafted if finding.suggested_by == model]
        told = [gettext(said, number=found.count(kind)) for kind, said in _ANSWERS if kind in found]
        yield ngettext(
            "{number} sentence was drafted by the model {model} ({answers}).",
            "{number} sentences were drafted by the model {model} ({answers}).",
            len(found),
            model=check.coder(model).full_name,
            answers=gettext("; ").join(told),
        )
    own = len(check.findings) - len(drafted)
    if drafted and own:
        yield ngettext("A person wrote {number} sentence.", "People wrote {number} sentences.", own)
