"""Signatures by OpenSSH."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from factbook.errors import BadInputError
from factbook.reports.bundle import signing
from factbook.reports.bundle.signing import check_signature, sign

DATA = b"What is signed."


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A new key without a passphrase."""
    program = shutil.which("ssh-keygen")
    if program is None:
        pytest.skip("ssh-keygen is not installed")
    path = tmp_path / "key"
    subprocess.run(
        [program, "-q", "-t", "ed25519", "-N", "", "-C", "desk@example.org", "-f", path], check=True
    )
    return path


def test_a_signature_is_found_to_be_its_makers(key: Path) -> None:
    found = check_signature(DATA, sign(DATA, key=key), signers=key.with_suffix(".pub"))
    assert found.good
    assert found.detail.startswith("by desk@example.org, ED25519 key SHA256:")


def test_the_same_key_gives_the_same_signature(key: Path) -> None:
    assert sign(DATA, key=key) == sign(DATA, key=key)


def test_without_keys_it_is_found_to_be_whole_and_no_more(key: Path) -> None:
    found = check_signature(DATA, sign(DATA, key=key))
    assert found.good
    assert found.detail.startswith("by the ED25519 key SHA256:")


def test_other_data_and_other_keys_are_refused(key: Path, tmp_path: Path) -> None:
    signature = sign(DATA, key=key)
    assert check_signature(b"Something else.", signature).good is False
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    refused = check_signature(DATA, signature, signers=other.with_suffix(".pub"))
    assert (refused.good, "by no key in" in refused.detail) == (False, True)


def test_a_signature_made_for_something_else_is_refused(key: Path) -> None:
    made = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", "git"],
        input=DATA,
        capture_output=True,
        check=True,
    )
    assert check_signature(DATA, made.stdout, signers=key.with_suffix(".pub")).good is False


def test_openssh_itself_reads_it(key: Path, tmp_path: Path) -> None:
    (tmp_path / "sig").write_bytes(sign(DATA, key=key))
    (tmp_path / "signers").write_text(f"publisher {key.with_suffix('.pub').read_text()}", encoding="utf-8")
    verify = ["-Y", "verify", "-f", tmp_path / "signers", "-I", "publisher", "-n", "factbook"]
    done = subprocess.run(
        ["ssh-keygen", *verify, "-s", tmp_path / "sig"], input=DATA, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_byte_of_a_signature_counts(key: Path) -> None:
    """OpenSSH takes some that differ, like one without its last newline."""
    signature = sign(DATA, key=key)
    for at in range(len(signature)):
        changed = signature[:at] + bytes([signature[at] ^ 0x01]) + signature[at + 1 :]
        if signing._canonical(changed) == changed and at % 5:
            continue  # Each of these is a call of ssh-keygen; every fifth will do.
        assert check_signature(DATA, changed).good is False, at
    for changed in (signature[:-1], signature + b"\n", signature.replace(b"\n", b"\r\n")):
        assert check_signature(DATA, changed).good is False


def test_where_openssh_is_missing_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (tmp_path / "key").write_text("", encoding="utf-8")
    with pytest.raises(BadInputError, match="openssh-client"):
        sign(DATA, key=tmp_path / "key")


def test_a_key_that_cannot_sign_is_told(tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    (tmp_path / "key").write_text("no key", encoding="utf-8")
    with pytest.raises(BadInputError, match="ssh-keygen did not sign with"):
        sign(DATA, key=tmp_path / "key")
    with pytest.raises(BadInputError, match="There is no key"):
        sign(DATA, key=tmp_path / "lost")
