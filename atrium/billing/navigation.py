"""What billing adds to the frame of every page."""

from __future__ import annotations

from typing import Any

from atrium.billing.lines import lines_of, with_standing
from atrium.billing.models import Invoice
from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.palette import PaletteItem, palette_finds
from atrium.foundation.said import within
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

IN_PALETTE = 4
SHORTEST = 3

nav_item(
    label=gettext_lazy("Invoices"),
    icon="receipt",
    url_name="invoices",
    order=7,
    group=WORK,
    needs=Can.MONEY_SEE,
)


@palette_finds(gettext_lazy("Invoices"))
def invoices_called(member: Member, query: str) -> list[PaletteItem]:
    """Invoices by their number, the newest first."""
    words = query.strip()[:40]
    if len(words) < SHORTEST or not any(letter.isdigit() for letter in words):
        return []
    rows: Any = with_standing(Invoice.objects.visible_to(member))
    rows = rows.filter(number__icontains=words).order_by("-dated_on", "-id")[:IN_PALETTE]
    return [
        PaletteItem(
            icon="receipt",
            title=line.title,
            sub=f"{line.invoice.client}, {line.total}, {within(line.standing.label)}",
            url=line.invoice.get_absolute_url(),
        )
        for line in lines_of(rows, member.organisation)
    ]
