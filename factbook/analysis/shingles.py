"""How much of one text stands word for word in another.

Texts are compared by word shingles: every run of `SHINGLE_WORDS` words in a row, as a number (Broder 1997,
"On the resemblance and containment of documents"). Punctuation, case and spacing make no difference. What is
told of a pair is not the share of common shingles but that of *words* that stand in one, so that it can be
said to a reader: "94% of its words also stand there".
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

SHINGLE_WORDS = 5
"""Words in a row that two texts hardly share by chance; shorter runs are names and phrases of the trade."""

MOST_CHARACTERS = 2_000_000
"""What is read of a text: some 300,000 words. Copies show long before that."""

_LEAST_OWN_WORDS = 0.1
"""A text with fewer of its words outside quotation marks is compared as a whole: the marks tell nothing."""

_LEAST_FIGURES = 3

_LONGEST_QUOTATION = 400
"""Words after which a quotation mark that was never closed is taken for a slip."""

_AT_ONCE = 4_000_000
"""Places of the index that are looked at together, which bounds the memory."""

# Chinese, Japanese, Thai, Lao, Burmese and Khmer write no spaces: there a character does for a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+|[\"“”„«»]|''|\n\s*\n|\n")
_OPENS, _CLOSES, _TURNS = frozenset("“„«"), frozenset("”»"), frozenset(['"', "''"])
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Shingled:
    """A text as numbers: ``at`` has the shingle that begins at each word, ``own`` the unquoted words.

    ``figures`` are the words that hold a digit.
    """

    at: Numbers
    own: Mask
    figures: frozenset[str] = frozenset()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.own)

    @cached_property
    def distinct(self) -> Numbers:
        """Each shingle once, sorted."""
        return np.unique(self.at)

    @cached_property
    def digest(self) -> bytes:
        """Alike for texts of the same words in the same order."""
        return hashlib.blake2b(self.at.tobytes(), digest_size=16).digest()


@dataclass(frozen=True)
class Shares:
    """Of one text's words, how many stand in another text, and what share of all, and of those unquoted."""

    words: int
    share: float
    own_share: float


def shingle(text: str) -> Shingled:
    """Give a text as shingles; a text shorter than one shingle has none."""
    words, own = _words(text)
    numbers = {word: _number(word) for word in set(words)}
    coded = np.fromiter((numbers[word] for word in words), dtype=np.uint64, count=len(words))
    length = max(0, len(words) - SHINGLE_WORDS + 1)
    mixed = np.zeros(length, dtype=np.uint64)
    for step in range(SHINGLE_WORDS):
        # Multiplying by an odd number before each word keeps the order of the words in the sum.
        mixed = mixed * _ODD + coded[step : step + length]
        mixed ^= mixed >> np.uint64(29)
    figures = frozenset(word for word in numbers if any(character.isdigit() for character in word))
    return Shingled(mixed, np.array(own, dtype=bool), figures)


def shares_within(one: Shingled, other: Shingled) -> Shares:
    """Give how many words of one text stand in a shingle that the other has too."""
    if not len(one.at) or not len(other.at):
        return Shares(0, 0.0, 0.0)
    if one.digest == other.digest:
        return Shares(one.words, 1.0, 1.0)
    places = np.searchsorted(other.distinct, one.at)
    places[places == len(other.distinct)] = 0
    begins = other.distinct[places] == one.at
    stands = np.zeros(one.words, dtype=bool)
    for step in range(SHINGLE_WORDS):
        stands[step : step + len(begins)] |= begins
    share = float(stands.mean())
    own = float(stands[one.own].mean()) if one.own.mean() >= _LEAST_OWN_WORDS else share
    return Shares(int(stands.sum()), share, own)


def shared_figures(one: Shingled, other: Shingled) -> float:
    """Give the share of the figures of the text with fewer that the other has too; 1 where they are too few.

    The date that one paper puts before a story and the hour that another puts below it are not to count.
    """
    fewer = min(len(one.figures), len(other.figures))
    return len(one.figures & other.figures) / fewer if fewer >= _LEAST_FIGURES else 1.0


def similar_pairs(texts: Mapping[str, Shingled], *, least_share: float) -> Iterator[tuple[str, str]]:
    """Give the pairs of texts that share at least this share of the distinct shingles of the shorter one.

    An inverted index: all shingles are sorted once, and only texts that meet at a shingle are counted, so
    that texts which have nothing in common cost nothing.
    """
    names = [name for name, text in texts.items() if len(text.distinct)]
    sets = [texts[name].distinct for name in names]
    if not sets:
        return
    sizes = np.array([len(numbers) for numbers in sets])
    owners = np.repeat(np.arange(len(sets)), sizes)
    everything = np.concatenate(sets)
    order = np.argsort(everything, kind="stable")
    everything, owners = everything[order], owners[order]
    for one, numbers in enumerate(sets):
        shared = _meetings(numbers, everything, owners, texts=len(sets))
        others = np.flatnonzero(shared >= np.maximum(1.0, least_share * np.minimum(sizes, sizes[one])))
        yield from ((names[one], names[other]) for other in others.tolist() if other > one)


def _meetings(
    numbers: Numbers, everything: Numbers, owners: npt.NDArray[np.intp], *, texts: int
) -> npt.NDArray[np.intp]:
    """Count for each text of the index how many of these shingles it has."""
    starts = np.searchsorted(everything, numbers, side="left")
    lengths = np.searchsorted(everything, numbers, side="right") - starts
    shared = np.zeros(texts, dtype=np.intp)
    parts = np.searchsorted(np.cumsum(lengths), np.arange(0, lengths.sum(), _AT_ONCE))
    for begin, end in zip(parts, [*parts[1:], len(lengths)], strict=True):
        many = lengths[begin:end]
        # All places of the index at once: each run's start, repeated, plus 0, 1, 2 ... within the run.
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        shared += np.bincount(owners[np.repeat(starts[begin:end], many) + within], minlength=texts)
    return shared


def _words(text: str) -> tuple[list[str], list[bool]]:
    """Give the words, and of each whether it stands outside quotation marks."""
    folded = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()
    words: list[str] = []
    own: list[bool] = []
    opened: int | None = None
    before = ""
    for piece in _PIECE.findall(_APOSTROPHE.sub("", folded)):
        if piece.isspace():
            # A quotation that goes on opens anew in the next paragraph. A single break may be within one.
            opened = None if len(piece) > 1 else opened
        elif piece in _OPENS or (piece in _TURNS and (opened is None or before == "\n")):
            opened = len(words)
        elif piece in _CLOSES or piece in _TURNS:
            opened = None
        else:
            if opened is not None and len(words) - opened > _LONGEST_QUOTATION:
                own[opened:] = [True] * (len(words) - opened)
                opened = None
            words.append(piece)
            own.append(opened is None)
        before = piece
    return words, own


def _number(word: str) -> int:
    # Not hash(): it differs from one Python process to the next.
    return int.from_bytes(hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest())
