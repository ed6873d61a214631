"""The files of clients, as an export tells them: what they are called and are, never their bytes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse

from atrium.clients.exported import Told, exported
from atrium.documents.kinds import kinds_of
from atrium.documents.models import Agreement, File

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@exported("files")
def files(by: Member, clients: Collection[int]) -> Told:
    place, kinds = by.organisation, kinds_of(by.organisation)
    rows = File.objects.visible_to(by).live().filter(client__in=clients)
    rows = rows.select_related("client", "folder", "content").defer("content__text")
    for file in rows.order_by("added_at", "id"):
        kind, content = kinds.get(file.kind_id or 0), file.content
        yield (
            file.client_id,
            {
                "id": str(file.public_id),
                "name": file.name,
                "kind": kind.label if kind else "",
                "folder": str(file.folder or ""),
                "type": content.content_type,
                "size": content.size,
                "sha256": content.sha256,
                "version": file.number,
                "description": file.description,
                "tags": file.tag_list,
                "visibility": file.visibility,
                "expires_on": str(file.expires_on or ""),
                "added_at": file.added_at.isoformat(),
                "address": reverse("file", args=[place.slug, file.client.number, file.public_id]),
            },
        )


@exported("agreements")
def agreements(by: Member, clients: Collection[int]) -> Told:
    rows = Agreement.objects.visible_to(by).filter(client__in=clients).select_related("file")
    for row in rows.order_by("signed_on", "id"):
        yield (
            row.client_id,
            {
                "id": str(row.public_id),
                "kind": row.kind,
                "title": row.title,
                "signed_on": row.signed_on.isoformat(),
                "signed_by": row.signed_by,
                "valid_until": str(row.valid_until or ""),
                "ended_on": str(row.ended_on or ""),
                "ended_why": row.ended_why,
                "file": str(row.file.public_id) if row.file else "",
            },
        )
