"""What owners are told of the ways into their organisation (J24)."""

from __future__ import annotations

from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell_notice, wanting
from atrium.notifications.models import Channel
from atrium.notifications.notices import Notice, notice
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.sso.telling import Trouble, tells_of_trouble, want_mail

SIGN_IN = topic(
    Topic(
        code="sign-in-troubles",
        label=gettext_lazy("Single sign-on fails"),
        text=gettext_lazy(
            "The record of a proved domain is gone, or an identity provider cannot be read."
        ),
        icon="key-round",
        order=95,
        needs=Can.OWNERS_MANAGE,
        email=True,
    )
)
_SENTENCES = {
    Trouble.DOMAIN_GONE: gettext_lazy(
        "The record of the domain <b>{what}</b> is gone. Set it again, or the domain counts no more in five days."
    ),
    Trouble.DOMAIN_LAPSED: gettext_lazy(
        "The domain <b>{what}</b> counts as proved no more: its record is gone. Who signed in before goes on."
    ),
    Trouble.PROVIDER_SILENT: gettext_lazy(
        "The identity provider <b>{what}</b> failed its daily check. What is known of it stays; look why."
    ),
}
_NOTICES = {
    trouble: notice(
        Notice(
            code=f"sso.{trouble.value}",
            topic=SIGN_IN,
            icon=SIGN_IN.icon,
            about=gettext_lazy("Single sign-on"),
            sentence=sentence,
            url_name="sso-settings",
        )
    )
    for trouble, sentence in _SENTENCES.items()
}


@tells_of_trouble
def in_atrium(trouble: Trouble, owners: list[Member], what: str) -> None:
    """Put it among the notifications of the owners."""
    tell_notice(_NOTICES[trouble], owners, what=what)


@want_mail
def those_who_let_it(owners: list[Member]) -> list[Member]:
    """Those who did not switch its mails off."""
    return wanting(SIGN_IN, owners, Channel.EMAIL)
