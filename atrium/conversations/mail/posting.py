"""What Atrium sends by itself, such as invitations: a message as any other, which answers nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from atrium.conversations.models import Mailbox, Message, Party, Unanswered

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conversations.mail.writing import Writing
    from atrium.organisations.models import Member


def post(client: Client, writing: Writing, *, by: Member, fetched: bool = False) -> Message:
    """Write a message and let it leave at once, from the first address that ``by`` writes from.

    ``fetched``: answers come to a mailbox that Atrium reads, if there is one. Refused as
    Message.write() and send() are.
    """
    box = Mailbox.of(by)
    with transaction.atomic():
        row = Message.write(client, writing, by=by, mailbox=box)
        if fetched and (reads := box.answered_at) != box:
            Party.answered_at(row, reads).save()
        row.send(by=by)
        Unanswered.left_open(row)
    return row
