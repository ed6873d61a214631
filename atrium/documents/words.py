"""Finding files by their name and by the words inside, on both engines (X07, C14)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from atrium.documents.models import File
from atrium.documents.models.file_queryset import called
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.words import MOST_FOUND, MOST_WORDS, WordIndex

CONTENTS = WordIndex("documents_words", "content_id")


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
    return CONTENTS.keys([[str(current.required())]], text)
