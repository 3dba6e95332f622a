"""Proving the plain drafter's sentences once more: each is told again from the check as it is now.

A sentence that quotes holds if it is one of the frames and its words stand in the quote it cites. One that
tells the check's records holds if telling them again gives the very same words on the same sources. So
neither is left to a model that guesses whether words bear a sentence out.
"""

from __future__ import annotations

from collections.abc import Iterator

from factbook.analysis.origins import Origins
from factbook.analysis.retold import Retold
from factbook.drafting.background import tell_context, tell_interests
from factbook.drafting.draft import Sentence
from factbook.drafting.frames import is_borne_out
from factbook.drafting.naming import Names
from factbook.drafting.plain import NAME, VERSION
from factbook.drafting.standing import tell_standing
from factbook.drafting.stands import stands_of
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.finding import Authorship, Finding
from factbook.wording import languages, speaking, spoken


def retell(check: Check, origins: Origins) -> Retold:
    """Tell the plain drafter's sentences again; those that a person has changed are that person's."""
    ours = {coder.id: coder for coder in check.coders if coder.kind == "model" and coder.name == NAME}
    drafted = [
        finding
        for finding in check.findings
        if finding.suggested_by in ours and finding.authorship in {Authorship.MODEL, Authorship.ACCEPTED}
    ]
    if not drafted:
        return Retold()
    proved = set() if blind_round(check) else _proved(check, origins, drafted)
    rest = [finding for finding in drafted if finding.id not in proved]
    same = {
        one.id for one in rest if ours[one.suggested_by or ""].version == VERSION and not blind_round(check)
    }
    return Retold(frozenset(proved), frozenset(same), frozenset(one.id for one in rest) - same)


def _proved(check: Check, origins: Origins, drafted: list[Finding]) -> set[str]:
    # It may have been drafted in another language than the one that is spoken now.
    proved: set[str] = set()
    for language in dict.fromkeys([spoken(), *languages()]):
        left = [finding for finding in drafted if finding.id not in proved]
        if left:
            with speaking(language):
                proved |= _proved_in_language(check, origins, left)
    return proved


def _proved_in_language(check: Check, origins: Origins, drafted: list[Finding]) -> set[str]:
    names, stands = Names(check), stands_of(check)
    told = {_key(sentence) for sentence in told_of_records(check, origins)}
    return {
        finding.id
        for finding in drafted
        if _found_key(finding) in told or is_borne_out(finding, check=check, names=names, stands=stands)
    }


def told_of_records(check: Check, origins: Origins) -> Iterator[Sentence]:
    """Give every sentence that tells the records of a check, in the language that is spoken."""
    names, stands = Names(check), stands_of(check)
    if not check.sources:
        return
    for standing in tell_standing(stands, names=names, origins=origins):
        yield from standing
    yield from tell_context(check, stands, names=names, origins=origins)
    yield from tell_interests(check, names=names)


def _key(sentence: Sentence) -> tuple[str, frozenset[str], tuple[str, ...]]:
    return sentence.words, frozenset(one.source for one in sentence.cited), sentence.points


def _found_key(finding: Finding) -> tuple[str, frozenset[str], tuple[str, ...]]:
    return finding.uncited_text, frozenset(one.source for one in finding.citations), finding.points
