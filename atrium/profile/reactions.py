"""Who hears of requests: the admins that they wait for, and who asked."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.profile.events import (
    AccountChangeAsked,
    AccountChanged,
    AccountChangeRejected,
    AccountChangeWithdrawn,
)
from atrium.profile.models import ChangeRequest
from atrium.timeline.models import Event

REQUESTS = topic(
    Topic(
        code="account-requests",
        label=gettext_lazy("Approvals"),
        text=gettext_lazy("Somebody asks for a change of account details, or withdraws it."),
        icon="git-pull-request",
        order=12,
        email=True,
        needs=Can.ACCOUNTS_APPROVE,
    )
)
ANSWERS = topic(
    Topic(
        code="account-answers",
        label=gettext_lazy("Answers to your requests"),
        text=gettext_lazy(
            "A change of account details that you asked for is approved or rejected."
        ),
        icon="landmark",
        order=13,
        email=True,
        needs=Can.ACCOUNTS_SEE,
    )
)


@tell(AccountChangeAsked, AccountChangeWithdrawn, topic=REQUESTS)
def approvers(event: Event) -> Iterable[Member | None]:
    return list(Member.objects.who_can(Can.ACCOUNTS_APPROVE))


@tell(AccountChanged, AccountChangeRejected, topic=ANSWERS)
def who_asked(event: Event) -> Iterable[Member | None]:
    rows = ChangeRequest.objects.filter(pk=event.subject_id).select_related("asked_by")
    return [row.asked_by for row in rows]
