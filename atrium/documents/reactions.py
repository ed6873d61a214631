"""Who hears of documents."""

from __future__ import annotations

from collections.abc import Iterable

from atrium.documents.events import AgreementExpiring, FileExpiring, ShareOpened
from atrium.documents.models import Agreement, File, Share
from atrium.foundation.translation import gettext_lazy
from atrium.notifications.audience import tell
from atrium.notifications.topics import Topic, topic
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

EXPIRY = topic(
    Topic(
        code="documents-expire",
        label=gettext_lazy("Documents that expire"),
        text=gettext_lazy(
            "A document or an agreement of a client of yours, or one that you added, expires soon."
        ),
        icon="calendar-clock",
        order=27,
        needs=Can.DOCUMENTS_SEE,
        email=True,
    )
)
OPENED = topic(
    Topic(
        code="links-opened",
        label=gettext_lazy("Links that are opened"),
        text=gettext_lazy("Somebody opens a link of yours for the first time."),
        icon="eye",
        order=28,
        needs=Can.DOCUMENTS_SEE,
    )
)


@tell(FileExpiring, topic=EXPIRY)
def who_sees_to_it(event: Event) -> Iterable[Member | None]:
    """Who looks after the client and who added it."""
    rows = File.objects.filter(pk=event.subject_id).select_related("added_by")
    return [event.client.owner, *(file.added_by for file in rows)]


@tell(AgreementExpiring, topic=EXPIRY)
def who_renews_it(event: Event) -> Iterable[Member | None]:
    """Who looks after the client and who noted it."""
    rows = Agreement.objects.filter(pk=event.subject_id).select_related("added_by")
    return [event.client.owner, *(row.added_by for row in rows)]


@tell(ShareOpened, topic=OPENED)
def who_gave_it(event: Event) -> Iterable[Member | None]:
    rows = Share.objects.filter(pk=event.subject_id).select_related("given_by")
    return [share.given_by for share in rows]
