"""Bundles as somebody makes them who changes a file and then makes all hashes agree again."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from factbook.reports.bundle.bag import MANIFEST, TAG_MANIFEST, manifest
from factbook.reports.bundle.stored_zip import sha256_of, write_zip


def files_of(bundle: Path) -> tuple[str, dict[str, bytes]]:
    """Give the folder of a bundle and its files."""
    with zipfile.ZipFile(bundle) as archive:
        base = archive.namelist()[0].partition("/")[0]
        return base, {name.removeprefix(f"{base}/"): archive.read(name) for name in archive.namelist()}


def rewritten(base: str, files: Mapping[str, bytes], out: Path) -> Path:
    """Write files as a bundle, with manifests that agree with them."""
    listed = {name: sha256_of(data) for name, data in files.items() if name.startswith("data/")}
    whole = dict(files) | {MANIFEST: manifest(listed)}
    rest = {name: sha256_of(whole[name]) for name in whole if name not in listed and name != TAG_MANIFEST}
    whole[TAG_MANIFEST] = manifest(rest)
    write_zip(out, {f"{base}/{name}": data for name, data in whole.items()})
    return out


def forge(bundle: Path, out: Path, name: str, old: bytes, new: bytes, *, else_: bytes = b"") -> Path:
    """Change one thing in one file; ``else_`` is doubled where ``old`` is not there."""
    base, files = files_of(bundle)
    old, new = (old, new) if old in files[name] else (else_, else_ * 2)
    assert old, f"{name} has nothing to change"
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    return rewritten(base, files, out)
