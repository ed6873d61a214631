"""The doors to one note, one picture, one call, one comment."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.conversations.models import Call, Comment, Image, Note, NoteTemplate
from atrium.organisations.middleware import MemberRequest


def the_note(request: MemberRequest, client: Client, key: UUID) -> Note:
    """The client's note with this key, if the member may read it; else 404."""
    rows = Note.objects.visible_to(request.member)
    note: Note | None = rows.filter(client=client, public_id=key).first()
    if note is None:
        raise Http404
    note.client = client
    members = lexicon.of(client.organisation).members
    note.author = members.get(note.author_id or 0)
    note.resolved_by = members.get(note.resolved_by_id or 0)
    return note


def the_image(request: MemberRequest, client: Client, key: UUID) -> Image:
    """The picture with this key on the client, if the member may see it; else 404."""
    rows = Image.objects.visible_to(request.member)
    image: Image | None = rows.filter(client=client, public_id=key).first()
    if image is None:
        raise Http404
    return image


def the_template(key: UUID) -> NoteTemplate:
    """The organisation's template with this key; else 404."""
    found: NoteTemplate | None = NoteTemplate.objects.filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def the_templates() -> list[NoteTemplate]:
    """The organisation's templates, in their order."""
    return list(NoteTemplate.objects.all())


def the_call(request: MemberRequest, client: Client, key: UUID) -> Call:
    """The client's call with this key, if the member may see it; else 404."""
    rows = Call.objects.visible_to(request.member).select_related("contact")
    call: Call | None = rows.filter(client=client, public_id=key).first()
    if call is None:
        raise Http404
    call.client, call.organisation = client, client.organisation
    return call


def the_unassigned(request: MemberRequest, key: UUID) -> Call:
    """The call with this key that is nobody's yet, if the member may assign it; else 404."""
    call: Call | None = Call.objects.unassigned_to(request.member).filter(public_id=key).first()
    if call is None:
        raise Http404
    call.organisation = request.member.organisation
    return call


def the_comment(request: MemberRequest, client: Client, key: UUID) -> Comment:
    """The client's comment with this key, if the member may see it; else 404."""
    rows = Comment.objects.visible_to(request.member).select_related("author")
    comment: Comment | None = rows.filter(client=client, public_id=key).first()
    if comment is None:
        raise Http404
    comment.client = client
    return comment
