from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factbook.errors import BadInputError, ExtractError, FindError
from factbook.sources.find import folder as folder_module
from factbook.sources.find.folder import FolderChanges, FolderFinder
from factbook.sources.find.index import open_index
from factbook.sources.find.read import ReadDocument


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "old").mkdir(parents=True)
    (folder / "minutes.txt").write_text("The bridge will open in May.", encoding="utf-8")
    (folder / "old" / "letter.md").write_text("# A letter\n\nTrams cross the river.", encoding="utf-8")
    return folder


@pytest.fixture
def finder(documents: Path, tmp_path: Path) -> FolderFinder:
    return FolderFinder(documents, index=tmp_path / "index.sqlite", look_again_s=0)


def titles(finder: FolderFinder, query: str) -> list[str]:
    return sorted(hit.title for hit in finder.find(query).hits)


def test_a_document_is_found_by_its_words(finder, documents):
    found = finder.find("When will the bridge open?")
    (hit,) = found.hits
    assert (hit.address, hit.title) == (str(documents / "minutes.txt"), "minutes")
    assert hit.excerpt == "The bridge will open in May."
    assert (found.total, found.note) == (1, "2 documents were searched")
    assert finder.name == "folder documents"


def test_what_changes_in_the_folder_changes_what_is_found(finder, documents):
    assert titles(finder, "bridge") == ["minutes"]
    (documents / "new.txt").write_text("Another bridge.", encoding="utf-8")
    assert titles(finder, "bridge") == ["minutes", "new"]
    (documents / "new.txt").write_text("No tunnel.", encoding="utf-8")
    assert (titles(finder, "bridge"), titles(finder, "tunnel")) == (["minutes"], ["new"])
    (documents / "minutes.txt").rename(documents / "old" / "protocol.txt")
    assert titles(finder, "bridge") == ["protocol"]
    (documents / "old" / "protocol.txt").unlink()
    assert titles(finder, "bridge") == []


def test_only_what_is_new_is_read(documents, tmp_path):
    read = []

    def reading(path: Path) -> ReadDocument:
        read.append(path.name)
        return ReadDocument(path.stem, path.read_text(encoding="utf-8"))

    finder = FolderFinder(documents, index=tmp_path / "i.sqlite", read=reading)
    assert finder.refresh() == FolderChanges(read=2, gone=0)
    assert finder.refresh() == FolderChanges(read=0, gone=0)
    (documents / "minutes.txt").write_text("They changed.", encoding="utf-8")
    (documents / "old" / "letter.md").unlink()
    assert finder.refresh() == FolderChanges(read=1, gone=1)
    assert read == ["minutes.txt", "letter.md", "minutes.txt"]


def test_a_search_looks_at_the_folder_only_now_and_then(documents, tmp_path):
    finder = FolderFinder(documents, index=tmp_path / "i.sqlite", look_again_s=3600)
    assert titles(finder, "bridge") == ["minutes"]
    (documents / "new.txt").write_text("Another bridge.", encoding="utf-8")
    assert titles(finder, "bridge") == ["minutes"]
    finder.refresh()
    assert titles(finder, "bridge") == ["minutes", "new"]


def test_what_could_not_be_read_is_said_and_remembered(documents, tmp_path):
    opened = []

    def reading(path: Path) -> ReadDocument:
        opened.append(path.name)
        if path.suffix == ".pdf":
            raise ExtractError("it is password-protected", next_step="Ask for the password.")
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return ReadDocument(path.stem, path.read_text(encoding="utf-8"))

    for name, text in {
        "a.pdf": "x",
        "b.pdf": "x",
        "shut.txt": "x",
        "blank.txt": " \n",
        "empty.txt": "",
    }.items():
        (documents / name).write_text(text, encoding="utf-8")
    finder = FolderFinder(documents, index=tmp_path / "i.sqlite", read=reading, look_again_s=0)
    assert finder.find("bridge").note == (
        "2 documents were searched; 5 files could not be read: it is password-protected (2), "
        "it cannot be opened: permission denied (1), it is empty (1), other reasons (1)"
    )
    assert finder.unreadable() == {
        "a.pdf": "it is password-protected",
        "b.pdf": "it is password-protected",
        "blank.txt": "there is no text in it",
        "empty.txt": "it is empty",
        "shut.txt": "it cannot be opened: permission denied",
    }
    # A permission can be given without a change of the file, so that one is tried again.
    opened.clear()
    finder.refresh()
    assert opened == ["shut.txt"]


def test_a_file_that_goes_away_while_it_is_read_is_none(documents, tmp_path):
    def reading(path: Path) -> ReadDocument:
        raise FileNotFoundError(2, "No such file or directory", str(path))

    finder = FolderFinder(documents, index=tmp_path / "i.sqlite", read=reading)
    assert finder.find("bridge").note == "0 documents were searched"


