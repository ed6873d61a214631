"""Finding the events of one client by their words, on both engines (X07).

The index is kept by triggers of the database. It knows no organisation: what it answers are keys,
which are then looked for among the events that the asker may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from atrium.timeline.models import Event

MOST_WORDS = 8
# Of a word that a client with 100,000 events has everywhere, the newest.
MOST_FOUND = 5000
_WORD = re.compile(r"[^\W_]+")


def with_words[Rows: QuerySet[Event]](
    events: Rows, clients: Iterable[int], text: str, besides: Q | None = None
) -> Rows:
    """Those of the clients' ``events`` that have each word of ``text``, or one that begins so.

    Case and accents do not matter. Text without letters and digits finds nothing. ``besides``:
    those whose words stand elsewhere.
    """
    found = Q(pk__in=[key for client in clients for key in _keys(client, text)])
    return events.filter(found | besides if besides else found)


def _keys(client: int, text: str) -> list[int]:
    words = _WORD.findall(text)[:MOST_WORDS]
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM unnest(timeline_folded(%s)) AS word",
                [" ".join(words)],
            )
            [asked] = cursor.fetchone() or [""]
            sql = "SELECT event_id FROM timeline_words WHERE words @@ %s::tsquery ORDER BY event_id DESC LIMIT %s"
            asked = f"'#{client}' & {asked}"
        else:
            sql = "SELECT rowid FROM timeline_words WHERE timeline_words MATCH %s ORDER BY rowid DESC LIMIT %s"
            asked = " AND ".join([f'"\ue000{client}"', *(f'"{word}" *' for word in words)])
        cursor.execute(sql, [asked, MOST_FOUND])
        return [key for (key,) in cursor.fetchall()]
