"""W3C Web Annotations."""

from __future__ import annotations

import json

import factbook as fb
from factbook.reports.annotations import web_annotations


def items(report):
    return web_annotations(report)["first"]["items"]


def test_each_quote_is_an_annotation(reports):
    report = reports["clean"]
    collection = web_annotations(report)
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["total"] == len(items(report)) == report.proof.quotes
    assert {item["type"] for item in items(report)} == {"Annotation"}


def test_both_selectors_lead_to_the_words(tmp_path):
    text = "The council met. The bridge will open in May, it says."
    check = fb.new(question="Will it?", casebook=tmp_path)
    check.add_source(text=text, URL="https://example.org/minutes")
    quote = check.quote("s1", "The bridge will open in May", point="p1")
    check.build(to=["annotations"])
    (item,) = json.loads((check.path / "annotations.json").read_text())["first"]["items"]
    document, kept = item["target"]
    assert document["source"] == "https://example.org/minutes"
    words = document["selector"][0]
    assert words["prefix"] + words["exact"] + words["suffix"] == text
    kept_text = (check.path / kept["source"]).read_text()
    position = kept["selector"][1]
    assert kept_text[position["start"] : position["end"]] == quote.exact
    assert [(body["purpose"], body["value"]) for body in item["body"]] == [
        ("tagging", "Will it?"),
        ("assessing", "verbatim"),
    ]


def test_what_the_audit_says_goes_with_the_words(reports):
    states = {body["value"] for item in items(reports["faulty"]) for body in item["body"]}
    assert "fabricated" in states


def test_a_report_without_quotes_gives_an_empty_collection(reports):
    assert web_annotations(reports["empty"])["total"] == 0
