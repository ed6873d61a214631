"""What a client was invoiced in the last twelve months, and in the twelve before (B10)."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from atrium.billing.adding_up import YEAR, net_of
from atrium.billing.models import Invoice
from atrium.clients.facts import count_of
from atrium.clients.page import Figure
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.models import Organisation


def invoiced_parts(organisation: Organisation) -> dict[str, Combinable]:
    """Net of the last twelve months and of the twelve before, by currency in one text."""
    today = organisation.today()
    since, before = today - YEAR, today - 2 * YEAR
    rows = Invoice.objects.issued().filter(
        client=OuterRef("pk"), dated_on__gt=before, dated_on__lte=today
    )
    parts = [
        Cast(net_of(rows, Q(dated_on__gt=since)), TextField()),
        Value(":"),
        Cast(net_of(rows, Q(dated_on__lte=since)), TextField()),
    ]
    line = Concat(*parts, output_field=TextField())
    grouped = rows.filter(currency=organisation.currency).order_by().values("organisation")
    other = rows.exclude(currency=organisation.currency)
    return {
        "invoiced": Subquery(grouped.annotate(line=line).values("line")),
        "invoiced_else": count_of(other),
    }


def show_invoiced(client: Any, organisation: Organisation) -> Figure:
    """The net of twelve months, beside that of the twelve before."""
    last, before = (int(n) for n in (client.invoiced or "0:0").split(":"))
    value = money.shown(last, organisation.currency)
    url = f"{client.get_absolute_url()}overview/"
    if client.invoiced_else:
        reason = ngettext(
            "And {count} paper in other currencies",
            "And {count} papers in other currencies",
            client.invoiced_else,
        ).format(count=client.invoiced_else)
        return Figure(value=value, reason=reason, url=url)
    if before <= 0:
        return Figure(value=value, reason=gettext("Nothing the year before"), url=url)
    change = round((last - before) * 100 / before)
    tone = "good" if change > 0 else "warn" if change < 0 else ""
    words = (
        gettext("{percent}% up on last year")
        if change > 0
        else gettext("{percent}% down on last year")
    )
    words = words.format(percent=abs(change))
    return Figure(
        value=value, reason=words if change else gettext("As last year"), tone=tone, url=url
    )
