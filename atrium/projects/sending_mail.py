"""The mail that brings somebody what was made for them; the links in it are filled in for its receiver alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string

from atrium.clients.reach.speaking import written_to
from atrium.clients.reach.words import Purpose
from atrium.conversations.mail.marking import fills_marks
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Receiver, Writing, one_line
from atrium.conversations.models import Level
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.conversations.models import Message
    from atrium.organisations.models import Member
    from atrium.projects.models.sending import Sending

_KEY = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_MARK = re.compile(rf"https?://[^\s\"'<>]{{1,300}}/projects/[0-9]{{1,19}}/\?sent={_KEY}")


def let_leave(rows: Sequence[Sending], *, by: Member) -> None:
    """Queue one mail to the person that these sendings go to."""
    first, project = rows[0], rows[0].deliverable.project
    told = {
        "rows": [(row, mark_of(row)) for row in rows],
        "project": project,
        "writer": by,
        "words": first.words,
        "until": first.expires_at,
    }
    with written_to(project.client, first.contact):
        subject = gettext("{project}: for your approval [{code}]").format(
            project=project.name, code=project.code
        )
        writing = Writing(
            to=[Receiver(first.address, one_line(str(first.contact), 200))],
            subject=one_line(subject, 300),
            html=render_to_string("projects/mail/sent.html", told),
            level=Level.ALL,
            purpose=Purpose.COMPLETION,
        )
    post(project.client, writing, by=by, fetched=True)


def mark_of(sending: Sending) -> str:
    """The project's own page, which nobody but members can open."""
    project = sending.deliverable.project
    path = address("project", project.client.organisation.slug, project.number)
    return f"{settings.BASE_URL}{path}?sent={sending.public_id}"


@fills_marks
def approval_links(message: Message, text: str) -> str:
    """Each mark as the link of its receiver, where the message goes to them and to nobody else."""
    if "?sent=" not in text:
        return text
    goes_to = {party.address_key for party in message.receivers}

    def link(found: re.Match[str]) -> str:
        rows = apps.get_model("projects", "Sending")._base_manager
        sending = rows.filter(public_id=UUID(found[1])).first()
        if sending is None or goes_to != {sending.address.casefold()}:
            return found[0]
        return f"{settings.BASE_URL}{address('sent', sending.token())}"

    return _MARK.sub(link, text)
