"""The open escalations and the reminders of a client, told before a change that matters (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.conversations.models import Note
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.organisations.permissions import Can


@affected(Matter.ARCHIVE, Matter.CLOSE)
def open_matters(change: Intended) -> Iterator[Affected]:
    """Escalations that nobody has resolved, and reminders that are still to come."""
    client = change.client
    if not change.member.can(Can.NOTES_SEE):
        return
    url = address("client-tab", client.organisation.slug, client.number, "activity")
    notes = Note.objects.filter(client=client)
    escalations = notes.open_escalations().count()
    if escalations:
        some = ngettext(
            "1 escalation is not resolved", "{count} escalations are not resolved", escalations
        ).format(count=escalations)
        yield Affected(some, "triangle-alert", url)
    reminders = notes.kept().filter(remind_at__gt=timezone.now()).count()
    if reminders:
        some = ngettext(
            "1 reminder is still to come", "{count} reminders are still to come", reminders
        ).format(count=reminders)
        yield Affected(some, "alarm-clock", url)
