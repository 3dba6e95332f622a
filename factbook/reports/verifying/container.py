"""A bundle's frame: the zip itself, its manifests, its digest and its signature.

Nothing of a zip is used before every name in it is safe and every byte around its files is as it was written.
What is unpacked goes into a temporary folder of the caller.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factbook.errors import BadInputError
from factbook.reports.bundle.bag import (
    DECLARATION,
    INFO,
    MANIFEST,
    PAYLOAD,
    SIGNATURE,
    TAG_MANIFEST,
    bag_problems,
)
from factbook.reports.bundle.names import ascii_only
from factbook.reports.bundle.signing import check_signature
from factbook.reports.bundle.stored_zip import Member, read_layout, sha256_of
from factbook.reports.verifying.result import Proof, State, fails, not_proved, proved

_CHUNK_BYTES = 1 << 20
_LARGEST_TAG_BYTES = 20_000_000


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle's folder with its payload in ``data/``; None where it could not be opened safely."""

    folder: Path | None
    digest: str
    proofs: tuple[Proof, ...]


def is_bundle_folder(path: Path) -> bool:
    """Tell whether a folder is an unpacked bundle."""
    return (path / DECLARATION).is_file() and (path / MANIFEST).is_file()


def open_bundle(
    path: Path, scratch: Path, *, digest: str | None = None, signers: Path | None = None
) -> OpenedBundle:
    """Open a bundle, a zip or an unpacked folder, and prove its frame.

    Parameters
    ----------
    path:
        The bundle.
    scratch:
        An empty folder to unpack into.
    digest:
        The digest it should have, as its publisher gave it out.
    signers:
        The keys it may be signed with.

    Raises
    ------
    BadInputError
        It is no zip, or ``signers`` cannot be read.
    """
    if path.is_dir():
        folder, found, proofs = path, _listed(path), []
        links = [name for name, digest_ in found.items() if not digest_]
        if links:
            return OpenedBundle(
                None, "", tuple(fails("file", name, "it is a symbolic link, or no file") for name in links)
            )
    else:
        layout = read_layout(path)
        problems = list(layout.problems)
        bases = {member.name.partition("/")[0] for member in layout.members}
        if not problems and (len(bases) != 1 or any("/" not in one.name for one in layout.members)):
            problems.append("its files do not lie in one folder, as those of a bundle do")
        if problems:
            return OpenedBundle(None, "", tuple(fails("zip", path.name, ascii_only(one)) for one in problems))
        base = bases.pop()
        found = dict(_unpack(path, layout.members, scratch))
        damaged = [name for name, digest_ in found.items() if not digest_]
        found = {name.removeprefix(f"{base}/"): digest_ for name, digest_ in found.items()}
        folder = scratch / base
        told = f"{len(found):,} files, and not a byte more"
        proofs = [
            fails("zip", ascii_only(name), "its bytes do not match its checksum in the zip")
            for name in damaged
        ]
        proofs = proofs or [proved("zip", path.name, told)]
    tags = {
        name: (folder / name).read_bytes()
        for name in (DECLARATION, INFO, MANIFEST, TAG_MANIFEST, SIGNATURE)
        if name in found and (folder / name).stat().st_size <= _LARGEST_TAG_BYTES
    }
    wrong = {name: fails("file", ascii_only(name), what) for name, what in bag_problems(found, tags)}
    proofs += [
        wrong.pop(name) if name in wrong else proved("file", name) for name in found if name != SIGNATURE
    ]
    proofs += wrong.values()
    has = f"sha256:{hashlib.sha256(tags.get(TAG_MANIFEST, b'')).hexdigest()}"
    signature = list(_signature(tags, signers))
    proofs += signature
    if digest is None and any(proof.state == State.PROVED for proof in signature):
        proofs.append(proved("digest", has, "it is signed"))
    else:
        proofs.append(_digest(has, digest))
    return OpenedBundle(folder if (folder / PAYLOAD).is_dir() else None, has, tuple(proofs))


def _digest(has: str, wanted: str | None) -> Proof:
    if wanted is None:
        return not_proved(
            "digest",
            has,
            "anybody can make a bundle whose hashes agree; compare this with what the publisher gives out, "
            "or give that with --digest",
        )
    if wanted.strip().lower().removeprefix("sha256:") == has.removeprefix("sha256:"):
        return proved("digest", has, "as given")
    return fails("digest", has, f"it is not {wanted}: this is another bundle than the one meant")


def _signature(tags: dict[str, bytes], signers: Path | None) -> Iterator[Proof]:
    if SIGNATURE not in tags:
        if signers:
            yield fails("signature", SIGNATURE, "the bundle is not signed")
        return
    signed = check_signature(tags.get(TAG_MANIFEST, b""), tags[SIGNATURE], signers=signers)
    detail = ascii_only(signed.detail)
    if signed.good is None:
        yield not_proved("signature", SIGNATURE, detail)
    elif not signed.good:
        yield fails("signature", SIGNATURE, detail)
    elif signers:
        yield proved("signature", SIGNATURE, detail)
    else:
        yield not_proved(
            "signature", SIGNATURE, f"it is whole, {detail}; whose that is, only --signers KEY can tell"
        )


def _unpack(path: Path, members: tuple[Member, ...], scratch: Path) -> Iterator[tuple[str, str]]:
    """Write the files, and give the name and sha256 of each; none where its checksum in the zip is wrong."""
    with path.open("rb") as archive:
        for member in members:
            target = scratch / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            digest, crc, left = hashlib.sha256(), 0, member.size_bytes
            archive.seek(member.start)
            with target.open("xb") as file:
                while chunk := archive.read(min(left, _CHUNK_BYTES)):
                    left -= len(chunk)
                    digest.update(chunk)
                    crc = zlib.crc32(chunk, crc)
                    file.write(chunk)
            yield member.name, digest.hexdigest() if crc == member.crc else ""


def _listed(folder: Path) -> dict[str, str]:
    """Give the sha256 of every file in a folder; none for what is a link, a device, or leads elsewhere."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            name = path.relative_to(folder).as_posix()
            found[name] = sha256_of(path) if path.is_file() and not path.is_symlink() else ""
    if len(found) > 1_000_000:
        raise BadInputError(f"{folder} holds {len(found):,} files; that is no bundle")
    return found
