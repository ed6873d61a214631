"""Keeping an e-mail that a mailbox holds: once in the organisation, in its thread, with its clients."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.core.files import File as DjangoFile
from django.db import IntegrityError, transaction

from atrium.clients.models import Client, Contact
from atrium.conversations.mail import bouncing
from atrium.conversations.mail.belonging import Belonging, belonging
from atrium.conversations.mail.calendars import CALENDARS
from atrium.conversations.mail.cleaning import kept
from atrium.conversations.mail.letters_in import Letter, Named
from atrium.conversations.mail.marking import filled
from atrium.conversations.mail.ours import Ours, ours
from atrium.conversations.mail.parsing import parsed
from atrium.conversations.mail.sorting import told
from atrium.conversations.models import (
    Attachment,
    Direction,
    Filing,
    Holding,
    Mailbox,
    Message,
    Party,
    State,
    Thread,
    Unanswered,
    Unfiled,
)
from atrium.conversations.models.message_state import CLAIMS
from atrium.conversations.richtext import plain, spelt
from atrium.foundation import files
from atrium.foundation.translation import gettext, gettext_lazy

TWICE = gettext_lazy("Another e-mail with the same Message-ID is kept beside it.")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a mailbox holds a message: a folder of an IMAP server, and its number there."""

    folder: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    is_sent: bool = False
    is_cut: bool = False


def stored(mailbox: Mailbox, data: bytes, place: Place | None = None) -> Message:
    """The message that these bytes are, held by the mailbox; kept once however often it is fetched.

    Two workers that bring it at once agree by the constraint on its Message-ID.
    """
    place = place or Place()
    letter = parsed(data)
    if place.is_cut:
        letter.lacks.append(gettext("It is too large to be fetched: read it in your mail program."))
    with transaction.atomic():
        message = _known(letter)
        if message is None:
            try:
                with transaction.atomic():
                    message = _made(mailbox, letter, data, place)
            except IntegrityError:
                message = Message.objects.get(message_id=letter.message_id)
        elif place.is_sent and message.direction == Direction.IN:
            _turn_out_ours(message)
        _hold(message, mailbox, place)
    return message


def _known(letter: Letter) -> Message | None:
    """The same message, if it is kept. Another one that took its Message-ID gets one of its own.

    They are the same where sender, subject and words are: a Message-ID is known to all who got it.
    """
    row: Message | None = Message.objects.filter(message_id=letter.message_id).first()
    if row is None:
        return None
    sender = row.parties.filter(kind="from").values_list("address_key", flat=True).first() or ""
    named = sender == (letter.sender.key if letter.sender else "") and row.subject == letter.subject
    words = {_bare(filled(row, text)) for text in (row.text, spelt(row.html))}
    if named and _bare(letter.text or plain(kept(letter.html))) in words:
        return row
    letter.lacks.append(TWICE)
    letter.message_id = f"{letter.message_id[:400]}.{letter.print}"
    return Message.objects.filter(message_id=letter.message_id).first()


def _turn_out_ours(message: Message) -> None:
    """It was taken for a mail that claims to be from us, and now lies among what was sent."""
    if message.claims_ours:
        message.direction, message.state = Direction.OUT, State.SENT
        message.problem = message.problem.replace(CLAIMS, "").strip()
        message.save(update_fields=["direction", "state", "problem"])
        Unanswered.answered(message)


def _bare(text: str) -> str:
    """The words alone: spaces and line ends change on the way."""
    return "".join(text.split())


def _made(mailbox: Mailbox, letter: Letter, data: bytes, place: Place) -> Message:
    own = ours()
    answered = _answered(letter)
    sender = letter.sender
    # What stands in From proves nothing: what we sent lies in a folder of what was sent.
    is_ours = place.is_sent
    if not is_ours and sender is not None and sender.key in own.addresses:
        letter.lacks.append(CLAIMS)
    html = kept(letter.html)
    message = Message(
        thread=_thread(letter, answered),
        direction=Direction.OUT if is_ours else Direction.IN,
        state=State.SENT if is_ours else State.RECEIVED,
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to[:500],
        references=" ".join(letter.references),
        subject=letter.subject,
        html=html,
        text=letter.text or plain(html),
        mailbox=mailbox,
        at=letter.at,
        automatic=letter.automatic,
        problem=" ".join(map(str, letter.lacks))[:500],
        size=letter.size,
    )
    message.save(force_insert=True)
    _hold(message, mailbox, place)
    _keep_parties(message, letter.parties)
    _keep_files(message, letter)
    bouncing.mark(letter.bounces)
    for read in CALENDARS:
        for calendar in letter.calendars:
            read(calendar, letter)
    _file(message, belonging(letter, answered, own), own, letter)
    return message


def _answered(letter: Letter) -> list[Message]:
    """What it answers, the nearest first."""
    named = [letter.in_reply_to, *reversed(letter.references)]
    keys = [key for key in dict.fromkeys(named) if key and key != letter.message_id]
    rows = {row.message_id: row for row in Message.objects.filter(message_id__in=keys)}
    return [rows[key] for key in keys if key in rows]


def _thread(letter: Letter, answered: list[Message]) -> Thread:
    """The thread of what it answers, or of an answer to it that came first; else a new one."""
    if answered:
        return answered[0].thread
    later = Message.objects.filter(in_reply_to=letter.message_id).select_related("thread").first()
    if later is not None:
        return later.thread
    thread = Thread(subject=letter.subject[:300], begun_at=letter.at)
    thread.save(force_insert=True)
    return thread


def _keep_parties(message: Message, parties: list[Named]) -> None:
    keys = [one.key for one in parties]
    found = Contact.objects.live().filter(points__kind="email", points__normal__in=keys)
    contacts = dict(found.order_by("-pk").values_list("points__normal", "pk"))
    Party.objects.bulk_create(
        Party(
            message=message,
            kind=one.kind,
            address=one.address,
            address_key=one.key[:320],
            name=one.name,
            contact_id=contacts.get(one.key),
            taken_at=message.at if one.kind in {"to", "cc", "bcc"} else None,
        )
        for one in parties
    )


def _keep_files(message: Message, letter: Letter) -> None:
    rows = []
    for one in letter.files:
        file = DjangoFile(BytesIO(one.data), name=one.name)
        row = Attachment(
            message=message,
            name=one.name,
            content_type=files.type_of(file),
            size=len(one.data),
            stored_as=files.keep(file, "mail"),
            content_id=one.content_id,
        )
        rows.append(row)
    Attachment.objects.bulk_create(rows)


def _hold(message: Message, mailbox: Mailbox, place: Place) -> None:
    Holding.objects.get_or_create(
        message=message,
        mailbox=mailbox,
        folder=place.folder[:300],
        uidvalidity=place.uidvalidity,
        uid=place.uid,
    )


def _file(message: Message, found: Belonging, own: Ours, letter: Letter) -> None:
    """Into its clients' stories, or among what was not filed, with the reason."""
    if found.why is not None:
        Unfiled(message=message, why=found.why, at=message.at).save(force_insert=True)
        return
    clients = list(Client.objects.filter(pk__in=found.clients))
    Filing.objects.bulk_create(
        Filing(message=message, client=client, how=found.clients[client.pk], at=message.at)
        for client in clients
    )
    sender = message.sender
    is_ours = message.direction == Direction.OUT and sender is not None
    if not letter.from_list:
        Unanswered.wait(message, clients)
    if is_ours:
        Unanswered.answered(message)
    told(message, clients, by=own.members.get(sender.address_key) if sender and is_ours else None)
