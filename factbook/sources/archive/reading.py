"""Reading back what a WARC of ours says a web server answered."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from warcio.archiveiterator import ArchiveIterator

from factbook.errors import SnapshotError
from factbook.sources.fetch.decoding import decode_body
from factbook.sources.limits import MAX_SIZE_BYTES

_MOST_RECORDS = 1_000
_LARGEST_BYTES = 4 * MAX_SIZE_BYTES


@dataclass(frozen=True)
class Answer:
    """The last answer in a WARC: what was fetched, and its body as a reader gets it (no gzip)."""

    url: str
    content_type: str
    body: bytes


def last_answer(warc: bytes) -> Answer:
    """Give the last answer of a web server in a WARC, every record proved against its own digests.

    `SnapshotError` if the WARC is damaged, says other digests than its records have, or holds no answer.
    """
    found: Answer | None = None
    try:
        # Unfolded within a limit first: warcio would take a line of any length into the memory.
        records = decode_body(warc, ["gzip"], max_size_bytes=_LARGEST_BYTES)
        for number, record in enumerate(ArchiveIterator(BytesIO(records), check_digests=True)):
            if number >= _MOST_RECORDS:
                raise _damaged(f"it holds more than {_MOST_RECORDS:,} records")
            body = record.raw_stream.read(MAX_SIZE_BYTES + 1)
            if len(body) > MAX_SIZE_BYTES or record.raw_stream.read(1):
                raise _damaged(f"a record in it has more than {MAX_SIZE_BYTES:,} bytes")
            checked = record.digest_checker
            if checked is not None and checked.passed is False:
                raise _damaged("a record in it does not match its digest")
            if record.rec_type != "response" or record.http_headers is None:
                continue
            headers = record.http_headers
            encodings = (headers.get_header("Content-Encoding") or "").split(",")
            decoded = decode_body(body, encodings, max_size_bytes=MAX_SIZE_BYTES)
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            found = Answer(url, headers.get_header("Content-Type") or "", decoded)
    except SnapshotError:
        raise
    except Exception as error:
        raise _damaged(str(error) or type(error).__name__) from error
    if found is None:
        raise _damaged("it holds no answer")
    return found


def _damaged(reason: str) -> SnapshotError:
    return SnapshotError(f"The WARC cannot be read: {reason}", next_step="Fetch the source again.")
