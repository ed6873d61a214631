"""The bell, and the page of preferences among the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.navigation import nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.models import Notification
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from atrium.organisations.middleware import MemberRequest


def unread(request: MemberRequest) -> QuerySet[Notification]:
    """The notifications that the member has not read."""
    return Notification.objects.of(request.member).unread()


nav_item(
    label=gettext_lazy("Notifications"),
    icon="bell",
    url_name="notifications",
    order=15,
    needs=Can.CLIENTS_SEE,
    count=unread,
)
settings_page(
    label=gettext_lazy("Notifications"),
    icon="bell",
    url_name="notification-settings",
    order=5,
    needs=Can.CLIENTS_SEE,
    text=gettext_lazy("What you are told, where and how often."),
    words="alerts mails digest daily summary push quiet",
)
