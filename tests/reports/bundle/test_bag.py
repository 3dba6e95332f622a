"""A bag by RFC 8493."""

from __future__ import annotations

import pytest

from factbook.reports.bundle.bag import DECLARED, bag_info, bag_problems, manifest, read_manifest

ONE, TWO = "1" * 64, "2" * 64


def test_a_manifest_is_read_back() -> None:
    digests = {"data/b": ONE, "data/a": TWO}
    assert manifest(digests) == f"{TWO}  data/a\n{ONE}  data/b\n".encode()
    assert read_manifest(manifest(digests)) == digests


@pytest.mark.parametrize(
    "text", ["x", f"{ONE} data/a\n", f"{ONE}  data/a", f"{ONE}  b\n{ONE}  a\n", f"{ONE}  a\n{ONE}  a\n", "\n"]
)
def test_a_manifest_has_one_form_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"line|form"):
        read_manifest(text.encode())


def bag() -> tuple[dict[str, str], dict[str, bytes]]:
    """Give the hashes and the tag files of a bag that holds."""
    tags = {"README.txt": TWO, "bag-info.txt": TWO, "bagit.txt": TWO, "manifest-sha256.txt": TWO}
    files = {
        "bagit.txt": DECLARED,
        "manifest-sha256.txt": manifest({"data/a": ONE}),
        "tagmanifest-sha256.txt": manifest(tags),
    }
    return {"data/a": ONE, "tagmanifest-sha256.txt": TWO} | tags, files


def test_a_bag_that_holds_has_no_problems() -> None:
    assert dict(bag_problems(*bag())) == {}


@pytest.mark.parametrize(
    ("name", "digest", "told"),
    [
        ("data/a", TWO, "it was changed"),
        ("data/a", None, "it is missing"),
        ("data/added", ONE, "it was added"),
        ("added.txt", ONE, "it was added"),
        ("README.txt", ONE, "it was changed"),
        ("manifest-sha256.txt", ONE, "it was changed"),
    ],
)
def test_what_is_wrong_is_named(name: str, digest: str | None, told: str) -> None:
    found, files = bag()
    found.pop(name, None)
    if digest:
        found[name] = digest
    problems = dict(bag_problems(found, files))
    assert list(problems) == [name]
    assert told in problems[name]


def test_a_manifest_that_the_tag_manifest_leaves_out_is_found() -> None:
    found, files = bag()
    files["tagmanifest-sha256.txt"] = manifest({"README.txt": TWO, "bag-info.txt": TWO, "bagit.txt": TWO})
    assert "does not list it" in dict(bag_problems(found, files))["manifest-sha256.txt"]


def test_other_versions_of_the_format_are_told() -> None:
    found, files = bag()
    files["bagit.txt"] = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    assert "BagIt 1.0" in dict(bag_problems(found, files))["bagit.txt"]


def test_what_a_bag_says_of_itself_stands_on_lines_of_its_own() -> None:
    told = bag_info({"External-Description": "Two\nlines: one?", "Source-Organization": ""})
    assert told == b"External-Description: Two lines: one?\n"


def test_what_ends_in_a_colon_is_said_too() -> None:
    assert bag_info({"External-Description": "He said:"}) == b"External-Description: He said:\n"
