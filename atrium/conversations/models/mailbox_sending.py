from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.conversations.models.mailbox import Mailbox


class Sending(models.TextChoices):
    """By which server the mail of a mailbox leaves."""

    SERVER = "server", gettext_lazy("The mail server of this installation")
    SMTP = "smtp", gettext_lazy("A mail server of its own")
    PROVIDER = "provider", gettext_lazy("A provider, over HTTP")
    THROUGH = "through", gettext_lazy("The server of another mailbox")


def refuse_borrowed(mailbox: Mailbox, by: Member) -> None:
    """Nobody writes from the address of another, nor by a server that is not theirs to use."""
    runs = by.can(Can.MAILBOXES_MANAGE)
    if mailbox.through and not runs and not mailbox.through.kept_by(by):
        raise Refusal(gettext("You cannot send by this mailbox; choose another."), field="through")
    if mailbox.member_id is None:
        return
    people = Member.objects.filter(user__email__iexact=mailbox.address)
    if people.exclude(pk=mailbox.member_id).exists():
        raise Refusal(gettext("This is the address of another member."), field="address")
    own = (
        mailbox.sending in {Sending.SMTP, Sending.PROVIDER}
        or mailbox.address_key == by.user.email.casefold()
    )
    if not own and not runs:
        msg = gettext(
            "Mail from this address leaves by its own server only; fill it in, or ask an admin."
        )
        raise Refusal(msg, field="address")


def refuse_chain(mailbox: Mailbox) -> None:
    """Mail leaves by a shared mailbox that has a way of its own, if by another one at all."""
    through = mailbox.through if mailbox.sending == Sending.THROUGH else None
    if mailbox.sending == Sending.THROUGH and (through is None or through.pk == mailbox.pk):
        raise Refusal(gettext("Choose the mailbox whose server is used."), field="through")
    if through and (through.sending == Sending.THROUGH or through.member_id is not None):
        raise Refusal(gettext("Choose a shared mailbox with a server of its own."), field="through")
