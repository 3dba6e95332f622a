"""Writing and answering sentences at the desk: what is kept says rightly whose words they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import StoreError
from factbook.model.finding import Authorship, Finding, FollowUp
from factbook.model.model_call import Dropped
from factbook.store.settings import Settings
from factbook.widgets import draft_edits as edits
from factbook.widgets.draft_editor import DraftEditor


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    """A check with a drafted sentence and question, and one sentence a person wrote."""
    check = fb.new(question="Will it open?", points=["The bridge opens in May"], casebook=tmp_path)
    check.add_source(text="The bridge opens in May, the mayor said.", title="Minutes")
    check.add_finding("summary", "Mine [@s1].")
    check.draft(model=TwoSentences())
    return check


class TwoSentences:
    """Drafts always the same."""

    name, version = "two sentences", "1"

    def draft(self, material):
        from factbook.drafting.draft import Cited, Draft, Sentence

        words = ("The mayor says so.", "One source is there.")
        return Draft(
            tuple(Sentence("summary", one, (Cited("s1"),), points=("p1",)) for one in words), ("Who pays?",)
        )


@pytest.fixture
def editor(check: fb.OpenCheck) -> DraftEditor:
    editor = DraftEditor(check.folder, coder="Ana")
    editor.said = []
    editor.send = lambda message, buffers=None: editor.said.append(message)
    return editor


def ask(editor: DraftEditor, kind: str, **fields):
    """Ask as the page does, and give the answer."""
    editor._handle_custom_msg({"part": "draft_editor", "kind": kind, "id": 1, **fields}, [])
    return next(one for one in reversed(editor.said) if one.get("id") == 1)


def written(check: fb.OpenCheck) -> dict[str, Finding | FollowUp]:
    return {one.id: one for one in (*check.record.findings, *check.record.follow_ups)}


def test_each_sentence_says_who_wrote_it(editor: DraftEditor) -> None:
    view = editor.draft_editor
    assert [(one["id"], one["author"], one.get("model")) for one in view["findings"]] == [
        ("f1", "person", None),
        ("f2", "model", "two sentences 1"),
        ("f3", "model", "two sentences 1"),
    ]
    assert view["follow_ups"][0]["author"] == "model"


def test_two_who_choose_points_of_a_sentence_do_not_undo_each_other(
    editor: DraftEditor, check: fb.OpenCheck
) -> None:
    check.add_point("It is red")
    ask(editor, "speaks_to", finding="f1", point="p2", on=True)
    assert written(check)["f1"].points == ("p2",)
    check.update(lambda now: edits.with_point(now, "f1", "p1", on=True))
    ask(editor, "speaks_to", finding="f1", point="p2", on=False)
    assert written(check)["f1"].points == ("p1",)
    answer = ask(editor, "speaks_to", finding="f1", point="p9", on=True)
    assert (answer["kind"], written(check)["f1"].points) == ("failed", ("p1",))


def test_of_a_check_without_drafts_nothing_is_told(tmp_path: Path) -> None:
    check = fb.new(question="Will it open?", casebook=tmp_path)
    check.add_finding("summary", "Mine.")
    [finding] = DraftEditor(check.folder, coder="Ana").draft_editor["findings"]
    assert "author" not in finding


def test_drafts_are_accepted_as_they_are_seen(check: fb.OpenCheck, editor: DraftEditor) -> None:
    texts = {one["id"]: one["text"] for one in editor.draft_editor["findings"] if one["author"] == "model"}
    assert ask(editor, "accept", drafts=texts)["accepted"] == 2
    assert [(one.authorship, one.accepted_by) for one in check.record.findings[1:]] == [
        (Authorship.ACCEPTED, "ana"),
        (Authorship.ACCEPTED, "ana"),
    ]
    # The page shows another question than the one that is there by now.
    assert ask(editor, "accept", drafts={"u1": "Who paid?"})["kind"] == "moved"
    assert written(check)["u1"].waits


def test_a_draft_that_is_changed_is_the_persons_and_typed_back_it_waits_again(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    before = written(check)["f2"]
    ask(editor, "set_finding", finding="f2", value="The mayor said so [@s1].", base=before.text)
    after = written(check)["f2"]
    assert (after.authorship, after.suggested_by, after.accepted_by, after.drafted_as, after.points) == (
        Authorship.EDITED,
        before.suggested_by,
        "ana",
        before.drafted_as,
        ("p1",),
    )
    ask(editor, "set_finding", finding="f2", value=before.text, base=after.text)
    assert written(check)["f2"] == before
    ask(editor, "set_follow_up", follow_up="u1", value="Who paid?", base="Who pays?")
    assert written(check)["u1"].authorship == Authorship.EDITED


def test_whoever_changes_what_a_draft_cites_answers_for_it(check: fb.OpenCheck, editor: DraftEditor) -> None:
    quote = check.quote("s1", "The bridge opens in May")
    ask(editor, "set_finding", finding="f2", value=f"The mayor says so [@s1#{quote.id}].")
    assert (written(check)["f2"].authorship, written(check)["f2"].accepted_by) == ("accepted", "ana")
    # Drafted again, the person's citation stays.
    check.draft(model=TwoSentences())
    assert written(check)["f2"].text == f"The mayor says so [@s1#{quote.id}]."


def test_moved_and_cut_a_sentence_keeps_its_author(check: fb.OpenCheck, editor: DraftEditor) -> None:
    ask(editor, "move_finding", finding="f2", section="context", to=0)
    assert (written(check)["f2"].section, written(check)["f2"].authorship) == ("context", "model")
    text = written(check)["f3"].text
    made = ask(editor, "split_finding", finding="f3", at=len("One source"), base=text)["finding"]
    halves = [written(check)[one] for one in ("f3", made)]
    assert [(one.text, one.authorship, one.accepted_by) for one in halves] == [
        ("One source", "edited", "ana"),
        ("is there [@s1].", "edited", "ana"),
    ]
    ask(editor, "split_finding", finding="f1", at=4, base="Mine [@s1].")
    assert {one.authorship for one in check.record.findings[:2]} == {"person"}


def test_a_draft_that_is_taken_out_is_declined_and_does_not_come_back(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    ask(editor, "remove_finding", finding="f2")
    ask(editor, "remove_follow_up", follow_up="u1")
    ask(editor, "remove_finding", finding="f1")
    assert [(one.words, one.declined_by) for one in check.record.declined] == [
        ("The mayor says so.", "ana"),
        ("Who pays?", "ana"),
    ]
    check.draft(model=TwoSentences())
    assert list(written(check)) == ["f3"]


def test_answers_are_taken_back_whatever_else_was_changed_since(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    before = written(check)
    ask(editor, "remove_finding", finding="f2")
    ask(editor, "accept", drafts={"u1": "Who pays?"})
    check.add_finding("summary", "Another's.")
    ask(editor, "set_finding", finding="f1", value="Mine still [@s1].")
    assert ask(editor, "undo")["undone"] == "u1"
    assert ask(editor, "undo")["undone"] == "f2"
    after = written(check)
    assert {one: after[one] for one in ("f2", "f3", "u1")} == {one: before[one] for one in ("f2", "f3", "u1")}
    assert [one.text for one in check.record.findings if one.authorship == "person"] == [
        "Mine still [@s1].",
        "Another's.",
    ]
    assert check.record.declined == ()
    assert ask(editor, "undo")["nothing"]
    # What somebody has worked on since stays as they left it.
    ask(editor, "accept", drafts={"u1": "Who pays?"})
    check.edit_draft("u1", "Who paid?", coder="Ben")
    assert "changed again since" in ask(editor, "undo")["message"]
    assert written(check)["u1"].words == "Who paid?"


def test_the_casebooks_drafter_is_asked_beside_and_what_it_cannot_do_is_told(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    check.stance("s1", "p1", "supports", coder="Ana")
    ask(editor, "draft")
    [told] = [one["drafted"] for one in editor.said if one.get("drafted")]
    plain = [one for one in editor.draft_editor["findings"] if one.get("model") == "plain drafter 5"]
    assert told > len(plain) > 0
    assert not editor.draft_editor["drafting"]
    check.blind(coder="Ana")
    ask(editor, "draft")
    refused = next(one for one in editor.said if "drafted" in one and one["drafted"] is None)
    assert "judged blind" in refused["message"]


class Echo:
    """A language model that is asked for what it was made with; its answer is kept and replayed."""

    name, version = "echo", "1"

    def __init__(self, settings: Settings) -> None:
        self.model = settings.language_model.model

    def draft(self, material):
        from factbook.drafting.draft import Cited, Draft, Sentence

        budget, again = material.calls.budget.tokens, material.calls.again
        words = f"{self.model} may take {budget} tokens, again {again}."
        return Draft(
            (Sentence("summary", words, (Cited("s1"),)),), dropped=(Dropped(words="No", reason="why"),)
        )


def test_another_drafter_is_chosen_with_the_casebooks_settings(
    check: fb.OpenCheck, editor: DraftEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import EntryPoint, entry_points

    offers = {"plain": "factbook.drafting.plain:PlainDrafter", "llm": "tests.widgets.test_draft_editor:Echo"}
    points = [EntryPoint(name, value, "factbook.drafters") for name, value in offers.items()]
    monkeypatch.setattr(
        "factbook.seams.entry_points",
        lambda group: points if "drafters" in group else entry_points(group=group),
    )
    monkeypatch.delenv("FACTBOOK_MODEL", raising=False)
    monkeypatch.delenv("FACTBOOK_MODEL_URL", raising=False)
    assert editor.draft_editor["drafters"] == []
    ask(editor, "live")
    assert editor.draft_editor["drafters"] == [{"name": "plain", "model": "", "where": ""}]
    (check.path.parent / "factbook.toml").write_text(
        '[drafting]\ndrafter = "llm"\n[language_model]\nmodel = "openai:m"\nurl = "http://127.0.0.1:1/v1"\n'
    )
    again = DraftEditor(check.folder, coder="Ana")
    again.said = []
    again.send = lambda message, buffers=None: again.said.append(message)
    ask(again, "live")
    view = again.draft_editor
    assert view["drafter"] == "llm"
    assert view["drafters"][1] == {"name": "llm", "model": "openai:m", "where": "http://127.0.0.1:1/v1"}
    ask(again, "draft")
    assert check.drafts[-2].words == "openai:m may take None tokens, again False."
    ask(again, "draft", model="llm", budget=500, again=True)
    assert check.drafts[-2].words == "openai:m may take 500 tokens, again True."
    told = [one for one in again.said if one.get("drafted")]
    assert (told[-1]["drafter"], told[-1]["dropped"]) == ("echo 1", [["No", "why"]])
    assert "no number of tokens" in ask(again, "draft", budget="all")["message"]
    ask(again, "draft", model="ollama:")
    assert any("names no language model" in one.get("message", "") for one in again.said)
    assert not again.draft_editor["drafting"]


def test_while_it_is_judged_blind_nobody_elses_name_stands_at_a_sentence(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    check.accept_draft("f2", coder="Ben")
    check.accept_draft("f3", coder="Ana")
    check.blind(coder="Ana")
    editor.refresh()
    assert [one.get("by") for one in editor.draft_editor["findings"]] == [None, None, "Ana"]


def test_the_first_answer_of_somebody_new_is_taken_back_after_they_did_more(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    ask(editor, "accept", drafts={"u1": "Who pays?"})
    check.stance("s1", "p1", "supports", coder="Ana")
    assert ask(editor, "undo")["undone"] == "u1"
    assert written(check)["u1"].waits
    assert [(one.coder, one.value) for one in check.record.stances] == [("ana", "supports")]


def test_an_answer_that_the_disk_would_not_take_back_is_taken_back_later(
    check: fb.OpenCheck, editor: DraftEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise StoreError("No space is left on the disk")

    ask(editor, "accept", drafts={"u1": "Who pays?"})
    with monkeypatch.context() as patched:
        patched.setattr("factbook.store.check_folder.write_atomic", full)
        assert "No space" in ask(editor, "undo")["message"]
    assert ask(editor, "undo")["undone"] == "u1"
    assert written(check)["u1"].waits


def test_whoever_sits_down_takes_back_their_own_answers_alone(
    check: fb.OpenCheck, editor: DraftEditor
) -> None:
    ask(editor, "accept", drafts={"u1": "Who pays?"})
    editor.seat.coder = "Ben"
    assert ask(editor, "undo")["nothing"]
    ask(editor, "remove_finding", finding="f2")
    assert editor.draft_editor["undo"] == 1
    editor.seat.coder = "Ana"
    assert ask(editor, "undo")["undone"] == "u1"
    assert (editor.draft_editor["undo"], "f2" in written(check)) == (0, False)
    editor.seat.coder = "Ben"
    assert ask(editor, "undo")["undone"] == "f2"


def test_who_words_the_reason_of_anothers_rating_answers_for_it_from_then_on(
    check: fb.OpenCheck, editor: DraftEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    ask(editor, "rate", step="refuted")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    anas = check.record.rating
    editor.seat.coder = "Ben"
    # Whoever only typed and took it back has changed nothing.
    ask(editor, "set_reason", value="", base="")
    assert check.record.rating == anas
    ask(editor, "set_reason", value="No bridge is there", base="")
    bens = check.record.rating
    assert (bens.value, bens.reason, bens.set_by) == ("refuted", "No bridge is there", "ben")
    assert bens.set_at > anas.set_at
