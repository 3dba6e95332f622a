from __future__ import annotations

import re

import numpy as np
import pytest

from benchmarks import evidence, evidence_measures
from tests.training import research_sets
from tests.training.research_sets import write_rows, write_sets

FIGURE = r"-?\d\.\d{3}"
WITH_INTERVAL = rf"{FIGURE} \[{FIGURE}, {FIGURE}\]"


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    """What an interval is, is tested with the measures."""
    monkeypatch.setattr(evidence_measures, "RESAMPLES", 5)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_sets(tmp_path_factory.mktemp("data"))


@pytest.fixture
def tables(capsys):
    """Give a function that runs the command and gives what it prints: lines by name, by title of a table."""

    def run(*words):
        evidence.main([str(word) for word in words])
        found: dict[str, dict[str, str]] = {}
        for block in capsys.readouterr().out.strip().split("\n\n"):
            title, rule, *lines = block.strip().split("\n")
            assert rule == "-" * len(title)
            found[title] = {line[:28].strip(): line[29:] for line in lines}
        return found

    return run


COMMANDS = [
    (
        ("pairs", "fever_symmetric_test"),
        {"fever_symmetric_test.jsonl.gz (12 pairs)"},
        ["majority", "lexical features", "classify_pairs"],
        rf"macro-F1 {WITH_INTERVAL}   accuracy {FIGURE}   ECE {FIGURE}",
    ),
    (
        ("abstracts", "checkcovid"),
        {f"checkcovid.jsonl.gz, {what} (18 pairs)" for what in ("marked sentences", "whole abstract")},
        ["majority", "lexical features", "classify_pairs"],
        rf"macro-F1 {WITH_INTERVAL}   accuracy {FIGURE}   ECE {FIGURE}",
    ),
    (
        ("articles", "fnc_train"),
        {"fnc_train.jsonl.gz (120 pairs)"},
        ["majority", "lexical model", "suggest_stances"],
        rf"macro-F1 {WITH_INTERVAL}   accuracy {FIGURE}   ECE {FIGURE}   disagree F1 {WITH_INTERVAL}",
    ),
    (
        ("claims", "news_claims"),
        {"news_claims.jsonl.gz (20 claims, 40 articles)"},
        ["lexical model", "suggest_stances"],
        rf"alpha {WITH_INTERVAL}   without discuss {FIGURE}   macro-F1 {WITH_INTERVAL}",
    ),
    (
        ("passages", "wice_claim_dev"),
        # A sentence without marks has no ranking to measure.
        {"wice_claim_dev.jsonl.gz (12 claims)"},
        ["in the page's order", "BM25 alone", "find_passages"],
        rf"nDCG@10 {WITH_INTERVAL}",
    ),
    (
        ("support", "wice_claim_dev"),
        {"wice_claim_dev.jsonl.gz (18 sentences)"},
        [
            f"{what}: {name}"
            for what in ("marked sentences", "found sentences")
            for name in ("lexical", "supports")
        ],
        rf"balanced accuracy {WITH_INTERVAL}",
    ),
    (
        ("speed", "news_claims"),
        {"news_claims.jsonl.gz, one source of 1,000 words (20 sources, load "},
        ["lexical model", "suggest_stances"],
        r"\d+ ms, at most \d+ ms",
    ),
]


@pytest.mark.parametrize(
    ("words", "titles", "names", "figures"), COMMANDS, ids=[command[0][0] for command in COMMANDS]
)
@pytest.mark.parametrize("network", ["small_network", "no_network"])
def test_each_command_prints_its_tables(words, titles, names, figures, network, data, tables, request):
    request.getfixturevalue(network)
    task, name = words
    options = {"articles": ["--bodies", data / "fnc_train_bodies.jsonl.gz"], "abstracts": ["--split", "test"]}
    found = tables(task, data / f"{name}.jsonl.gz", *options.get(task, []))
    assert len(titles) == len(found)
    for title, shown in zip(sorted(titles), sorted(found), strict=True):
        assert shown.startswith(title)
        assert names == list(found[shown])
        assert all(re.fullmatch(figures, line) for line in found[shown].values())


def test_without_the_network_the_words_decide(data, tables, no_network):
    (pairs,) = tables("pairs", data / "fever_symmetric_test.jsonl.gz").values()
    assert pairs["lexical features"] == pairs["classify_pairs"]
    (articles,) = tables(
        "articles", data / "fnc_train.jsonl.gz", "--bodies", data / "fnc_train_bodies.jsonl.gz"
    ).values()
    assert articles["lexical model"] == articles["suggest_stances"]
    (passages,) = tables("passages", data / "wice_claim_dev.jsonl.gz").values()
    assert passages["BM25 alone"] == passages["find_passages"]


