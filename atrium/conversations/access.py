"""The door to one note."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.conversations.models import Note
from atrium.organisations.middleware import MemberRequest


def the_note(request: MemberRequest, client: Client, key: UUID) -> Note:
    """The client's note with this key, if the member may read it; else 404."""
    rows = Note.objects.visible_to(request.member)
    note: Note | None = rows.filter(client=client, public_id=key).first()
    if note is None:
        raise Http404
    note.client = client
    note.author = lexicon.of(client.organisation).members.get(note.author_id or 0)
    return note
