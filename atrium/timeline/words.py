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

from atrium.timeline.models import Event

MOST_WORDS = 8
# Of a word that a client with 100,000 events has everywhere, the newest.
MOST_FOUND = 5000
_WORD = re.compile(r"[^\W_]+")


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
        words = _WORD.findall(text)[:MOST_WORDS]
        if not words or not all(marks):
            return []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM unnest(timeline_folded(%s)) AS word",
                    [" ".join(words)],
                )
                [asked] = cursor.fetchone() or [""]
                if not asked:
                    return []
                groups = [" | ".join(f"'#{mark}'" for mark in group) for group in marks]
                asked = " & ".join([*(f"({group})" for group in groups), asked])
                sql = f"SELECT {self.key} FROM {self.table} WHERE words @@ %s::tsquery ORDER BY {self.key} DESC LIMIT %s"  # noqa: S608 - names of our own
            else:
                groups = [" OR ".join(f'"\ue000{mark}"' for mark in group) for group in marks]
                asked = " AND ".join(
                    [*(f"({group})" for group in groups), *(f'"{word}" *' for word in words)]
                )
                sql = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608 - names of our own
            cursor.execute(sql, [asked, most])
            return [key for (key,) in cursor.fetchall()]


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
