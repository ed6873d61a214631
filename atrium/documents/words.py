"""Finding files by their name and by the words inside, on both engines (X07, C14)."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.db.models import Q

from atrium.documents.models import File
from atrium.documents.models.file_queryset import called
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST_WORDS = 8
# Of a word that stands in very many contents, the newest.
MOST_FOUND = 5000
_WORD = re.compile(r"[^\W_]+")


def with_words(files: Any, text: str) -> Any:
    """Those of ``files`` that have each word in name, description and tags, or each inside."""
    words = text.split()[:MOST_WORDS]
    if not words:
        return files.none()
    return files.filter(Q(content__in=_contents(text)) | called(words))


def told_of(member: Member, client: int, text: str) -> Q:
    """The events of the client's files that have the words inside or are called so now."""
    if not member.can(Can.DOCUMENTS_SEE):
        return Q()
    rows = with_words(File.objects.live().filter(client=client), text)
    keys = rows.order_by("-changed_at").values_list("pk", flat=True)[:MOST_FOUND]
    return Q(subject_model="documents.file", subject_id__in=list(keys))


def _contents(text: str) -> list[int]:
    """The keys of the organisation's contents that have each word, or one that begins so."""
    words = _WORD.findall(text)[:MOST_WORDS]
    if not words:
        return []
    place = current.required()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM unnest(timeline_folded(%s)) AS word",
                [" ".join(words)],
            )
            [asked] = cursor.fetchone() or [""]
            sql = "SELECT content_id FROM documents_words WHERE words @@ %s::tsquery ORDER BY content_id DESC LIMIT %s"
            asked = f"'#{place}' & {asked}"
        else:
            sql = "SELECT rowid FROM documents_words WHERE documents_words MATCH %s ORDER BY rowid DESC LIMIT %s"
            asked = " AND ".join([f'"\ue000{place}"', *(f'"{word}" *' for word in words)])
        cursor.execute(sql, [asked, MOST_FOUND])
        return [key for (key,) in cursor.fetchall()]
