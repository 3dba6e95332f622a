"""Choosing the best documents of an index for a query, in a time that hardly grows with the index.

Scoring is what takes time: about 2 µs for a document and a query of eight words. So at most `SCORED`
documents are scored by BM25: those that hold the rarest words of the query, as many words as keep within the
bound. Commoner words only help to order them, and to fill up the list if those are too few. Then documents
have to hold the commoner words together, as far as that is needed to keep within the bound; if it is not
enough, the first `SCORED` are scored and ``cut`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from factbook.sources.find.index import Index
from factbook.sources.find.query import Query

SCORED = 5_000
"""Documents that are scored for one query at most."""

_MOST_WORDS = 8
_TITLE_WEIGHT = 3.0
_EXCERPT_WORDS = 40


@dataclass(frozen=True)
class Ranked:
    """A document that was found; ``path`` is relative to the folder."""

    path: str
    title: str
    excerpt: str


@dataclass(frozen=True)
class Ranking:
    """The best documents, of how many; ``cut`` if there are more, which were not scored."""

    best: tuple[Ranked, ...]
    total: int
    cut: bool = False


def rank(index: Index, query: Query, *, most: int) -> Ranking:
    """Give the best ``most`` documents for a query."""
    return _Search(index, query, most).run()


class _Search:
    """One search; its expressions are FTS5's."""

    def __init__(self, index: Index, query: Query, most: int) -> None:
        self.index = index
        self.most = most
        self.phrases = [_quoted(phrase) for phrase in query.phrases]
        self.excluded = [_quoted(word) for word in query.excluded]
        self.counts = {word: self.count(word, at_most=SCORED + 1) for word in map(_quoted, query.words)}
        self.words = self.choose_words()

    def choose_words(self) -> list[str]:
        """Give the words that tell most, the rarest first."""
        known = sorted((word for word in self.counts if self.counts[word]), key=self.counts.__getitem__)
        rarest = known[:_MOST_WORDS]
        # BM25 gives no weight to a word of more than half of the documents.
        half = max(SCORED, self.index.count_texts() // 2)
        for word in rarest:
            if self.counts[word] > SCORED:
                self.counts[word] = self.count(word, at_most=half + 1)
        telling = sorted((word for word in rarest if self.counts[word] <= half), key=self.counts.__getitem__)
        return telling or ([] if self.phrases else rarest)

    def run(self) -> Ranking:
        if not self.phrases and not self.words:
            return Ranking((), total=0)
        best: list[Ranked] = []
        total, cut = 0, False
        for pool in map(self.without_excluded, self.pools()):
            found = self.ask("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", pool, SCORED + 1)
            rowids = [row[0] for row in found]
            best += self.best_of(pool, rowids[:SCORED], most=self.most - len(best))
            total += min(len(rowids), SCORED)
            cut = cut or len(rowids) > SCORED
            if len(best) == self.most:
                break
        return Ranking(tuple(best), total, cut=cut)

    def pools(self) -> Iterator[str]:
        """Give the expressions for the documents that are scored: a second one if the first has too few."""
        if self.phrases:
            yield self.narrowed(" AND ".join(self.phrases), self.words)
            return
        sums = accumulate(self.counts[word] for word in self.words)
        fitting = sum(so_far <= SCORED for so_far in sums)
        rare, common = " OR ".join(self.words[:fitting]), self.words[fitting:]
        if rare:
            yield rare
        if common:
            pool = self.narrowed(common[0], common[1:])
            yield f"({pool}) NOT ({rare})" if rare else pool

    def best_of(self, pool: str, rowids: list[int], *, most: int) -> list[Ranked]:
        if not rowids:
            return []
        order = " OR ".join([*self.phrases, *self.words])
        # The bounds of rowid are for FTS5, which looks at nothing outside them; the plus keeps it from
        # starting anew for each rowid of the pool.
        best = self.ask(
            f"SELECT rowid, bm25(words, {_TITLE_WEIGHT}, 1.0) AS score FROM words "  # noqa: S608
            "WHERE words MATCH ? AND rowid BETWEEN ? AND ? "
            "AND +rowid IN (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?) "
            "ORDER BY score, rowid LIMIT ?",
            *(order, rowids[0], rowids[-1], pool, SCORED, most),
        )
        return [self.show(rowid, order) for rowid, _ in best]

    def narrowed(self, pool: str, words: Sequence[str]) -> str:
        """Ask for one word more at a time until few enough documents are left, but not too few."""
        for word in words:
            if self.count(pool, at_most=SCORED + 1) <= SCORED:
                break
            narrower = f"{pool} AND {word}"
            if self.count(narrower, at_most=self.most) >= self.most:
                pool = narrower
        return pool

    def without_excluded(self, pool: str) -> str:
        return f"({pool}) NOT ({' OR '.join(self.excluded)})" if self.excluded else pool

    def count(self, expression: str, *, at_most: int) -> int:
        statement = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        count: int = self.ask(statement, expression, at_most)[0][0]
        return count

    def show(self, rowid: int, order: str) -> Ranked:
        statement = (
            f"SELECT path, words.title, snippet(words, 1, '', '', '…', {_EXCERPT_WORDS}) "  # noqa: S608
            "FROM words JOIN files ON files.id = words.rowid WHERE words MATCH ? AND words.rowid = ?"
        )
        path, title, excerpt = self.ask(statement, order, rowid)[0]
        return Ranked(path, title, " ".join(excerpt.split()))

    def ask(self, statement: str, *values: str | int) -> list[Any]:
        return self.index.connection.execute(statement, values).fetchall()


def _quoted(text: str) -> str:
    """Write words as an FTS5 string, in which nothing has a meaning of its own."""
    return '"' + text.replace('"', '""') + '"'
