"""The commands, as a user types them: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "The council met on Monday. The bridge will open in May, the mayor said."


@pytest.fixture
def bridge(run: Run, tmp_path: Path) -> Path:
    """A check made by commands: one source, one quote, one judgement, one sentence."""
    (tmp_path / "minutes.txt").write_text(TEXT, encoding="utf-8")
    for words in (
        ("new", "Will the bridge open in May?", "--id", "bridge"),
        ("source", "add", "bridge", "minutes.txt", "--publisher", "City"),
        ("quote", "bridge", "s1", "The bridge will open in May", "--point", "p1"),
        ("stance", "bridge", "s1", "p1", "supports", "--note", "says so"),
        ("finding", "bridge", "summary", "The bridge will open in May [@s1#q1].", "--point", "p1"),
    ):
        code, _, err = run(*words)
        assert (code, err) == (0, "")
    return tmp_path / "bridge"


def test_a_claim_in_another_language_is_known_as_such(run: Run, tmp_path: Path) -> None:
    (tmp_path / "acta.txt").write_text("El puente abrirá en mayo, dijo el alcalde.", encoding="utf-8")
    run("new", "¿Abrirá el puente?", "--language", "es", "--id", "made")
    words = ("--sources", "acta.txt", "--language", "es", "--id", "gone", "--to", "html")
    run("check", "¿Abrirá el puente en mayo?", *words)
    for check in ("made", "gone"):
        assert json.loads((tmp_path / check / "check.json").read_text(encoding="utf-8"))["language"] == "es"
    assert '<html lang="es"' in (tmp_path / "gone" / "report.html").read_text(encoding="utf-8")
    assert "Spanish" in run("new", "Is it so?", "--language", "Spanish")[2]


def test_a_language_without_words_is_refused_unless_the_report_has_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faits.txt").write_text("Le pont ouvrira en mai, dit le maire.", encoding="utf-8")
    (tmp_path / "claims.csv").write_text("id,question,language\nlot,Ouvrira-t-il ?,fr\n", encoding="utf-8")
    told = "There are no words for reports in 'fr'. There are in: en, ar, es. Set report_language"
    ways = {
        "made": ("new", "Le pont ouvrira-t-il ?", "--language", "fr", "--id", "made"),
        "gone": ("check", "Ouvrira-t-il ?", "--sources", "faits.txt", "--language", "fr", "--id", "gone"),
    }
    for name, words in ways.items():
        code, _, err = run(*words)
        assert (code, told in err) == (2, True)
        assert not (tmp_path / name).exists()
    code, out, err = run("batch", "claims.csv", "--out", "lots")
    assert (code, told in f"{out}{err}") == (1, True)
    (tmp_path / "factbook.toml").write_text('report_language = "es"', encoding="utf-8")
    assert run(*ways["made"])[0] == 0
    assert run("batch", "claims.csv", "--out", "lots")[0] == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_check_is_made_where_its_reports_are_to_be_in_a_language_without_words(
    run: Run, tmp_path: Path, language: str
) -> None:
    (tmp_path / "factbook.toml").write_text('report_language = "fr"', encoding="utf-8")
    (tmp_path / "faits.txt").write_text("Le pont ouvrira en mai, dit le maire.", encoding="utf-8")
    for words in (("new", "Ouvrira-t-il ?"), ("check", "Ouvrira-t-il ?", "--sources", "faits.txt")):
        code, _, err = run(*words, "--language", language, "--id", "made")
        assert (code, "report_language in factbook.toml is 'fr', and there are no words" in err) == (2, True)
        assert not (tmp_path / "made").exists()


def test_a_check_in_a_language_without_words_builds_and_that_is_told(run: Run, bridge: Path) -> None:
    file = bridge / "check.json"
    fields = json.loads(file.read_text(encoding="utf-8")) | {"language": "fr"}
    file.write_text(json.dumps(fields), encoding="utf-8")
    code, _, err = run("build", "bridge", "--to", "html")
    assert (code, err.startswith("The report is in English: there are no words for reports in 'fr'")) == (
        0,
        True,
    )
    assert run("new", "Is it so?", "--language", "en-GB")[0] == 0


def test_new_prints_the_path_of_the_check(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("new", "Is it so?", "--claimant", "Bo", "--statement", "It is so")
    assert code == 0
    assert Path(out.strip()) == tmp_path / "is-it-so"
    check = json.loads((tmp_path / "is-it-so" / "check.json").read_text(encoding="utf-8"))
    assert check["claim"] == {"claimant": "Bo", "question": "Is it so?", "statement": "It is so"}
    assert check["points"] == [{"id": "p1", "text": "It is so"}]


def test_a_point_given_twice_is_one_and_that_is_told(run: Run, tmp_path: Path) -> None:
    words = ("new", "Is it so?", "--point", "It is so", "--point", "It holds", "--point", " it is  SO ")
    code, _, err = run(*words, "--id", "made")
    assert (code, err) == (0, "The point is given twice, and taken once: it is  SO\n")
    assert run("point", "made", "IT HOLDS") == (0, "p2\n", "The point is there already: It holds\n")
    check = json.loads((tmp_path / "made" / "check.json").read_text(encoding="utf-8"))
    assert [point["text"] for point in check["points"]] == ["It is so", "It holds"]


def test_a_point_without_words_is_named(run: Run, bridge: Path) -> None:
    assert run("new", "Is it so?", "--point", " ")[::2] == (
        2,
        "factbook: A point is empty. Write behind --point what is to be checked.\n",
    )
    assert "The point is empty." in run("point", "bridge", "")[2]


def test_the_same_question_twice_gives_two_checks(run: Run, tmp_path: Path) -> None:
    names = [Path(run("new", "Is it SO?")[1].strip()).name for _ in range(2)]
    assert names == ["is-it-so", "is-it-so-2"]


def test_the_whole_way_to_a_clean_audit(run: Run, bridge: Path) -> None:
    code, out, err = run("audit", "bridge")
    assert (code, out.splitlines()[-1], err) == (
        0,
        "Everything holds.",
        "Support was judged by factbook-support 3.\n",
    )
    check = json.loads((bridge / "check.json").read_text(encoding="utf-8"))
    assert check["coders"] == [{"id": "ana", "name": "Ana"}]
    assert check["stances"][0]["quotes"] == ["q1"]
    assert "1 quote  " in run("source", "list", "bridge")[1]


def test_quote_says_where_the_words_stand(run: Run, bridge: Path) -> None:
    start = TEXT.index("the mayor")
    code, out, _ = run("quote", "bridge", "s1", "the mayor said")
    assert code == 0
    assert f"characters {start} to {start + 14}" in out
    assert "[@s1#q2]" in out


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        ("[@s9]", "@s9, which is no source"),
        ("[@s1#q9; @s1#q1; @s9]", "@s1#q9, which is no quote, @s9, which is no source"),
        ("[@s2#q1]", "@s2#q1, which is a quote of s1"),
    ],
)
def test_a_citation_that_leads_nowhere_is_told_at_once_and_written_all_the_same(
    run: Run, bridge: Path, cited: str, told: str
) -> None:
    (bridge.parent / "more.txt").write_text("Trams are late.", encoding="utf-8")
    run("source", "add", "bridge", "more.txt")
    code, out, err = run("finding", "bridge", "context", f"Trams come {cited}.")
    assert (code, out) == (1, "f2\n")
    assert err == f"f2 cites {told}. To change it: factbook draft bridge --edit f2 WORDS\n"
    # In the words of the audit.
    assert f"dangling           it cites {told}" in run("audit", "bridge")[1]


def test_a_check_is_found_by_its_folder_or_by_its_id_in_a_casebook(
    run: Run, bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "factbook.toml").write_text('coder = "Bo"\n', encoding="utf-8")
    deeper = tmp_path / "some" / "where"
    deeper.mkdir(parents=True)
    monkeypatch.chdir(deeper)
    for words in (("bridge",), ("../../bridge",), (str(bridge),), ("bridge", "--casebook", str(tmp_path))):
        assert run("audit", *words)[0] == 0


def test_audit_ends_with_1_where_something_does_not_hold(run: Run, bridge: Path) -> None:
    run("finding", "bridge", "context", "Nobody said so.")
    code, out, _ = run("audit", "bridge")
    assert code == 1
    assert "uncited" in out
    code, out, _ = run("audit", "bridge", "--json")
    assert [(row["kind"], row["state"], row["grade"]) for row in json.loads(out)] == [
        ("finding", "uncited", "fault")
    ]


def test_strict_counts_cautions(run: Run, bridge: Path) -> None:
    run("source", "add", "bridge", "https://example.org/page")
    assert run("audit", "bridge")[0] == 0
    assert run("audit", "bridge", "--strict")[0] == 1


def test_an_address_that_may_not_be_fetched_is_a_source_with_the_reason(run: Run, bridge: Path) -> None:
    code, out, _ = run("source", "add", "bridge", "http://127.0.0.1/page")
    assert code == 1
    assert "no address of the public internet" in out


def test_schema_prints_json(run: Run) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out)["title"] == "factbook check"


BAD_INPUT = {
    "no such check": (("audit", "nowhere"), "There is no check 'nowhere'"),
    "an id that leaves the casebook": (("audit", "../../etc"), "There is no check '../../etc'"),
    "a new id that leaves the casebook": (("new", "Q", "--id", "../x"), "'../x'"),
    "a taken id": (("new", "Q", "--id", "Bridge"), "'Bridge' is taken"),
    "an empty question": (("new", ""), "a claim needs a question or a statement"),
    "an unknown command": (("adit", "bridge"), "No such command 'adit'"),
    "a missing word": (("quote", "bridge", "s1"), "Missing argument 'WORDS'"),
    "an option with nothing behind it": (("check", "Q", "--sources"), "See: factbook check --help"),
    "one of a command in a command": (
        ("source", "add", "bridge", "--url"),
        "See: factbook source add --help",
    ),
    "an unreadable file": (("source", "add", "bridge", "missing.txt"), "missing.txt cannot be read"),
    "a folder without a document": (("source", "add", "bridge", "bridge"), "holds no document"),
    "a changed word": (("quote", "bridge", "s1", "The bridge will open in June"), "nearest passage"),
    "words that begin with a minus": (("quote", "bridge", "s1", "-5 degrees"), "Put -- before words"),
    "an unknown source": (("quote", "bridge", "s9", "May"), "no source 's9'"),
    "an unknown point": (("stance", "bridge", "s1", "p9", "supports"), "no point 'p9'"),
    "an unknown stance": (("stance", "bridge", "s1", "p1", "denies"), "'denies' is no stance"),
    "an unknown section": (("finding", "bridge", "end", "x"), "'end' is not one of"),
    "an unknown format": (("build", "bridge", "--to", "pfd"), "'pfd' is no format"),
    "a bad date": (("source", "add", "bridge", "new.txt", "--published", "May"), "YYYY-MM-DD"),
    "one unreadable file of two": (("source", "add", "bridge", "new.txt", "gone.txt"), "gone.txt cannot"),
    "an address of another kind": (("source", "add", "bridge", "ftp://example.org/x"), "http or https"),
    "an endless file": (("source", "add", "bridge", "/dev/zero"), "/dev/zero is no file"),
    "an address with a password": (("source", "add", "bridge", "https://a:b@example.org"), "password"),
    "a point of a sentence that is not there": (
        ("finding", "bridge", "summary", "x [@s1].", "--point", "p9"),
        "there is no point 'p9'",
    ),
    "no format at all": (("build", "bridge", "--to", ""), "'' is no format"),
    "a bad address": (("source", "add", "bridge", "new.txt", "--url", "example.org"), "http://"),
    "claims that are not there": (("batch", "none.csv", "--out", "o"), "none.csv cannot be read"),
    "claims of another kind": (("batch", "minutes.txt", "--out", "o"), "no list of claims"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_line_that_names_the_thing(run: Run, bridge: Path, case: str) -> None:
    (bridge.parent / "new.txt").write_text("other words", encoding="utf-8")
    before = {path: path.read_bytes() for path in bridge.rglob("*") if path.is_file()}
    words, named = BAD_INPUT[case]
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert named in err
    assert err.startswith("factbook: ")
    assert err.count("\n") == 1
    assert {path: path.read_bytes() for path in bridge.rglob("*") if path.is_file()} == before


def test_a_bad_record_is_named_with_the_path_of_the_field(run: Run, bridge: Path) -> None:
    check = json.loads((bridge / "check.json").read_text(encoding="utf-8"))
    check["sources"][0]["publsher"] = "x"
    (bridge / "check.json").write_text(json.dumps(check), encoding="utf-8")
    code, _, err = run("audit", "bridge")
    assert code == 2
    assert "sources[0].publsher: unknown field; did you mean 'publisher'?" in err


def test_debug_shows_where_an_error_came_from(run: Run) -> None:
    assert "Traceback" not in run("audit", "nowhere")[2]
    assert "Traceback" in run("audit", "nowhere", "--debug")[2]


def test_a_full_disk_leaves_everything_as_it_was(
    run: Run, bridge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in bridge.rglob("*") if path.is_file()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run("point", "bridge", "Another point")
    assert code == 2
    assert "no space is left on the disk" in err
    assert {path: path.read_bytes() for path in bridge.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "command", [[str(Path(sys.executable).parent / "factbook")], [sys.executable, "-m", "factbook"]]
)
def test_the_installed_command_answers(command: list[str]) -> None:
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "factbook demo" in done.stdout
    assert done.stdout.startswith("Usage: factbook ")


def test_the_demo_builds_the_example_and_ends_with_the_path_of_its_report(run: Run, tmp_path: Path) -> None:
    code, out, err = run("demo")
    report = Path(out.strip())
    assert (code, report) == (0, tmp_path / "factbook-demo" / "ice-training" / "report.html")
    assert report.is_file()
    assert "The audit finds" in err
    assert run("demo")[1] == out


def test_a_fault_of_factbook_itself_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("lost")

    monkeypatch.setattr("factbook.model.canonical.check_schema", broken)
    code, out, err = run("schema")
    assert (code, out) == (2, "")
    assert err.startswith("factbook: something went wrong in factbook itself (KeyError: 'lost')")
    assert err.count("\n") == 1


def test_a_casebook_that_is_named_goes_before_a_folder_here(run: Run, bridge: Path, tmp_path: Path) -> None:
    run("new", "Another bridge?", "--id", "bridge", "--casebook", "other")
    run("point", "bridge", "It is long", "--casebook", "other")
    points = {
        place: len(json.loads((place / "bridge" / "check.json").read_text(encoding="utf-8"))["points"])
        for place in (tmp_path, tmp_path / "other")
    }
    assert points == {tmp_path: 1, tmp_path / "other": 2}


def test_words_of_a_source_cannot_command_the_terminal(run: Run, bridge: Path, tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text("The bridge \x1b]0;pwned\x07 will open in May.", encoding="utf-8")
    run("source", "add", "bridge", "evil.txt")
    code, _, err = run("quote", "bridge", "s2", "The bridge will open in June")
    assert code == 2
    assert "\x1b" not in err


def test_strict_ends_with_1_and_builds_nothing(run: Run, bridge: Path) -> None:
    run("finding", "bridge", "context", "Nobody said so.")
    code, _, err = run("build", "bridge", "--strict")
    assert code == 1
    assert "was not built: uncited" in err
    assert not (bridge / "report.html").exists()
