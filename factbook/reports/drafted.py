"""Who wrote what stands in a report: people, or a model whose draft a person has answered or not.

And what language models were asked for it, and what that took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factbook.drafting.dropping import is_one_too_many
from factbook.drafting.naming import PLAIN_DRAFTER
from factbook.model.check import Check
from factbook.model.drafted import all_written
from factbook.model.finding import Authorship, Finding, FollowUp
from factbook.model.model_call import Dropped, ModelCall
from factbook.model.stance import Coder
from factbook.wording import N_, and_list, gettext, ngettext, say_decimal, say_number

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
    ids = dict.fromkeys(one.suggested_by for one in waiting if one.suggested_by)
    drafters = and_list([_drafter(check.coder(id_)) for id_ in ids])
    if len(waiting) == len(written):
        return gettext("A draft {by_whom}: no person has accepted what stands here.", by_whom=drafters)
    return gettext(
        "What is marked as a draft was written {by_whom}, and no person has accepted it.", by_whom=drafters
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
            "{number} sentence was drafted {by_whom} ({answers}).",
            "{number} sentences were drafted {by_whom} ({answers}).",
            len(found),
            by_whom=_drafter(check.coder(model)),
            answers=gettext("; ").join(told),
        )
    own = len(check.findings) - len(drafted)
    if drafted and own:
        yield ngettext("A person wrote {number} sentence.", "People wrote {number} sentences.", own)


def _drafter(coder: Coder) -> str:
    """Say by whom a draft is: the plain drafter goes by rule, and is no model as readers understand it."""
    if coder.name == PLAIN_DRAFTER:
        return gettext("by rule, by the {drafter}", drafter=coder.full_name)
    return gettext("by the model {model}", model=coder.full_name)


_TASKS = {
    "points": N_("the points of the claim"),
    "queries": N_("words to search for"),
    "sentences": N_("sentences"),
    "repair": N_("mended sentences"),
    "questions": N_("open questions"),
}


def what_was_asked(check: Check) -> Iterator[str]:
    """Say of each language model how often it was asked, for what, what that took, and what was dropped."""
    for model in dict.fromkeys(call.model for call in check.calls):
        calls = [call for call in check.calls if call.model == model]
        tasks = dict.fromkeys(gettext(_TASKS[call.task]) for call in calls if call.task in _TASKS)
        yield ngettext(
            "The language model {model} was asked {number} time for {tasks}; request and answer are kept.",
            "The language model {model} was asked {number} times for {tasks}; requests and answers are kept.",
            len(calls),
            model=model,
            tasks=and_list(list(tasks)),
        )
        yield _tokens(calls)
        yield from _what_was_dropped([one for call in calls for one in call.dropped])


def _what_was_dropped(dropped: Sequence[Dropped]) -> Iterator[str]:
    """Say how much did not hold, and apart from it how much was only more than is taken."""
    beyond = sum(map(is_one_too_many, dropped))
    if len(dropped) > beyond:
        yield ngettext(
            "Of what it wrote, {number} thing did not hold and was dropped.",
            "Of what it wrote, {number} things did not hold and were dropped.",
            len(dropped) - beyond,
        )
    if beyond:
        yield ngettext(
            "{number} thing it wrote was left out for being more than is taken, whether it holds or not.",
            "{number} things it wrote were left out for being more than is taken, whether they hold or not.",
            beyond,
        )


def _tokens(calls: Sequence[ModelCall]) -> str:
    """Say how many tokens calls took as far as it was counted, and what they cost if it is known of all."""
    asked = sum(call.input_tokens or 0 for call in calls)
    answered = sum(call.output_tokens or 0 for call in calls)
    if any(call.input_tokens is None or call.output_tokens is None for call in calls):
        if not asked + answered:
            return gettext("Its server does not say how many tokens that took.")
        return gettext(
            "That took at least {tokens} tokens in and out; its server does not count them all.",
            tokens=say_number(asked + answered),
        )
    told = {"asked": say_number(asked), "answered": say_number(answered)}
    if any(call.cost_usd is None for call in calls):
        return gettext("That took {asked} tokens in and {answered} out; its price is not known.", **told)
    dollars = say_decimal(sum(call.cost_usd or 0 for call in calls), digits=4)
    return gettext(
        "That took {asked} tokens in and {answered} out, {dollars} US dollars by list prices.",
        dollars=dollars,
        **told,
    )
