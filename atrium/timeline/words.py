"""Finding by words what belongs to one client, its events first of all, on both engines (X07).

An index is kept by triggers of the database. It knows no organisation: what it answers are keys,
which are then looked for among the rows that the asker may see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from atrium.timeline.models import Event

MOST_WORDS = 8
# Of a word that a client with 100,000 events has everywhere, the newest.
MOST_FOUND = 5000
_WORD = re.compile(r"[^\W_]+")
_FTS5 = '"\ue000{}"'


def _any(either: str, mark: str, group: Collection[str]) -> str:
    return either.join(mark.format(name) for name in group)


def _folded(words: list[str]) -> str:
    """The words as PostgreSQL's index has them, each as the beginning of one; empty when none is left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM unnest(timeline_folded(%s)) AS word",
            [" ".join(words)],
        )
        [folded] = cursor.fetchone() or [""]
    return folded or ""


@dataclass(frozen=True)
class WordIndex:
    """A full-text index that triggers keep: FTS5, or a table of vectors with GIN.

    Its entries bear marks besides their words, which say whose they are and which no text can hold.
    ``key`` is what names an entry on PostgreSQL.
    """

    table: str
    key: str

    def keys(
        self, marks: Sequence[Collection[str]], text: str, most: int = MOST_FOUND
    ) -> list[int]:
        """The newest entries that have one mark of each group and each word, or one that begins so."""
        newest = self.newest([marks], text, most)
        return newest.keys() if newest else []

    def newest(
        self, sorts: Sequence[Sequence[Collection[str]]], text: str, most: int = MOST_FOUND
    ) -> Newest | None:
        """The newest entries of any of the ``sorts`` that have each word; None where no entry can.

        A sort is told by groups of marks: its entries have one of each group.
        """
        words = _WORD.findall(text)[:MOST_WORDS]
        sorts = [groups for groups in sorts if all(groups)]
        if not words or not sorts:
            return None
        if connection.vendor == "postgresql":
            folded = _folded(words)
            if not folded:
                return None
            marked = " | ".join(
                " & ".join(f"({_any(' | ', chr(39) + '#{}' + chr(39), group)})" for group in groups)
                for groups in sorts
            )
            sql = f"SELECT {self.key} AS entry FROM {self.table} WHERE words @@ %s::tsquery"  # noqa: S608 - names of our own
            return Newest(sql, f"({marked}) & {folded}", most)
        marked = " OR ".join(
            "({})".format(" AND ".join(f"({_any(' OR ', _FTS5, group)})" for group in groups))
            for groups in sorts
        )
        asked = " AND ".join([f"({marked})", *(f'"{word}" *' for word in words)])
        sql = f"SELECT rowid AS entry FROM {self.table} WHERE {self.table} MATCH %s"  # noqa: S608 - names of our own
        return Newest(sql, asked, most)


@dataclass(frozen=True)
class Newest:
    """What is asked of an index: its newest entries, ``most`` at most."""

    sql: str
    asked: str
    most: int

    def keys(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"{self.sql} ORDER BY entry DESC LIMIT %s", [self.asked, self.most])
            return [key for (key,) in cursor.fetchall()]

    def among(self, keys: Collection[int]) -> list[int]:
        """Which of a few keys it asks for."""
        if not keys:
            return []
        # FTS5 asks anew for each key of a list unless a sign keeps it out of the index; a stretch it takes.
        listed = ", ".join(str(int(key)) for key in keys)
        few = (
            f"SELECT entry FROM ({self.sql}) AS found"  # noqa: S608 - numbers
            f" WHERE entry BETWEEN {min(keys)} AND {max(keys)} AND +entry IN ({listed})"
        )
        with connection.cursor() as cursor:
            cursor.execute(few, [self.asked])
            return [key for (key,) in cursor.fetchall()]

    def select(self, what: str, where: str = "") -> RawSQL:
        """A subquery of ``what`` is made of ``entry``, so that the keys do not leave the database."""
        newest = f"{self.sql} ORDER BY entry DESC LIMIT %s"
        return RawSQL(f"SELECT {what} FROM ({newest}) AS newest {where}", [self.asked, self.most])  # noqa: S608, S611 - words of our own


EVENTS = WordIndex("timeline_words", "event_id")


def with_words[Rows: QuerySet[Event]](
    events: Rows, clients: Iterable[int], text: str, besides: Q | None = None
) -> Rows:
    """Those of the clients' ``events`` that have each word of ``text``, or one that begins so.

    Case and accents do not matter. Text without letters and digits finds nothing. ``besides``:
    those whose words stand elsewhere.
    """
    found = Q(pk__in=[key for one in clients for key in EVENTS.keys([[str(one)]], text)])
    return events.filter(found | besides if besides else found)
