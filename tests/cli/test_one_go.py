"""A whole check with a language model, as a user types it, and again after a person has decided things."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
import pytest

from factbook import seams
from factbook.api import load_casebook
from factbook.api.one_go import OneGo, begin_one_go
from factbook.errors import BadRecordError
from factbook.evidence.handed_scores import HANDED_SCORES
from factbook.model.points import with_point_text
from tests.cli.conftest import Run
from tests.scripted_model import ScriptedModel, serving

OPEN = "The council met on Monday. The bridge will open in May, the mayor said. It will carry trams."
SHUT = "The bridge will not open in May, the contractor said. The deck is late."
QUESTION = "Will the bridge open in May?"
POINTS = ["The bridge will open in May", "The bridge will carry trams"]


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer the drafters as an installed factbook does."""
    real = seams.entry_points
    drafters = {
        "plain": "factbook.drafting.plain:PlainDrafter",
        "llm": "factbook.drafting.by_model:ModelDrafter.from_settings",
    }

    def entry_points(*, group: str) -> Any:
        if group != "factbook.drafters":
            return real(group=group)
        return [EntryPoint(name, value, group) for name, value in drafters.items()]

    monkeypatch.setattr(seams, "entry_points", entry_points)


def write(data: dict[str, Any]) -> dict[str, Any]:
    """Write what the first passage on the bridge says, and a thing that none says."""
    one = next(one for one in data["passages"] if "will open in May" in one["words"])
    name = next(source["name"] for source in data["sources"] if source["source"] == one["source"])
    says = {"section": "summary", "passages": [one["passage"]], "points": [1]}
    return {
        "sentences": [
            says | {"sentence": f"According to {name}, the bridge will open in May."},
            says | {"sentence": f"According to {name}, the bridge is haunted."},
        ]
    }


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ScriptedModel]:
    answers = {
        "points": {"points": POINTS},
        "queries": {"queries": ["bridge trams"]},
        "sentences": write,
        "repair": {"sentences": []},
        "questions": {"questions": ["When will the bridge open?"]},
    }
    with serving(answers) as model:
        monkeypatch.setenv("FACTBOOK_MODEL", "openai:small")
        monkeypatch.setenv("FACTBOOK_MODEL_URL", model.url)
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "open.txt").write_text(OPEN, encoding="utf-8")
        (tmp_path / "shut.txt").write_text(SHUT, encoding="utf-8")
        (tmp_path / "factbook.toml").write_text('[find]\nfolder = "docs"\n', encoding="utf-8")
        yield model


