"""Every state that the audit reports: how grave it is, what a reader calls it, and what it means."""

from __future__ import annotations

from typing import Literal, NamedTuple

from factbook.analysis.quotes import QuoteState
from factbook.wording import N_, gettext

Grade = Literal["fault", "caution"]
"""A fault is something a reader would be misled by; a caution is something an editor should know."""


class State(NamedTuple):
    """What is told of a state; ``label`` and ``means`` are messages, translated where they are shown."""

    grade: Grade
    label: str
    means: str


STATES: dict[str, State] = {
    QuoteState.CHANGED: State(
        "fault", N_("changed"), N_("the words are gone from a newer capture, or stand at another place")
    ),
    QuoteState.MISATTRIBUTED: State(
        "fault", N_("misattributed"), N_("the words stand in another source of the check")
    ),
    QuoteState.FABRICATED: State("fault", N_("fabricated"), N_("the words stand in no source of the check")),
    QuoteState.UNAVAILABLE: State("fault", N_("unavailable"), N_("there is no copy to look in")),
    "hidden": State("fault", N_("hidden"), N_("the words stand where readers of the source do not see them")),
    "damaged": State("fault", N_("damaged"), N_("a kept copy is missing or does not match its hash")),
    "uncited": State("fault", N_("uncited"), N_("the sentence cites nothing")),
    "dangling": State(
        "fault",
        N_("dangling"),
        N_("the sentence cites a source or quote that is not there, or not of that source"),
    ),
    "unsupported": State("fault", N_("unsupported"), N_("the quoted words do not bear the sentence out")),
    "not_assessed": State(
        "caution", N_("not assessed"), N_("whether the quoted words bear the sentence out was not assessed")
    ),
    "not_told_again": State(
        "fault",
        N_("not told again"),
        N_("the sentence was drafted from the check's records, and they do not say it any more"),
    ),
    "not_retold": State(
        "caution",
        N_("not retold"),
        N_("whether the check's records still say the drafted sentence was not proved"),
    ),
    "drafted": State("caution", N_("drafted"), N_("drafted sentences that no person has accepted")),
    "attributed_elsewhere": State(
        "caution",
        N_("attributed elsewhere"),
        N_("whom the sentence names as speaking is not named in what it cites"),
    ),
    "leans_on_silence": State(
        "fault", N_("leans on silence"), N_("the sentence leans on a source that does not address its point")
    ),
    "not_silent": State(
        "fault", N_("not silent"), N_("the sentence says a source is silent, and it is not coded so")
    ),
    "doubtful_quote": State(
        "fault",
        N_("doubtful quote"),
        N_("the sentence quotes words that do not stand where they are said to"),
    ),
    "silence_by_hand": State(
        "caution",
        N_("silence by hand"),
        N_("the sentence says that a source is silent; no words can bear that out"),
    ),
    "one_origin": State(
        "caution", N_("one origin"), N_("the sentence cites several sources that are copies of one text")
    ),
    "unquoted": State("fault", N_("unquoted"), N_("the sentence cites a source, but no words of it")),
    "one_sided": State(
        "caution",
        N_("one sided"),
        N_("the section tells the point from one side, though sources stand on both"),
    ),
    "rating_differs": State(
        "caution", N_("rating differs"), N_("the rating that was set is not the one the stance table implies")
    ),
    "unfit_step": State(
        "caution",
        N_("unfit step"),
        N_("the step on a rating scale that was set cannot be shown; the rating is"),
    ),
    "rated_without_reason": State(
        "caution", N_("rated without reason"), N_("a rating was set, and nobody says why")
    ),
    "rated_on_silence": State(
        "fault", N_("rated on silence"), N_("a rating was set though no judgement of a source takes a side")
    ),
    "judged_unread": State(
        "fault", N_("judged unread"), N_("a side was taken for a source of which no text was kept")
    ),
    "judged_unquoted": State(
        "caution", N_("judged unquoted"), N_("a side was taken for a source without quoting words of it")
    ),
    "same_copy": State("caution", N_("same copy"), N_("another source of the check has the very same copy")),
    "not_accepted": State(
        "caution", N_("not accepted"), N_("a model's suggestion that nobody has accepted or replaced")
    ),
    "disagreed": State("caution", N_("disagreed"), N_("coders disagree on the cell")),
    "judged_blind": State(
        "caution",
        N_("judged blind"),
        N_("the check is judged blind, and one coder's judgements are all it shows"),
    ),
    "unread": State("caution", N_("unread"), N_("a source of which no text was kept")),
    "dead": State(
        "caution", N_("dead"), N_("the address gave no document that can be read when it was last fetched")
    ),
    "uncited_source": State("caution", N_("uncited source"), N_("no sentence cites the source")),
    "changed_since_published": State(
        "fault", N_("changed since published"), N_("it is not what was published, and no correction says so")
    ),
    "version_lost": State(
        "fault", N_("version lost"), N_("what was published is missing or does not match its hash")
    ),
    "recheck_differs": State(
        "caution",
        N_("recheck differs"),
        N_("since it was published, words it quotes are gone from a newer capture of their source"),
    ),
}
"""The states of what does not hold, by the names that the audit and its JSON have for them."""

_HOLDS: dict[str, str] = {QuoteState.VERBATIM: N_("verbatim")}


def state_label(state: str) -> str:
    """Give what a reader calls a state, also that of a quote which holds, like ``rated on silence``."""
    return gettext(_HOLDS.get(state) or STATES[state].label)
