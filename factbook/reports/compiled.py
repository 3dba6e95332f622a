"""Templates as they were compiled before, kept in the user's cache.

Compiling them takes longer than making a first page of them. A file of the cache is used only for a template
of the very same words, set up by the very same code. The cache can be deleted at any time; where there can be
none, templates are compiled as ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from platformdirs import user_cache_path


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps compiled templates for one way of setting up a Jinja environment.

    ``set_up_by`` are the files of code that set it up: Jinja itself looks at a template's words alone.
    """

    def __init__(self, set_up_by: Iterable[str]) -> None:
        digest = hashlib.blake2b(jinja2.__version__.encode(), digest_size=8)
        for file in set_up_by:
            digest.update(Path(file).read_bytes())
        super().__init__(str(user_cache_path("factbook") / "templates" / digest.hexdigest()))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template from the cache, if it can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template into the cache, if it can be written."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
