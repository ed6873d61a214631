"""The mail that says that an export is ready. It names no client and carries no file."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.imports.models import Export


def tell_ready(export: Export) -> None:
    """Send it once, unless the file is gone by now or who asked left; an error lets the queue try again."""
    if not (export.is_ready and export.by.is_active):
        return
    rows = type(export).objects.filter(pk=export.pk, mailed_at=None)
    if not rows.update(mailed_at=now()):
        return
    path = reverse("exports", args=[export.organisation.slug])
    facts = {"export": export, "url": f"{settings.BASE_URL}{path}"}
    with translation.override(export.by.language):
        body = render_to_string("imports/mail/export.txt", facts)
        subject = gettext("Your export from {organisation} is ready").format(
            organisation=export.organisation
        )
    try:
        send_mail(" ".join(subject.split()), body, None, [export.by.user.email])
    except (SMTPException, OSError):
        rows = type(export).objects.filter(pk=export.pk)
        rows.update(mailed_at=None)
        raise
