"""BagIt 1.0 (RFC 8493): the payload under ``data/``, and beside it the hashes of all files.

Its manifests are what ``sha256sum -c`` reads, so a receiver needs no factbook to check them. The manifest
lists the payload; the tag manifest lists the manifest and whatever else stands beside the payload. So the
sha256 of the tag manifest, the bundle's digest, stands for every byte in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

PAYLOAD = "data/"
DECLARATION, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
"""A signature of the tag manifest cannot be listed in it, and proves itself."""

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def bag_info(fields: Mapping[str, str]) -> bytes:
    """Write ``bag-info.txt``: each field on one line; empty ones are left out."""
    on_one_line = {name: " ".join(value.split()) for name, value in fields.items()}
    return "".join(f"{name}: {value}\n" for name, value in on_one_line.items() if value).encode()


def manifest(digests: Mapping[str, str]) -> bytes:
    """Write a manifest of names and their sha256."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests, key=str.encode)).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """Read a manifest; ``ValueError`` says where it is not as `manifest` writes it."""
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    digests: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"line {number} is no hash and name")
        digests[match[2]] = match[1]
    if manifest(digests) != data:
        raise ValueError("its lines are not in their order, or not in their form")
    return digests


def bag_problems(found: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Find what of a bag is not as its manifests say, as pairs of a file and what is wrong with it.

    ``found`` has the sha256 of every file that is there, by its name below the bag's folder; ``files`` the
    bytes of the declaration and the two manifests, those that are there.
    """
    if files.get(DECLARATION) != DECLARED:
        yield DECLARATION, "it does not declare a bag of BagIt 1.0 in UTF-8"
    listed: dict[str, str] = {}
    for name in (TAG_MANIFEST, MANIFEST):
        try:
            digests = read_manifest(files[name])
        except KeyError:
            yield name, "it is missing"
        except ValueError as error:
            yield name, f"it cannot be read: {error}"
        else:
            for file in digests:
                if file.startswith(PAYLOAD) != (name == MANIFEST) or file in {TAG_MANIFEST, SIGNATURE}:
                    yield name, f"it lists {file!r}, which is not its to list"
            listed |= digests
    for file in (DECLARATION, INFO, MANIFEST):
        if file not in listed and TAG_MANIFEST in files:
            yield file, f"{TAG_MANIFEST} does not list it"
    for file, digest in listed.items():
        if file not in found:
            yield file, "it is missing"
        elif found[file] != digest:
            yield file, "it does not match its hash: it was changed"
    for file in found:
        if file not in listed and file not in {TAG_MANIFEST, SIGNATURE, DECLARATION, INFO, MANIFEST}:
            yield file, "no manifest lists it: it was added"
