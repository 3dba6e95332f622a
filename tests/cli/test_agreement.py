"""Several coders by commands: blind, revealed, compared, decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factbook.model.coding import with_coder, with_stance
from factbook.model.stance import StanceValue
from factbook.store.check_folder import CheckFolder
from tests.cli.conftest import Run

JUDGED = {
    "Ana": {"s1": "supports", "s2": "mixed", "s3": "not_addressed"},
    "Ben": {"s1": "supports", "s2": "refutes"},
}


@pytest.fixture
def coded(run: Run, tmp_path: Path) -> CheckFolder:
    """A check of one point that Ana and Ben judge blind: on s1 they agree, on s2 they differ."""
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"On the bridge, says {name}.", encoding="utf-8")
    run("new", "Will the bridge open in May?", "--id", "bridge")
    run("source", "add", "bridge", "one.txt", "two.txt", "three.txt")
    assert run("blind", "bridge")[0] == 0
    judge(run)
    return CheckFolder(tmp_path / "bridge")


def judge(run: Run, check: str = "bridge") -> None:
    for coder, said in JUDGED.items():
        for source, stance in said.items():
            assert run("stance", check, source, "p1", stance, "--coder", coder)[0] == 0


def test_the_whole_way_from_blind_to_decided(run: Run, coded: CheckFolder) -> None:
    code, out, _ = run("reveal", "bridge", "--coder", "Dora")
    assert code == 0
    assert "Ana judged 3 of 3 cells.\nBen judged 2 of 3 cells.\n" in out
    assert "Coders disagree on 1 cell." in out
    code, out, _ = run("agreement", "bridge")
    assert code == 0
    assert out.startswith("Krippendorff's alpha, nominal: ")
    assert "2 coders, 2 cells that at least two of them judged, in 1 check" in out
    assert "s2/p1  Ana mixed, Ben refutes" in out
    words = ("adjudicate", "bridge", "s2", "p1", "mixed", "--reason", "both are said", "--coder", "Dora")
    code, out, _ = run(*words)
    assert code == 0
    assert "s2 on p1: mixed, decided by Dora (Ana mixed, Ben refutes)." in out
    assert "Ana mixed, Ben refutes (decided as mixed by Dora)" in run("agreement", "bridge")[1]
    assert "disagreed" not in run("audit", "bridge")[1]
    assert "both are said" in coded.file.read_text(encoding="utf-8")


def test_blind_commands_show_a_coder_their_own_judgements_alone(run: Run, coded: CheckFolder) -> None:
    code, out, _ = run("audit", "bridge", "--coder", "Ben")
    assert code == 0
    assert "s3/p1" not in out  # Ana alone judged it.
    assert "judged blind" in out
    assert "disagreed" not in out
    _, out, _ = run("stance", "bridge", "s1", "p1", "supports", "--coder", "Ben")
    assert "1 supports it, 1 refutes it and 1 has no settled judgement" in out
    _, out, _ = run("stance", "bridge", "s1", "p1", "supports", "--coder", "Cy")
    assert "1 supports it and 2 have no settled judgement" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("agreement", "bridge"), "the coders' agreement would show what each coder said"),
        (("build", "bridge"), "a report would show what each coder said"),
        (("adjudicate", "bridge", "s2", "p1", "mixed", "--reason", "x"), "is still judged blind"),
        (("blind", "bridge"), "is judged blind already"),
        (("adjudicate", "bridge", "s2", "p1", "mixed"), "Missing option '--reason'"),
    ],
)
def test_what_has_to_wait_for_the_reveal_is_refused(
    run: Run, coded: CheckFolder, words: tuple[str, ...], says: str
) -> None:
    before = coded.file.read_bytes()
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert coded.file.read_bytes() == before


def test_what_is_not_blind_has_nothing_to_reveal(run: Run, coded: CheckFolder) -> None:
    run("reveal", "bridge")
    code, _, err = run("reveal", "bridge")
    assert code == 2
    assert "is not judged blind" in err


def test_agreement_as_json(run: Run, coded: CheckFolder) -> None:
    run("reveal", "bridge")
    code, out, _ = run("agreement", "bridge", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["units"], told["coders"], told["names"]) == (2, 2, ["Ana", "Ben"])
    assert told["low"] <= told["alpha"] <= told["high"]
    (differing,) = told["disagreements"]
    assert (differing["source"], differing["point"]) == ("s2", "p1")
    assert differing["said"] == {"Ana": "mixed", "Ben": "refutes"}
    assert told["confusion"]["mixed"]["refutes"] == 1
    assert told["revealed"] == ["bridge"]


def test_a_bound_gives_exit_code_1_where_agreement_is_lower(run: Run, coded: CheckFolder) -> None:
    run("reveal", "bridge")
    assert run("agreement", "bridge", "--at-least", "0.9")[0] == 1
    assert run("agreement", "bridge", "--at-least", "-1")[0] == 0


def test_models_are_compared_when_asked_for(run: Run, coded: CheckFolder) -> None:
    def suggest(check):
        check, model = with_coder(check, "nli", kind="model", version="1")
        return with_stance(check, source="s1", point="p1", value=StanceValue.SUPPORTS, coder=model.id)

    coded.update(suggest)
    run("reveal", "bridge")
    assert "nli" not in run("agreement", "bridge")[1]
    out = run("agreement", "bridge", "--with-models")[1]
    assert "Ana and nli 1 (model)" in out
    assert "each pair both ways" in out
    assert "Ana and nli 1 (model)" in run("agreement", "bridge", "--coders", "Ana,nli")[1]


def test_a_casebook_is_compared_as_a_whole_and_says_what_it_leaves_out(
    run: Run, coded: CheckFolder, tmp_path: Path
) -> None:
    run("new", "Is the road open?", "--id", "road")
    run("source", "add", "road", "one.txt", "two.txt", "three.txt")
    judge(run, "road")
    code, out, _ = run("agreement", str(tmp_path))
    assert code == 0
    assert "2 cells that at least two of them judged, in 1 check" in out
    assert "Left out, as they are still judged blind: bridge." in out
    run("reveal", "bridge")
    for names in ((str(tmp_path),), ("bridge", "road"), ("bridge", "road", str(tmp_path))):
        out = run("agreement", *names)[1]
        assert "4 cells that at least two of them judged, in 2 checks" in out
        assert "road: s2/p1  Ana mixed, Ben refutes" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("agreement",), "Missing argument"),
        (("agreement", "nowhere"), "There is no check 'nowhere'"),
        (("agreement", "bridge", "--coders", "Ana"), "names fewer than two"),
        (("agreement", "bridge", "--coders", "Ana,Zoe"), "There is no coder 'Zoe'"),
        (("agreement", "bridge", "--level", "ratio"), "'ratio' is not one of"),
        (("adjudicate", "bridge", "s1", "p1", "mixed", "--reason", "x"), "do not disagree on s1/p1"),
        (("adjudicate", "bridge", "s2", "p1", "maybe", "--reason", "x"), "'maybe' is no stance"),
        (("adjudicate", "bridge", "s2", "p1", "mixed", "--reason", " "), "reason"),
    ],
)
def test_bad_input_is_one_line(run: Run, coded: CheckFolder, words: tuple[str, ...], says: str) -> None:
    run("reveal", "bridge")
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
