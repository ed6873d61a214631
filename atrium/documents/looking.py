"""What the page of one file shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.documents.facts import Line
from atrium.documents.kinds import kinds_of
from atrium.documents.models import Content, File, Share
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atrium.organisations.models import Member

MOST_WORDS = 60_000


def looked_at(member: Member, file: File) -> dict[str, Any]:
    """The file with its words, versions and links, and what the member may do with it."""
    client, place = file.client, member.organisation
    versions = file.versions.select_related("content", "added_by").defer("content__text")
    live = not client.is_archived and file.binned_at is None
    kept = file.folder is not None and bool(file.folder.keeper)
    words = Content.objects.values_list("text", flat=True).get(pk=file.content_id)
    return {
        "client": client,
        "line": Line.of(file, place.today(), kinds_of(place), str(file.folder or "")),
        "file": file,
        "words": words[:MOST_WORDS],
        "versions": versions.order_by("-number"),
        "shares": shares_of(file),
        "may_edit": live and not kept and member.can(Can.DOCUMENTS_EDIT),
        "may_share": live and member.can(Can.DOCUMENTS_SHARE),
    }


def shares_of(thing: Any) -> QuerySet[Share]:
    """The links to a thing, the one given last first."""
    rows: Any = Share.objects.of(thing).select_related("contact", "given_by")
    found: QuerySet[Share] = rows.order_by("-given_at")
    return found