def test_an_interrupted_reading_goes_on_where_it_was(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "_BATCH_FILES", 10)
    for number in range(35):
        (documents / f"{number:02}.txt").write_text(f"bridge {number}", encoding="utf-8")
    read = []

    def reading(path: Path) -> ReadDocument:
        if len(read) == 25:
            read.append("")
            raise KeyboardInterrupt
        read.append(path.name)
        return ReadDocument(path.stem, path.read_text(encoding="utf-8"))

    finder = FolderFinder(documents, index=tmp_path / "i.sqlite", read=reading)
    with pytest.raises(KeyboardInterrupt):
        finder.find("bridge")
    assert finder.find("bridge", most=100).total == 36
    assert len(read) - 26 == 37 - 20, "the twenty that were written are not read again"


def test_a_damaged_index_is_built_anew_and_the_note_says_so(documents, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    finder = FolderFinder(documents, look_again_s=0)
    assert titles(finder, "bridge") == ["minutes"]
    assert finder.index_file.is_relative_to(tmp_path / "cache")
    finder.index_file.write_bytes(b"garbage " * 500)
    found = finder.find("bridge")
    assert [hit.title for hit in found.hits] == ["minutes"]
    assert found.note.startswith("The index was built anew: something else was in its place. 2 documents")


def test_damage_that_only_a_search_meets_is_mended_too(finder):
    finder._look_again_s = 3600
    finder.refresh()
    with open_index(finder.index_file) as index:
        index.connection.execute("UPDATE texts SET packed = x'00'")
    found = finder.find("bridge")
    assert [hit.title for hit in found.hits] == ["minutes"]
    assert "built anew: it was damaged" in found.note


def test_a_file_of_somebodys_is_never_taken_for_the_index(documents):
    finder = FolderFinder(documents, index=documents / "minutes.txt")
    with pytest.raises(BadInputError, match=r"minutes\.txt is no index of factbook"):
        finder.find("bridge")
    assert (documents / "minutes.txt").read_text(encoding="utf-8") == "The bridge will open in May."


def test_the_index_may_lie_in_the_folder(documents):
    finder = FolderFinder(documents, index=documents / "index.sqlite", look_again_s=0)
    finder.refresh()
    assert finder.unreadable() == {}


def test_a_folder_that_is_not_there_is_named(tmp_path, documents, monkeypatch):
    with pytest.raises(BadInputError, match="nowhere is no folder"):
        FolderFinder(tmp_path / "nowhere")
    finder = FolderFinder(documents, index=tmp_path / "i.sqlite")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(FindError, match="cannot be searched: permission denied"):
        finder.find("bridge")


def test_a_query_without_a_word_is_refused_before_anything_is_read(documents, tmp_path):
    with pytest.raises(BadInputError, match="holds no word"):
        FolderFinder(documents, index=tmp_path / "i.sqlite").find("?!")
    assert not (tmp_path / "i.sqlite").exists()


def test_text_in_other_encodings_is_found(finder, documents):
    (documents / "bom.txt").write_bytes("\ufeffBrücke in Köln".encode())
    (documents / "latin.txt").write_bytes("Brücke in Bonn".encode("cp1252"))
    assert titles(finder, "brucke") == ["bom", "latin"]


def test_pages_are_found_by_what_their_readers_see(finder, documents):
    for number in range(8):
        (documents / f"{number}.html").write_text(
            f"<title>Page {number}</title><p>The tunnel will open, said the mayor of town {number}.</p>"
            '<p style="display:none">zeppelin</p>',
            encoding="utf-8",
        )
    assert titles(finder, "tunnel") == [f"Page {number}" for number in range(8)]
    assert titles(finder, "zeppelin") == []


_SEARCH = """
import sys
from factbook.sources.find import folder
folder._BATCH_FILES = 100
print(folder.FolderFinder(sys.argv[1], index=sys.argv[2]).find("bridge", most=1).total)
"""


def test_two_programs_can_read_a_folder_at_once(documents, tmp_path):
    for number in range(400):
        (documents / f"{number:03}.txt").write_text(f"bridge {number}", encoding="utf-8")
    words = [sys.executable, "-c", _SEARCH, str(documents), str(tmp_path / "index.sqlite")]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [one.communicate(timeout=60)[0].strip() for one in both] == ["401", "401"]


def test_a_program_that_waits_too_long_says_for_whom(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "_WAIT_S", 0.05)
    finder = FolderFinder(documents, index=tmp_path / "i.sqlite")
    with finder._locked(), pytest.raises(FindError, match="Another program has been reading"):
        FolderFinder(documents, index=tmp_path / "i.sqlite").find("bridge")


def test_a_program_that_was_killed_leaves_an_index_that_goes_on(documents, tmp_path):
    for number in range(3000):
        (documents / f"{number:04}.txt").write_text(f"bridge {number} " * 50, encoding="utf-8")
    index = tmp_path / "index.sqlite"
    first = subprocess.Popen(
        [sys.executable, "-c", _SEARCH, str(documents), str(index)], stdout=subprocess.PIPE
    )
    while first.poll() is None and not (index.exists() and index.stat().st_size > 100_000):
        time.sleep(0.01)
    first.kill()
    first.communicate()
    found = FolderFinder(documents, index=index).find("bridge", most=1)
    assert found.total == 3001
    assert "built anew" not in found.note
