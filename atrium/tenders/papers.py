"""The files of a client that lie elsewhere and belong to a tender as well, or could."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from atrium.documents.models import File
from atrium.tenders.models import Tender

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 500


def named_of(tender: Tender) -> list[File]:
    """Those that belong to it, by name, each with its content and folder."""
    keys = tender.named_files.values("file")
    rows = File.objects.live().filter(client=tender.client, pk__in=keys)
    rows = rows.select_related("content", "folder").defer("content__text")
    return list(rows.by_name()[:MOST])


def offered(tender: Tender, member: Member, words: str, named: Collection[int]) -> list[File]:
    """The client's files whose names have the words, and the ``named`` ones, by name."""
    rows = File.objects.visible_to(member).live().filter(client=tender.client)
    rows = rows.exclude(folder__keeper=tender.kept.keeper).select_related("folder")
    found = list(rows.filter(pk__in=named).by_name()[:MOST])
    others = rows.exclude(pk__in=named)
    others = others.filter(name__icontains=words) if words else others
    return [*found, *others.by_name()[: MOST - len(found)]]
