"""The digest: one mail a day with what waits for a member. Apps say what, in their navigation.py.

@digest_section(order=10, needs=Can.TASKS_SEE)
def due(member: Member) -> Section | None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.notifications.models import Rhythm
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, of which client, since or until when, and the path of its page."""

    text: str
    beside: str
    path: str

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}{self.path}"


@dataclass(frozen=True)
class Section:
    """Things of one sort; ``more`` says how many are left out."""

    title: str
    lines: list[Line]
    more: int = 0


type Find = Callable[[Member], Section | None]
_SECTIONS: list[tuple[int, Can, Find]] = []


def digest_section(*, order: int, needs: Can) -> Callable[[Find], Find]:
    """Let the function say what of its app waits for a member; None for nothing."""

    def register(find: Find) -> Find:
        _SECTIONS.append((order, needs, find))
        return find

    return register


def sections_for(member: Member) -> list[Section]:
    """What waits for the member, in order."""
    allowed = [(order, find) for order, needs, find in _SECTIONS if member.can(needs)]
    found = [find(member) for _, find in sorted(allowed, key=lambda pair: pair[0])]
    return [section for section in found if section is not None and section.lines]


def send_digest(member: Member, day: date) -> None:
    """Send the member's digest of the day once; nothing leaves where nothing waits.

    Raises what the mail server said where it did not take the mail.
    """
    if not member.is_active or not Rhythm.of(member).digest_on:
        return
    with translation.override(member.language):
        sections = sections_for(member)
        letter = _letter(member, day, sections)
    with mailers.default as server:
        if not Rhythm.claim_digest(member, day) or not sections:
            return
        try:
            server.send_messages([letter])
        except (SMTPRecipientsRefused, SMTPResponseException):
            Rhythm.release_digest(member)
            raise


def _letter(member: Member, day: date, sections: list[Section]) -> EmailMultiAlternatives:
    slug = member.organisation.slug
    choose = f"{settings.BASE_URL}{reverse('notification-settings', args=[slug])}"
    facts = {
        "member": member,
        "organisation": member.organisation,
        "sections": sections,
        "day": day,
        "settings_url": choose,
        "home_url": f"{settings.BASE_URL}{member.organisation.get_absolute_url()}",
    }
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    letter = EmailMultiAlternatives(
        gettext("{day}: what waits for you at {organisation}").format(
            day=f"{spoken(day):%A}", organisation=member.organisation.name
        ),
        render_to_string("notifications/mail/digest.txt", facts),
        None,
        [member.user.email],
        headers={
            "Message-ID": f"<digest.{member.public_id}.{day:%Y%m%d}@{host}>",
            "List-Unsubscribe": f"<{choose}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach_alternative(
        render_to_string("notifications/mail/digest.html", facts), "text/html"
    )
    return letter
