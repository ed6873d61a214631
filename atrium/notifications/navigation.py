"""The bell, and the page of preferences among the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.navigation import nav_item
from atrium.notifications.facts import unread_words
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from atrium.organisations.models import Member


def unread(request: HttpRequest) -> str:
    """How many notifications the member has not read; nothing on pages outside of an organisation."""
    member: Member | None = getattr(request, "member", None)
    return unread_words(member) if member else ""


nav_item(
    label="Notifications",
    icon="bell",
    url_name="notifications",
    order=15,
    needs=Can.CLIENTS_SEE,
    count=unread,
)
settings_page(
    label="Notifications",
    icon="bell",
    url_name="notification-settings",
    order=5,
    needs=Can.CLIENTS_SEE,
)