def content(check: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((check / "check.json").read_text(encoding="utf-8"))
    return found


def texts(check: Path) -> list[str]:
    return [point["text"] for point in content(check)["points"]]


def test_points_searches_and_sentences_come_from_the_model_and_all_of_it_is_kept(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    words = ("--sources", "shut.txt", "--find", "folder", "--model", "llm", "--id", "bridge", "--to", "md")
    code, out, err = run("check", QUESTION, *words)
    assert code == 0, err
    check = tmp_path / "bridge"
    said = content(check)
    assert texts(check) == POINTS
    assert [search["query"] for search in said["searches"]] == [QUESTION, "bridge trams"]
    assert model.tasks == ["points", "queries", "sentences", "repair", "questions"]
    assert [finding["suggested_by"] for finding in said["findings"]] == ["openai-small"]
    assert "Dropped: “According to" in err
    assert "openai:small with prompts 2: 1 sentence and 1 question; asked 3 times." in out
    assert "2 points, 2 sources (2 read), 1 sentence; 2 drafts waiting for a person; " in out
    report = (check / "report.md").read_text(encoding="utf-8")
    assert "The language model openai:small was asked 5 times for the points of the claim, words to" in report
    assert "That took 4,500 tokens in and 500 out; its price is not known." in report
    assert "Of what it wrote, 1 thing did not hold and was dropped." in report
    assert "haunted" not in report


def test_where_the_model_writes_no_sentence_the_draft_is_by_rule(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    model.answers["sentences"] = {"sentences": []}
    code, out, err = run(
        "check", QUESTION, "--sources", "shut.txt", "--model", "llm", "--id", "bridge", "--to", "md"
    )
    assert code == 1
    assert "openai:small with prompts 2 wrote no sentence that holds." in err
    assert "So that there is a draft, it is by rule" in out
    assert {finding["suggested_by"] for finding in content(tmp_path / "bridge")["findings"]} == {
        "plain-drafter"
    }


def test_run_again_it_goes_on_and_what_a_person_decided_stays(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    words = ("--sources", "docs", "--model", "llm", "--out", "book", "--to", "md")
    assert run("check", QUESTION, *words)[0] == 0
    check = tmp_path / "book" / "will-the-bridge-open-in-may"
    run("stance", str(check), "s1", "p1", "refutes", "--note", "by hand")
    run("draft", str(check), "--edit", "f1", "Ana wrote this [@s1].", "--decline", "u1")
    decided = content(check)
    _, out, _ = run("check", QUESTION, *words, "--sources", "shut.txt")
    assert f"Going on with {check}" in out
    after = content(check)
    assert [source["id"] for source in after["sources"]] == ["s1", "s2"]
    assert after["points"] == decided["points"]
    person = [one for one in after["stances"] if one["coder"] == "ana"]
    assert person == [one for one in decided["stances"] if one["coder"] == "ana"]
    assert after["findings"][0] == decided["findings"][0]
    assert after["declined"] == decided["declined"]
    assert len(load_casebook(tmp_path / "book")) == 1
    assert model.tasks.count("points") == 1


def test_the_same_again_asks_nobody_and_gives_the_same_bytes(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    words = ("--sources", "docs", "--model", "openai:small", "--id", "bridge", "--to", "md")
    run("check", QUESTION, *words)
    check = tmp_path / "bridge"
    before = {name: (check / name).read_bytes() for name in ("check.json", "report.md", "factcheck.ipynb")}
    asked = len(model.asked)
    assert "; 3 kept answers replayed." in run("check", QUESTION, *words)[1]
    assert len(model.asked) == asked
    assert {name: (check / name).read_bytes() for name in before} == before
    assert "asked 3 times" in run("draft", "bridge", "--model", "llm", "--again")[1]


def test_another_claim_under_the_same_id_is_another_s(run: Run, tmp_path: Path, model: ScriptedModel) -> None:
    words = ("--sources", "docs", "--id", "bridge", "--to", "md")
    run("check", QUESTION, *words)
    code, _, err = run("check", "Will the bridge close in May?", *words)
    assert (code, "The id 'bridge' is taken" in err) == (2, True)


def begun(casebook: Path, question: str, **options: Any) -> OneGo:
    return begin_one_go(
        question=question, drafter="plain", stance_model="lexical", casebook=casebook, **options
    )


def test_claims_that_differ_in_a_mark_alone_are_each_found_again(tmp_path: Path) -> None:
    for question in (
        "Will it open?",
        "Will it open!",
        *(f"Will it open{'.' * dots}" for dots in range(1, 11)),
    ):
        begun(tmp_path, question)
    ids = [path.name for path in tmp_path.iterdir() if path.is_dir()]
    assert len(ids) == 12
    for question, check_id in [("Will it open?", "will-it-open"), ("Will it open!", "will-it-open-2")]:
        again = begun(tmp_path, question)
        assert (again.found_again, again.check.path.name) == (True, check_id)
    assert begun(tmp_path, "Will it open..........").check.path.name == "will-it-open-12"
    assert not begun(tmp_path, "Will it open").found_again


def test_a_check_that_cannot_be_read_waits_to_be_mended_and_no_other_is_begun(tmp_path: Path) -> None:
    file = begun(tmp_path, "Will it open?").check.path / "check.json"
    file.write_text("{broken", encoding="utf-8")
    with pytest.raises(BadRecordError, match=re.escape(str(file))):
        begun(tmp_path, "Will it open?")
    assert list(tmp_path.glob("*/check.json")) == [file]
    assert begun(tmp_path, "Will it open?", check_id="another").check.path.name == "another"


@pytest.mark.parametrize("failing", [("--budget", "100"), ()])
def test_points_that_could_not_be_named_are_asked_for_again(
    run: Run, tmp_path: Path, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch, failing: tuple[str, ...]
) -> None:
    words = ("--sources", "docs", "--model", "llm", "--id", "bridge", "--to", "md")
    if not failing:
        monkeypatch.setenv("FACTBOOK_MODEL_URL", "http://127.0.0.1:9/v1")
    assert run("check", QUESTION, *words, *failing)[0] == 1
    run("draft", "bridge", "--model", "plain")
    assert texts(tmp_path / "bridge") == [QUESTION]
    assert {stance["point"] for stance in content(tmp_path / "bridge")["stances"]} == {"p1"}
    monkeypatch.setenv("FACTBOOK_MODEL_URL", model.url)
    code, out, err = run("check", QUESTION, *words)
    assert code == 0, err
    assert "p2  The bridge will carry trams" in out
    assert texts(tmp_path / "bridge") == POINTS
    # What was suggested and drafted on the claim as a whole went with it.
    assert {one["suggested_by"] for one in content(tmp_path / "bridge")["findings"]} == {"openai-small"}


@pytest.mark.parametrize("judged", [False, True])
def test_points_that_are_given_later_take_the_place_of_the_claim_as_a_whole(
    tmp_path: Path, judged: bool
) -> None:
    def begun_with(*points: str) -> list[str]:
        going = begin_one_go(
            question=QUESTION, points=points, drafter="plain", stance_model="lexical", casebook=tmp_path
        )
        return [point.text for point in going.check.record.points]

    assert begun_with() == [QUESTION]
    assert begun_with(QUESTION.upper()) == [QUESTION]
    if judged:
        (tmp_path / "shut.txt").write_text(SHUT, encoding="utf-8")
        (check,) = load_casebook(tmp_path)
        check.add_source(tmp_path / "shut.txt")
        check.stance("s1", "p1", "refutes", coder="Ana")
    assert begun_with(*POINTS) == ([QUESTION, *POINTS] if judged else POINTS)
    assert begun_with(*POINTS) == ([QUESTION, *POINTS] if judged else POINTS)


def test_points_that_a_person_has_touched_are_theirs(tmp_path: Path, model: ScriptedModel) -> None:
    def asked_again(check_id: str) -> bool:
        going = begin_one_go(
            question=QUESTION, drafter="llm", stance_model="lexical", casebook=tmp_path, check_id=check_id
        )
        return bool(going.name_points().points)

    for check_id in ("untouched", "judged", "reworded", "rated", "written"):
        begun(tmp_path, QUESTION, check_id=check_id).check.add_source(tmp_path / "shut.txt")
    opened = {check.path.name: check for check in load_casebook(tmp_path)}
    opened["judged"].stance("s1", "p1", "refutes", coder="Ana")
    opened["reworded"].update(lambda check: with_point_text(check, "p1", "The bridge opens"))
    opened["rated"].rate("refuted", reason="So Ana says", coder="Ana")
    opened["written"].add_finding("summary", "It will not [@s1].", points=["p1"])
    assert [check_id for check_id in sorted(opened) if asked_again(check_id)] == ["untouched"]
    assert model.tasks == ["points"]


def test_without_a_key_nothing_is_made(
    run: Run, tmp_path: Path, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FACTBOOK_MODEL_URL")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    code, _, err = run("check", QUESTION, "--sources", "docs", "--model", "llm", "--out", "book")
    assert (code, "There is no key for openai:small. Set OPENAI_API_KEY" in err) == (2, True)
    assert not (tmp_path / "book").exists()


def test_the_budget_ends_the_asking_and_not_the_report(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    words = ("--sources", "docs", "--model", "llm", "--budget", "100", "--id", "bridge", "--to", "md")
    code, out, err = run("check", QUESTION, *words)
    assert code == 1
    assert err.count("The budget of 100 tokens was kept to") == 2
    assert model.asked == []
    assert (tmp_path / "bridge" / "report.md").is_file()
    # What the model could not write is drafted by rule, until it can.
    assert "it is by rule; a later one of the language model replaces it." in out
    assert {one["suggested_by"] for one in content(tmp_path / "bridge")["findings"]} == {"plain-drafter"}
    assert run("check", QUESTION, *[word for word in words if word not in {"--budget", "100"}])[0] == 0
    assert {one["suggested_by"] for one in content(tmp_path / "bridge")["findings"]} == {"openai-small"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), "The question is empty. Write what is to be checked."),
        (("  ",), "The question is empty."),
        ((QUESTION, "--sources", "shut.txt", "--point", ""), "A point is empty."),
        ((QUESTION, "--sources", "none.txt", "nothing"), "No source can be read, and nothing was made."),
        ((QUESTION, "--sources", "bare"), "bare holds no document."),
    ],
)
def test_without_anything_to_go_by_nothing_is_made(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "bare").mkdir()
    before = sorted(tmp_path.iterdir())
    sources = () if "--sources" in words else ("--sources", "bare")
    code, _, err = run("check", *words, *sources)
    assert (code, said in err) == (2, True), err
    assert sorted(tmp_path.iterdir()) == before


def test_interrupted_it_says_what_is_kept_and_goes_on_the_next_time(
    run: Run, tmp_path: Path, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    words = ("check", QUESTION, "--sources", "docs", "--casebook", ".", "--id", "bridge", "--to", "md")
    with monkeypatch.context() as patch:
        patch.setattr("factbook.api.judging.JudgeableCheck.suggest", interrupt)
        code, _, err = run(*words)
    assert code == 130
    assert f"what was done is kept in {tmp_path / 'bridge'}. Run the same command again to go on." in err
    code, out, err = run(*words)
    assert code == 0, err
    assert "1 source given was there already." in out
    assert "very same bytes" not in err


def test_a_language_model_is_asked_in_the_language_of_the_report(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    settings = tmp_path / "factbook.toml"
    settings.write_text(f'report_language = "es"\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    words = ("--find", "folder", "--model", "llm", "--id", "bridge", "--to", "md")
    code, out, err = run("check", QUESTION, *words)
    assert code == 1
    assert model.tasks == ["points", "queries"]
    assert all("in Spanish" in json.dumps(asked) for asked in model.asked)
    # Where nobody judges its sentences, the report is drafted by rule.
    assert "Language models draft in English" in err
    assert "it is by rule" in out


def test_a_language_model_is_named_by_nobody_but_the_casebook(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FACTBOOK_MODEL", raising=False)
    (tmp_path / "minutes.txt").write_text(OPEN, encoding="utf-8")
    run("new", QUESTION, "--id", "bridge")
    run("source", "add", "bridge", "minutes.txt")
    own = tmp_path / "bridge" / "factbook.toml"
    own.write_text(
        '[language_model]\nmodel = "openai:theirs"\nurl = "http://127.0.0.1:9"\n', encoding="utf-8"
    )
    code, _, err = run("draft", "bridge", "--model", "llm")
    assert (code, "No language model is set up" in err) == (2, True)


def test_calls_travel_with_the_bundle_and_are_proved_in_it(
    run: Run, tmp_path: Path, model: ScriptedModel
) -> None:
    run("check", QUESTION, "--sources", "docs", "--model", "llm", "--id", "bridge", "--to", "html")
    assert run("bundle", "bridge", "--out", "bridge.zip")[0] == 0
    calls = {call["sha256"] for call in content(tmp_path / "bridge")["calls"]}
    with zipfile.ZipFile(tmp_path / "bridge.zip") as bundle:
        names = {Path(name).stem for name in bundle.namelist() if "/data/calls/" in name}
        settings = next(bundle.read(name) for name in bundle.namelist() if name.endswith("factbook.toml"))
    assert names == calls
    assert model.url.encode() not in settings
    code, out, err = run("verify", "bridge.zip")
    assert code == 0, (out, err)
    file = tmp_path / "bridge" / "calls" / f"{calls.pop()}.json"
    file.write_bytes(file.read_bytes().replace(b"900", b"1"))
    code, out, _ = run("verify", "bridge")
    assert (code, "does not match its hash" in out) == (1, True)
    said = content(tmp_path / "bridge")
    for call in said["calls"]:
        call["input_tokens"] = 1
    (tmp_path / "bridge" / "check.json").write_text(json.dumps(said), encoding="utf-8")
    assert "check.json says something else of its input_tokens" in run("verify", "bridge")[1]


def test_the_notebook_need_not_load_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HANDED_SCORES, "")
    (tmp_path / "open.txt").write_text(OPEN, encoding="utf-8")
    going = begin_one_go(question=QUESTION, drafter="plain", casebook=tmp_path, check_id="bridge")
    going.check.add_source(tmp_path / "open.txt")
    going.check.suggest()
    going.draft()
    cells = [
        'check = "."',
        "import sys, factbook as fb\nreport = fb.open(check).report()\nreport.header",
        'print("onnxruntime" in sys.modules)',
    ]
    own = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    own.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    own.cells[0].metadata.tags = ["parameters"]
    nbformat.write(own, going.check.path / "analysis.ipynb")
    for build, loaded in ((going.build, "False"), (going.check.build, "True")):
        build(to=["html"])
        built = nbformat.read(going.check.path / "factcheck.ipynb", as_version=4)
        assert loaded == built.cells[-1].outputs[0].text.strip()
        assert HANDED_SCORES not in os.environ


def test_files_of_a_folder_that_are_left_out_are_named(run: Run, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "open.txt").write_text(OPEN, encoding="utf-8")
    (docs / "photo.raw").write_bytes(b"\x00")
    (docs / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    code, _, err = run("check", QUESTION, "--sources", "docs", "--id", "bridge", "--to", "md")
    assert code == 0
    assert "docs: 2 files left out, of no kind that is read, or a link: gone.txt, photo.raw" in err


def test_a_point_that_is_given_twice_is_one(tmp_path: Path) -> None:
    again = f" {POINTS[0].upper()} "
    for points in ([*POINTS, POINTS[0], again], [again]):
        going = begin_one_go(question=QUESTION, drafter="plain", points=points, casebook=tmp_path)
        assert [point.text for point in going.check.record.points] == POINTS
