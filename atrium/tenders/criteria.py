"""By what of their tenders lists of clients are narrowed."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.tenders.models import Outcome, Tender

SECTION = gettext_lazy("Activity and figures")


def _open(_: Where | None = None) -> Any:
    return Tender.objects.open()


def _due(days: Days, where: Where) -> Answer:
    return Answer(rows=_open().filter(within("due_on", days)), several=True)


for _slug, _label, _rows in (
    ("open_tenders", gettext_lazy("Open tenders"), _open),
    (
        "overdue_tenders",
        gettext_lazy("Overdue tenders"),
        lambda _: Tender.objects.all().overdue(now()),
    ),
    (
        "won_tenders",
        gettext_lazy("Won tenders"),
        lambda _: Tender.objects.kept().filter(outcome=Outcome.WON),
    ),
    (
        "lost_tenders",
        gettext_lazy("Lost tenders"),
        lambda _: Tender.objects.kept().filter(outcome=Outcome.LOST),
    ),
):
    criterion(Counted(slug=_slug, label=_label, section=SECTION, needs=Can.TENDERS_SEE, rows=_rows))
criterion(
    OnDays(
        slug="tender_due",
        label=gettext_lazy("Due day of an open tender"),
        section=SECTION,
        needs=Can.TENDERS_SEE,
        between=_due,
    )
)
