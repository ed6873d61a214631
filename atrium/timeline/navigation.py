"""What this app adds to the settings: their log, and on each page who changed it last."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from atrium.foundation.shell import shell_part
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import pages_for, settings_page
from atrium.timeline.models import Act
from atrium.timeline.settings_log import SIGN_INS, Asked, last_of, logs_settings, topics_for

settings_page(
    label=gettext_lazy("Log"),
    icon="scroll-text",
    url_name="settings-log",
    order=90,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy(
        "Who changed members, roles, settings and templates, who exported, erased or signed in."
    ),
    words="audit log history changes security sign-ins logins who when",
)
logs_settings(gettext_lazy("Sign-ins"), SIGN_INS, needs=Can.MEMBERS_MANAGE)
logs_settings(gettext_lazy("Invitations"), "organisations.invitation", needs=Can.MEMBERS_SEE)


@dataclass(frozen=True)
class LastChange:
    """What changed the page of the settings that is shown last, and where its history is told."""

    act: Act
    history: str


@shell_part("last_change")
def last_change(request: HttpRequest) -> LastChange | None:
    """Of the page that the address lies in; the history for who may read the log."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return None
    here = {link.page.url_name for link in pages_for(member, request.path) if link.current}
    topic = next((topic for topic in topics_for(member) if topic.slug in here), None)
    act = last_of(topic, member) if topic else None
    if topic is None or act is None:
        return None
    log = reverse("settings-log", args=[member.organisation.slug])
    history = f"{log}?{Asked(what=topic.slug).urlencoded()}"
    return LastChange(act, history if member.can(Can.ORGANISATION_EDIT) else "")
