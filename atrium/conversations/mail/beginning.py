"""What an e-mail or an SMS begins with: the organisation's templates, in the language of whom it goes to."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from atrium.clients.models import Client, Contact
from atrium.clients.reach.asking import chosen
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.writing import one_line, receivers
from atrium.conversations.marked import marked
from atrium.conversations.models import MessageTemplate, Way
from atrium.conversations.placeholders import filled
from atrium.conversations.richtext import paragraphs, plain
from atrium.conversations.sms.segments import Count, counted
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


@dataclass(frozen=True)
class Beginning:
    """A template as it reads for one client and whom is written to."""

    template: MessageTemplate
    subject: str
    html: str

    @property
    def text(self) -> str:
        """The words as they are edited in a plain field."""
        return paragraphs(self.html) if self.template.is_sms else marked(self.html)

    @property
    def count(self) -> Count:
        """How long it is as an SMS."""
        return counted(self.text)

    @classmethod
    def of(
        cls, template: MessageTemplate, client: Client, by: Member, contact: Contact | None
    ) -> Beginning:
        subject = filled(template.subject, client=client, by=by, contact=contact, plain=True)
        html = filled(template.html, client=client, by=by, contact=contact)
        return cls(template, one_line(subject, 900), html)

    def letter_to(self, member: Member) -> EmailMultiAlternatives:
        """As a mail to the member alone, to look at it where mail is read."""
        to = [member.user.email]
        letter = EmailMultiAlternatives(f"[Test] {self.subject}", plain(self.html), to=to)
        letter.attach_alternative(
            f"<!doctype html><html><body>{self.html}</body></html>", "text/html"
        )
        return letter


def addressee(client: Client, line: str) -> Contact | None:
    """Whom a line of receivers names first, where that is somebody who is known."""
    try:
        named = receivers(line, "to")
    except Refusal:
        return None
    if not named:
        return None
    first, ways = named[0].address.casefold(), frozenset({Channel.EMAIL})
    found = chosen(client, Purpose.GENERAL, at=timezone.now(), channels=ways, emails=[first])
    return found.contacts.get(first)


def beginnings(
    client: Client, by: Member, contact: Contact | None, way: Way = Way.MAIL
) -> list[Beginning]:
    """What can be begun with, each name once: in their language, else in any, else as it is there."""
    wanted = (contact.language if contact else "") or client.language
    best: dict[str, MessageTemplate] = {}
    for template in MessageTemplate.objects.filter(way=way):
        known = best.setdefault(template.label_key, template)
        if _fits(template, wanted) > _fits(known, wanted):
            best[template.label_key] = template
    return [Beginning.of(template, client, by, contact) for template in best.values()]


def _fits(template: MessageTemplate, wanted: str) -> int:
    if template.language and template.language == wanted:
        return 2
    return 0 if template.language else 1
