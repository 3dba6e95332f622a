"""Signatures by OpenSSH: the keys people have already, and a tool that is everywhere.

A signature is what ``ssh-keygen -Y sign -n factbook`` writes, and ``ssh-keygen -Y verify`` reads it too.
"""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from factbook.errors import BadInputError

NAMESPACE = "factbook"
"""What the signature is for: one made for mail or git is not taken."""

_TIMEOUT_S = 30
_FIRST, _LAST = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE_LENGTH = 70
_KEY_TYPES = ("ssh-", "ecdsa-", "sk-")
_GOOD = re.compile(r'Good "factbook" signature (?:for (?P<who>.+) )?with (?P<key>\S+ key \S+)')


@dataclass(frozen=True)
class Signed:
    """What was found of a signature: ``good`` is None where nobody could tell; ``detail`` says more."""

    good: bool | None
    detail: str


def sign(data: bytes, *, key: Path) -> bytes:
    """Sign data with the private key in a file, or with the public one of a key that an agent holds.

    ``ssh-keygen`` asks for the passphrase where there is one. `BadInputError` if it is missing or refuses.
    """
    if not key.is_file():
        raise BadInputError(f"There is no key {key}", next_step="Make one with: ssh-keygen -t ed25519 -f KEY")
    done = subprocess.run(  # noqa: S603 - found on the path, and no shell
        [_ssh_keygen(), "-Y", "sign", "-q", "-f", str(key.absolute()), "-n", NAMESPACE],
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode or not done.stdout.startswith(_FIRST.encode()):
        raise BadInputError(
            f"ssh-keygen did not sign with {key}: {_last_line(done.stderr)}",
            next_step="Give the private key's file to --sign, or leave it out.",
        )
    return _armoured(done.stdout)


def check_signature(data: bytes, signature: bytes, *, signers: Path | None = None) -> Signed:
    """Look whether a signature is one of this data, and by a key of ``signers`` if they are given.

    ``signers`` is a public key (``.pub``), or an allowed-signers file as ``ssh-keygen`` describes it.
    `BadInputError` if it cannot be read.
    """
    if _canonical(signature) != signature:
        return Signed(good=False, detail="it is damaged")
    allowed = _allowed_signers(signers) if signers else b""
    try:
        program = _ssh_keygen()
    except BadInputError as error:
        if signers:
            raise
        return Signed(good=None, detail=error.problem)
    with tempfile.TemporaryDirectory(prefix="factbook-") as scratch:
        place = Path(scratch)
        (place / "sig").write_bytes(signature)
        (place / "signers").write_bytes(allowed)
        common = ["-n", NAMESPACE, "-s", str(place / "sig")]
        if not signers:
            return _told(_run([program, "-Y", "check-novalidate", *common], data))
        listed = ["-f", str(place / "signers")]
        found = _run([program, "-Y", "find-principals", *common[2:], *listed], b"")
        name = found.stdout.decode(errors="replace").strip().split("\n")[0]
        if found.returncode or not name:
            return Signed(good=False, detail=f"it is by no key in {signers}")
        return _told(_run([program, "-Y", "verify", *listed, "-I", name, *common], data))


def _told(done: subprocess.CompletedProcess[bytes]) -> Signed:
    match = _GOOD.search(done.stdout.decode(errors="replace"))
    if done.returncode or not match:
        return Signed(good=False, detail=_last_line(done.stderr) or _last_line(done.stdout))
    return Signed(
        good=True, detail=f"by {match['who']}, {match['key']}" if match["who"] else f"by the {match['key']}"
    )


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - found on the path, and no shell
            arguments, input=data, capture_output=True, check=False, timeout=_TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(arguments, 1, b"", b"ssh-keygen did not answer")


def _ssh_keygen() -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise BadInputError(
            "ssh-keygen is not installed, which signs and reads signatures",
            next_step="Install OpenSSH (on Debian the package openssh-client), or leave the signature out.",
        )
    return program


def _allowed_signers(file: Path) -> bytes:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadInputError(
            f"{file} cannot be read: {reason.lower()}", next_step="Give a public key, or allowed signers."
        ) from error
    # A public key alone, as ssh-keygen writes it beside the private one, names nobody yet.
    return "".join(
        f"{_named(line)} {line}\n" if line.startswith(_KEY_TYPES) else f"{line}\n" for line in lines
    ).encode()


def _named(public_key: str) -> str:
    comment = public_key.split(maxsplit=2)[2:]
    name = re.sub(r"[^A-Za-z0-9@._-]", "-", comment[0].strip()) if comment else ""
    return name or "publisher"


def _armoured(signature: bytes) -> bytes:
    body = base64.b64decode(b"".join(signature.split(b"\n")[1:-2]))
    text = base64.b64encode(body).decode()
    lines = [text[at : at + _LINE_LENGTH] for at in range(0, len(text), _LINE_LENGTH)]
    return "\n".join([_FIRST, *lines, _LAST, ""]).encode()


def _canonical(signature: bytes) -> bytes | None:
    """Give a signature in its one form: ssh-keygen reads others too, and a changed byte is to be found."""
    try:
        return _armoured(signature)
    except (binascii.Error, ValueError):
        return None


def _last_line(data: bytes) -> str:
    lines = data.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
