from __future__ import annotations

from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


class Does(models.TextChoices):
    """What becomes of each period of a recurring invoice by itself."""

    DRAFT = "draft", gettext_lazy("Make a draft")
    ISSUE = "issue", gettext_lazy("Issue the invoice")
    SEND = "send", gettext_lazy("Issue the invoice and send it")

    @property
    def issues(self) -> bool:
        return self is not Does.DRAFT


def refuse_doing(does: str, by: Member) -> None:
    """Refused where invoices would be issued, or mail be sent, that the member may not issue or send."""
    if Does(does).issues and not by.can(Can.MONEY_ISSUE):
        msg = gettext(
            "Only who issues invoices may change what is issued by itself. Let it make drafts."
        )
        raise Refusal(msg, field="does")
    if does == Does.SEND and not by.can(Can.MAIL_SEND):
        msg = gettext("Only who writes e-mail may let invoices be sent by themselves.")
        raise Refusal(msg, field="does")
