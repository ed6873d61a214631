"""What tenders add to the frame of every page, to the calendar and to the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.numbers import number_in
from atrium.foundation.palette import PaletteItem, palette_action, palette_finds
from atrium.foundation.translation import gettext_lazy
from atrium.meetings.dated import MOST, Asked, Dated, has_days
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_pages import settings_page
from atrium.tenders.lines import lines_of
from atrium.tenders.models import Tender
from atrium.tenders.words import REASONS, STAGES

ON_DASHBOARD = 8
SOON = timedelta(days=7)
IN_PALETTE = 4
SHORTEST = 3

nav_item(
    label=gettext_lazy("Tenders"),
    icon="file-badge",
    url_name="tenders",
    order=6,
    group=WORK,
    needs=Can.TENDERS_SEE,
)
for _list, _order in ((STAGES, 340), (REASONS, 350)):
    settings_page(
        label=_list.title,
        icon=_list.icon,
        url_name=f"words-{_list.slug}",
        order=_order,
        needs=Can.LEXICON_EDIT,
        text=_list.text,
        words="bids offers proposals pipeline won lost",
        kept=(_list.model._meta.label_lower,),
    )


@dashboard_card(
    slug="tenders", side="main", order=21, needs=Can.TENDERS_SEE, template="tenders/dashboard.html"
)
def tenders_of_mine(request: MemberRequest) -> dict[str, Any] | None:
    """Your open tenders that are due within a week, the soonest first."""
    member = request.member
    found = _due_soon(member=member, by=now() + SOON)
    if not found:
        return None
    return {
        "lines": lines_of(found[:ON_DASHBOARD], member),
        "more": len(found) > ON_DASHBOARD,
        "organisation": member.organisation,
    }


@prepared()
def _due_soon(*, member: Member, by: datetime) -> Any:
    rows = Tender.objects.visible_to(member).open().filter(owner=member)
    due = rows.filter(due_at__lte=by).select_related("client")
    return due.order_by("due_at", "id")[: ON_DASHBOARD + 1]


@has_days("tenders", needs=Can.TENDERS_SEE)
def tenders_due(asked: Asked) -> Iterator[Dated]:
    """Open tenders by the day on which they are due, where they are due."""
    rows = Tender.objects.visible_to(asked.member).open()
    rows = rows.filter(due_on__gte=asked.start, due_on__lt=asked.end)
    if asked.members is not None:
        rows = rows.of_members(asked.members)
    if asked.client is not None:
        rows = rows.filter(client__number=asked.client)
    found = list(rows.select_related("client").order_by("due_at", "id")[:MOST])
    for line in lines_of(found, asked.member):
        tender = line.tender
        assert tender.due_on is not None, "chosen by their day"
        yield Dated(
            key=f"tender-{tender.public_id}",
            day=tender.due_on,
            title=f"{tender.code} {tender.title}",
            beside=tender.client.name,
            url=line.url,
            icon="file-badge",
        )


@palette_finds(gettext_lazy("Tenders"))
def tenders_called(member: Member, query: str) -> list[PaletteItem]:
    """Tenders by words of their title or client, or by their number, the newest first."""
    if len(query.strip()) < SHORTEST:
        return []
    rows = _called(member=member, words=query.split()[:8], number=number_in(query, "T-"))
    return [
        PaletteItem(
            icon="file-badge",
            title=line.tender.title,
            sub=", ".join(filter(None, [line.tender.code, str(line.tender.client), line.due])),
            url=line.url,
        )
        for line in lines_of(rows, member)
    ]


@prepared()
def _called(*, member: Member, words: list[str], number: int | None) -> Any:
    rows = Tender.objects.visible_to(member).kept().called(words, number)
    return rows.select_related("client").order_by("-number")[:IN_PALETTE]


palette_action(
    label=gettext_lazy("Add a tender"),
    icon="file-badge",
    order=16,
    url_name="tender-new",
    needs=Can.TENDERS_WRITE,
    words="new bid offer create",
)
