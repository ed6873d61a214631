"""What owners are told by mail of their ways in. Called from the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from atrium.foundation.speaking import speaking
from atrium.organisations.models import Organisation
from atrium.sso.telling import who_want_mail


def mail_owners_of(
    place: Organisation, template: str, subject: Callable[[], str], facts: dict[str, Any]
) -> None:
    """Write to each owner who lets it reach them by mail, in their own language."""
    told = facts | {"url": f"{settings.BASE_URL}{reverse('sso-settings', args=[place.slug])}"}
    for owner in who_want_mail():
        with speaking(owner.user.language, place.language):
            send_mail(subject(), render_to_string(template, told), None, [owner.user.email])