@pytest.mark.parametrize("network", ["small_network", "no_network"])
def test_all_tables_in_one_run_on_what_training_did_not_see(network, data, tables, monkeypatch, request):
    request.getfixturevalue(network)
    read = []
    for name in ("pairs", "abstracts", "articles", "passages"):
        plain = getattr(evidence, name)

        def watched(rows, *rest, measure=plain):
            read.extend(rows)
            measure(rows, *rest)

        monkeypatch.setattr(evidence, name, watched)
    found = tables("--data", data)
    said = re.findall(r"\w+", str(read).lower())
    assert not {"vitaminctrain", "fever", "mnli", "fmdev", "retrievaldev", "covidtrain", "coviddev"} & {*said}
    assert {*research_sets.HELD_OUT} <= {*said}
    assert {"bodies", "test"} == {row["part"] for row in read if "headline" in row}
    assert len(found) == 13
    with_network = network == "small_network"
    ranked, support = (lines for title, lines in found.items() if "cross-validated" in title)
    assert ["BM25 alone", *(["ranking head"] if with_network else [])] == list(ranked)
    heads = ["lexical rule", "lexical head", *(["network head"] if with_network else [])]
    assert [f"{kind}: {head}" for kind in ("marked", "found") for head in heads] == list(support)
    claims = [title for title in found if title.startswith("News claims")]
    assert "News claims, all (most stories were seen in training) (20 claims, 40 articles)" in claims
    assert "News claims, stories held out (5 claims, 10 articles)" in claims


def test_several_files_are_measured_each_by_itself(data, tables, no_network):
    found = tables("pairs", *(data / f"{name}.jsonl.gz" for name in ("fever_symmetric_test", "mnli_dev")))
    assert ["fever_symmetric_test.jsonl.gz (12 pairs)", "mnli_dev.jsonl.gz (24 pairs)"] == list(found)


def test_the_majority_is_the_plain_baseline(tables, tmp_path, no_network):
    rows = [{"claim": f"Bridge {i} is open.", "evidence": "It is.", "label": "SRSN"[i % 4]} for i in range(8)]
    (lines,) = tables("pairs", write_rows(tmp_path, "rows", rows)).values()
    # All four of eight are right, with a recall of 1 and a precision of a half.
    assert re.match(r"macro-F1 0\.222 .*accuracy 0\.500   ECE 0\.500", lines["majority"])


def test_what_a_page_says_in_the_same_words_is_borne_out(tables, tmp_path, no_network):
    page = ["Bread is dear.", "The old bridge carries trams.", "It rained."]
    rows = [
        {"claim": "The old bridge carries trams.", "evidence": page, "gold": [[1]], "label": "S"},
        {"claim": "The whale swam upstream.", "evidence": page, "gold": [[0]], "label": "N"},
    ]
    (lines,) = tables("support", write_rows(tmp_path, "rows", rows)).values()
    assert {"balanced accuracy 1.000 [1.000, 1.000]"} == set(lines.values())


def test_what_is_not_assessed_counts_as_not_addressed(tables, tmp_path, no_network):
    german = (
        "Die Brücke über den Fluss ist seit dem Sommer wieder für alle geöffnet, sagte die Bürgermeisterin."
    )
    rows = [{"claim": "The bridge is open.", "evidence": german, "label": label} for label in "SN"]
    (lines,) = tables("pairs", write_rows(tmp_path, "rows", rows)).values()
    assert re.match(r"macro-F1 0\.333 .*ECE 0\.1", lines["classify_pairs"])
    bodies = write_rows(tmp_path, "bodies", [{"id": "1", "text": german}])
    rows = [
        {"headline": "The bridge is open", "body": "1", "label": label}
        for label in ("unrelated", "unrelated")
    ]
    (lines,) = tables("articles", write_rows(tmp_path, "rows", rows), "--bodies", bodies).values()
    assert "accuracy 1.000" in lines["suggest_stances"]


def test_a_file_where_no_article_takes_a_side_is_measured_too(tables, tmp_path, no_network):
    row = {
        "id": "1",
        "claim": "The bridge is open.",
        "sources": [{"id": "a", "text": "Is the bridge open? Nobody knows.", "stance_fnc": "discuss"}],
    }
    (lines,) = tables("claims", write_rows(tmp_path, "rows", [row, row | {"id": "2"}])).values()
    assert all("without discuss nan" in line for line in lines.values())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "--data"),
        (["all"], "--data"),
        (["articles", "FILE"], "--bodies"),
        (["pairs"], "file"),
        (["stances", "FILE"], "invalid choice: 'stances'"),
    ],
)
def test_what_is_missing_is_named(words, message, data, capsys):
    file = str(data / "fnc_train.jsonl.gz")
    with pytest.raises(SystemExit) as stopped:
        evidence.main([file if word == "FILE" else word for word in words])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_speed_names_the_file_that_has_no_long_source(tmp_path, capsys):
    row = {"id": "1", "claim": "c", "sources": [{"id": "a", "text": "Short.", "stance_fnc": "agree"}]}
    with pytest.raises(SystemExit) as stopped:
        evidence.main(["speed", str(write_rows(tmp_path, "rows", [row]))])
    assert stopped.value.code == 2
    assert "rows.jsonl.gz: no source of 1,000 words" in capsys.readouterr().err


def test_figures_are_shown_with_their_interval():
    assert "0.123 [-0.100, 1.000]" == evidence.shown((0.1234, np.float64(-0.1), 1))
