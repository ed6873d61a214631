"""The files of a draft: those of a message that is forwarded, those of the client, added and taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files import File as Stored
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from atrium.conversations.models.attachment import LARGEST, LARGEST_TOGETHER, MOST, Attachment
from atrium.documents.access import handed
from atrium.documents.models import File
from atrium.documents.words import with_words
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conversations.models import Message
    from atrium.organisations.models import Member

AT_A_TIME = 30


@dataclass(frozen=True)
class Along:
    """A file of a message that is forwarded, and whether it goes along."""

    file: Attachment
    chosen: bool


def along(message: Message, keys: Collection[str] | None) -> list[Along]:
    """The files of the message, those with ``keys`` chosen; None: as many as a message can take."""
    found: list[Along] = []
    room = LARGEST_TOGETHER
    for file in message.attachments.all():
        fits = file.size <= min(LARGEST, room) and len(found) < MOST
        chosen = fits if keys is None else str(file.public_id) in keys
        room -= file.size if chosen else 0
        found.append(Along(file, chosen))
    return found


def files_of(
    client: Client, member: Member, words: str = "", chosen: Collection[UUID] = ()
) -> list[File]:
    """The client's files that the member may send: the ``chosen`` ones, then those with the words.

    Those that changed last come first.
    """
    rows = File.objects.visible_to(member).live().filter(client=client)
    rows = rows.select_related("content").defer("content__text").newest_first()
    kept = list(rows.filter(public_id__in=list(chosen)[:AT_A_TIME])) if chosen else []
    others = rows.exclude(pk__in=[file.pk for file in kept])
    others = with_words(others, words) if words else others
    return [*kept, *others[:AT_A_TIME]]


def enclose_files(
    message: Message, client: Client, keys: Iterable[UUID], *, by: Member
) -> list[Attachment]:
    """Attach files of the client to one's own draft, as they are now; later versions change nothing.

    Refused where the member does not see one of them, a virus was found in it, or it is too large.
    """
    wanted = list(dict.fromkeys(keys))
    rows = File.objects.visible_to(by).live().filter(Q(client=client, public_id__in=wanted))
    found = {file.public_id: file for file in rows.select_related("content")}
    if len(found) < len(wanted):
        raise Refusal(gettext("A file is not there any more; choose another one."), field="attach")
    made = []
    with transaction.atomic():
        for key in wanted:
            content = handed(found[key].content)
            with default_storage.open(content.stored_as) as stored:
                made.append(message.attach(Stored(stored, found[key].name), by=by))
    return made
