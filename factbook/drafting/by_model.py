"""The model drafter: a language model writes sentences on numbered passages, and those that hold are kept.

The model types no quote and no citation: it names passages by their numbers. Each sentence is held against
its passages and the audit. Those that fail are sent back once with what is wrong, and what fails again is
dropped, with the reason on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factbook.drafting.asking.answers import (
    MendedSentence,
    MendedSentences,
    Questions,
    WrittenSentence,
    WrittenSentences,
)
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.choose import ChosenModel, choose_language_model
from factbook.drafting.asking.prompts import VERSION
from factbook.drafting.asking.provider import expect_ready
from factbook.drafting.asking.request import Task
from factbook.drafting.claim_data import claim_data
from factbook.drafting.draft import Draft, Material, Prove, Sentence
from factbook.drafting.dropping import choose_lines, dropped, too_many
from factbook.drafting.model_words import Ground, question_problem, sentence_problem
from factbook.drafting.naming import Names
from factbook.drafting.passages import NumberedPassage, number_passages
from factbook.drafting.stands import stands_of
from factbook.errors import AnswerError, BadInputError, BudgetError, ModelError
from factbook.model.finding import Section
from factbook.model.model_call import Dropped
from factbook.model.stance import StanceValue
from factbook.store.settings import Settings
from factbook.wording import ENGLISH, same_language, say_partial_day, spoken

_MOST_SENTENCES = 20
_MOST_PASSAGES_CITED = 4
_MOST_QUESTIONS = 3


class ModelDrafter:
    """Drafts with a language model, which is its name: a reader is told who wrote."""

    version = f"with prompts {VERSION}"

    def __init__(self, model: ChosenModel) -> None:
        self.model = model
        self.name = model.full_name

    @classmethod
    def from_settings(cls, settings: Settings) -> ModelDrafter:
        """Make the drafter of the language model that the settings name; see `asking.choose`."""
        return cls(choose_language_model(settings))

    def expect_ready(self) -> None:
        """Raise `BadInputError` if the model could not be asked: the extra or the key is missing."""
        expect_ready(self.model)

    def draft(self, material: Material) -> Draft:
        """Draft the report of a check; where no source has words to rest on, nothing is asked.

        Raises
        ------
        BadInputError
            The report is not in English: no sentence could be shown to hold.
        ModelError
            The language model cannot be asked, or its answers cannot be used at all.
        """
        if not same_language(spoken(), ENGLISH):
            raise BadInputError(
                f"Language models draft in English, and this report is in {spoken()!r}: in other languages "
                "nothing judges whether quotes bear a sentence out",
                next_step="Draft with --model plain.",
            )
        if material.calls is None or material.prove is None:
            raise ModelError(
                "The model drafter was handed nothing to keep its calls in", next_step="Use draft_check."
            )
        passages = number_passages(material)
        if not passages:
            return Draft()
        return _Writer(material, material.prove, Asker(self.model, material.calls), passages).draft()


@dataclass(frozen=True)
class _Candidate:
    """A sentence as the model wrote it, and what is wrong with it; nothing is if it is empty."""

    written: WrittenSentence
    problem: str = ""


class _Writer:
    """Writes one draft: asks, holds what comes back against the passages, sends back, and drops."""

    def __init__(
        self, material: Material, prove: Prove, asker: Asker, passages: Sequence[NumberedPassage]
    ) -> None:
        self.material = material
        self.prove = prove
        self.asker = asker
        self.names = Names(material.check)
        self.passages = {one.number: one for one in passages}
        self.points = [point.id for point in material.check.points]
        claim = material.check.claim
        self.claim = (claim.question, claim.statement, *(point.text for point in material.check.points))
        self.data = self._data(passages)
        self.dropped: list[Dropped] = []

    def draft(self) -> Draft:
        answer = self.asker.ask(Task("sentences", self.data), WrittenSentences)
        written = list(dict.fromkeys(answer.sentences))
        candidates = self._proved(written[:_MOST_SENTENCES])
        held = self._mended(candidates) if any(one.problem for one in candidates) else candidates
        beyond = too_many(_MOST_SENTENCES, "sentences")
        held += [_Candidate(one, beyond) for one in written[_MOST_SENTENCES:]]
        self._log([dropped(one.written.sentence, one.problem) for one in held if one.problem])
        sentences = tuple(self._sentence(one.written) for one in held if not one.problem)
        questions = self._questions()
        return Draft(tuple(_by_paragraphs(sentences)), questions, tuple(self.dropped))

    def _data(self, passages: Sequence[NumberedPassage]) -> dict[str, Any]:
        check = self.material.check
        cited = [source for source in check.sources if any(one.cited.source == source.id for one in passages)]
        return claim_data(check) | {
            "sources": [
                {
                    "source": source.id,
                    "name": self.names.name(source.id, dated=False),
                    "date": source.issued or "",
                }
                for source in cited
            ],
            "passages": [
                {"passage": one.number, "source": one.cited.source, "words": one.words} for one in passages
            ],
        }

    def _proved(self, written: Sequence[WrittenSentence]) -> list[_Candidate]:
        """Hold sentences against their passages first, and those that pass against the audit, all at once."""
        found = [_Candidate(one, self._problem(one)) for one in written]
        sound = [one for one in found if not one.problem]
        said = iter(self.prove([self._sentence(one.written) for one in sound]) if sound else ())
        return [one if one.problem else replace(one, problem=next(said)) for one in found]

    def _problem(self, written: WrittenSentence) -> str:
        if not written.passages:
            return "it rests on no passage"
        lost = [number for number in written.passages if number not in self.passages]
        if lost:
            return f"there is no passage {lost[0]}"
        if len(set(written.passages)) > _MOST_PASSAGES_CITED:
            return f"it rests on more than {_MOST_PASSAGES_CITED} passages"
        unknown = [number for number in written.points if not 1 <= number <= len(self.points)]
        if unknown:
            return f"there is no point {unknown[0]}"
        cited = [self.passages[number] for number in written.passages]
        sources = [self.material.check.source(one.cited.source) for one in cited]
        said_by = [self.names.name(source.id, dated=False) for source in sources]
        ground = Ground(
            passages=[one.words for one in cited],
            sources=list(dict.fromkeys(said_by)),
            dates=[say_partial_day(source.issued) for source in sources if source.issued],
            claim=self.claim,
            said_by=said_by,
        )
        return sentence_problem(written.sentence, ground)

    def _sentence(self, written: WrittenSentence) -> Sentence:
        return Sentence(
            Section(written.section),
            written.sentence.strip(),
            tuple(self.passages[number].cited for number in dict.fromkeys(written.passages)),
            tuple(self.points[number - 1] for number in dict.fromkeys(written.points)),
        )

    def _mended(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Send back what does not hold, once; where nothing better comes back, it stays as it is."""
        failing = {number: one for number, one in enumerate(candidates, start=1) if one.problem}
        told = [
            {
                "number": number,
                "sentence": one.written.sentence[:500],
                "passages": list(one.written.passages[:10]),
                "problem": one.problem,
            }
            for number, one in failing.items()
        ]
        task = Task("repair", self.data | {"sentences": told})
        try:
            answer = self.asker.ask(task, MendedSentences)
        except (AnswerError, BudgetError):
            return list(candidates)  # What held is kept; what did not is dropped, unmended.
        mended = _first_of_each(answer.sentences, failing)
        proved = self._proved(
            [
                failing[number].written.model_copy(
                    update={"sentence": one.sentence, "passages": one.passages}
                )
                for number, one in mended.items()
            ]
        )
        better = dict(zip(mended, proved, strict=True))
        return [better.get(number, one) for number, one in enumerate(candidates, start=1)]

    def _log(self, left: Sequence[Dropped]) -> None:
        self.dropped += left
        self.asker.calls.note_dropped(left)

    def _questions(self) -> tuple[str, ...]:
        """Ask for questions, of the claim and how its sources stand: no words of a source go along."""
        check = self.material.check
        standing = [
            {"point": number, **{value: len(stands.taking(value)) for value in StanceValue}}
            for number, stands in enumerate(stands_of(check), start=1)
        ]
        try:
            answer = self.asker.ask(
                Task("questions", claim_data(check) | {"sources_by_point": standing}), Questions
            )
        except (AnswerError, BudgetError) as error:
            self.dropped.append(dropped("", error.problem))
            return ()
        claim = " ".join([*self.claim, check.claim.claimant])
        chosen, left = choose_lines(
            answer.questions,
            most=_MOST_QUESTIONS,
            kind="questions",
            problem=lambda question: question_problem(question, claim),
        )
        self._log(left)
        return chosen


def _first_of_each(
    mended: Sequence[MendedSentence], failing: Mapping[int, _Candidate]
) -> dict[int, MendedSentence]:
    """Give what was written again by its number; what nobody asked for is left out."""
    found: dict[int, MendedSentence] = {}
    for one in mended:
        if one.number in failing:
            found.setdefault(one.number, one)
    return found


def _by_paragraphs(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Begin a paragraph with each section, and in it with each point that is taken up."""
    for section in Section:
        before: Sentence | None = None
        for one in sentences:
            if one.section == section:
                yield replace(one, starts_paragraph=before is None or one.points != before.points)
                before = one
