"""The doors to one note, one picture, one call, one comment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link
from atrium.conversations.conversation import Conversation
from atrium.conversations.models import (
    Attachment,
    Call,
    Channel,
    Comment,
    Holding,
    Ignored,
    Image,
    Level,
    Mailbox,
    Message,
    MessageTemplate,
    Note,
    NoteTemplate,
    Sending,
)
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member


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


def the_image_to_send(request: MemberRequest, client: Client, key: UUID) -> Image:
    """The picture with this key, if the member may show it in an e-mail to the client; else 404."""
    found = Image.objects.for_mail(client, request.member, [str(key)])
    if not found:
        raise Http404
    return found[0]


def the_image_in_mail(member: Member, key: UUID, image: UUID) -> Image:
    """The picture that the text of the e-mail shows, if the member reads all of it; else 404."""
    read = Message.objects.visible_to(member).at_level(Level.ALL)
    if not read.filter(public_id=key).showing(image).exists():
        raise Http404
    row: Image | None = Image.objects.filter(public_id=image, note=None).first()
    if row is None:
        raise Http404
    return row


def the_template(key: UUID) -> NoteTemplate:
    """The organisation's template with this key; else 404."""
    found: NoteTemplate | None = NoteTemplate.objects.filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def the_templates() -> list[NoteTemplate]:
    """The organisation's templates, in their order."""
    return list(NoteTemplate.objects.all())


def the_message_template(key: UUID) -> MessageTemplate:
    """The organisation's template for messages with this key; else 404."""
    found: MessageTemplate | None = MessageTemplate.objects.filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def the_message_templates() -> list[MessageTemplate]:
    """The organisation's templates for messages, in their order."""
    return list(MessageTemplate.objects.all())


def the_client_to_try(member: Member, number: int | None) -> tuple[Client | None, Contact | None]:
    """The client of this number, else the one that moved last, with its primary contact."""
    rows = Client.objects.visible_to(member).live().select_related("organisation")
    rows = rows.filter(number=number) if number else rows.order_by("-active_at", "-id")
    client: Client | None = rows.first()
    links: Any = Link.objects.current().filter(client=client).select_related("contact")
    link = links.order_by("-is_primary", "id").first()
    return client, link.contact if link else None


def the_message(request: MemberRequest, client: Client, key: UUID) -> Message:
    """The e-mail of the client with this key, if the member sees all of it; else 404."""
    rows = Message.objects.visible_to(request.member).at_level(Level.ALL).of_client(client)
    message: Message | None = rows.filter(public_id=key, channel=Channel.MAIL).first()
    if message is None:
        raise Http404
    return message


def the_draft(request: MemberRequest, client: Client, key: UUID) -> Message:
    """The member's own draft to the client with this key; else 404."""
    rows = Message.objects.filter(author=request.member).drafts().of_client(client)
    draft: Message | None = rows.filter(public_id=key, channel=Channel.MAIL).first()
    if draft is None:
        raise Http404
    return draft


def the_letter(member: Member, key: UUID, least: Level = Level.SUBJECT) -> Message:
    """The message with this key, filed or not, if the member sees so much of it; else 404."""
    rows = Message.objects.visible_to(member).at_level(least).said()
    found: Message | None = (
        rows.filter(public_id=key).prefetch_related("parties", "attachments").first()
    )
    if found is None:
        raise Http404
    return found


def the_numbered(number: int, member: Member) -> Client:
    """The client with this number, if the member may see it; else 404."""
    client: Client | None = Client.objects.visible_to(member).filter(number=number).first()
    if client is None:
        raise Http404
    return client


def the_ignored(key: UUID) -> Ignored:
    """The ignored sender with this key; else 404."""
    row: Ignored | None = Ignored.objects.filter(public_id=key).first()
    if row is None:
        raise Http404
    return row


def the_conversation(member: Member, key: UUID) -> Conversation:
    """The conversation with this key, if the member may know of a message in it; else 404."""
    found = Conversation.named(key, member)
    if found is None:
        raise Http404
    return found


def the_member(key: str) -> Member:
    """The active member with this key; else 404."""
    try:
        public_id = UUID(key)
    except ValueError:
        raise Http404 from None
    found: Member | None = Member.objects.active().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def the_file_of(message: Message, key: UUID) -> Attachment | None:
    """The file of the message with this key."""
    found: Attachment | None = message.attachments.filter(public_id=key).first()
    return found


def the_mailboxes(member: Member) -> list[Mailbox]:
    """Those in use that the member keeps, and of the shared ones those they may set up."""
    rows = Mailbox.objects.live().shown_to(member).select_related("through")
    held = Holding.objects.filter(mailbox=OuterRef("pk"), uid__isnull=False).order_by()
    counted = held.values("mailbox").annotate(n=Count("message", distinct=True)).values("n")
    return list(rows.annotate(held=Subquery(counted)).order_by("address_key"))


def the_mailbox(member: Member, key: UUID) -> Mailbox:
    """The mailbox with this key, if the member may change it; else 404."""
    box: Mailbox | None = Mailbox.objects.live().filter(public_id=key).first()
    if box is None or not box.may_be_changed_by(member):
        raise Http404
    return box


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


def the_told_mailbox(key: str) -> Mailbox:
    """The mailbox to which a provider tells what came back, in the organisation entered; else 404."""
    rows = Mailbox.objects.live().filter(sending=Sending.PROVIDER)
    box: Mailbox | None = rows.filter(hook_key=key).first() if key else None
    if box is None:
        raise Http404
    return box
