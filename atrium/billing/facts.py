"""What a client owes, since when, and how it usually pays: each figure one expression (B06, B10, C05).

Money is never added across currencies: a sum by currency is kept as text ("GBP:1200 EUR:50") that
one sub-select yields; what is compared is in the organisation's currency.

Average days to pay: over the invoices that payments alone covered in full, and that were settled in
the last 24 months, the mean of the days from issue to the last payment; ``weighted`` counts each day
with the amount it was waited for (sum of days x total / sum of totals, in the organisation's currency).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Avg,
    BigIntegerField,
    Case,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Round

from atrium.billing.adding_up import (
    invoiced_in_ours,
    late_in_ours,
    unpaid_in_ours,
)
from atrium.billing.days import today_of
from atrium.billing.invoiced import invoiced_parts, show_invoiced
from atrium.billing.models import Invoice
from atrium.clients.facts import count_of
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can

REMEMBERED = timedelta(days=730)
# Two places of the earth are never more days apart; what is beyond is past, or to come, in both.
FARTHEST = timedelta(days=3)


@dataclass
class Owed:
    """What a client owes by currency, read from the text that the sub-select yields."""

    unpaid: Counter[str] = field(default_factory=Counter)
    overdue: Counter[str] = field(default_factory=Counter)
    open: int = 0
    late: int = 0
    oldest: date | None = None

    @classmethod
    def read(cls, text: str | None, today: date) -> Owed:
        """``today`` is the client's own day."""
        found = cls()
        for part in (text or "").split():
            currency, count, owed, due = part.split(":")
            day = date.fromisoformat(due)
            found.open += int(count)
            found.unpaid[currency] += int(owed)
            if day < today:
                found.late += int(count)
                found.overdue[currency] += int(owed)
                found.oldest = min(found.oldest or day, day)
        return found


def sums(amounts: Counter[str], usual: str) -> str:
    """Amounts side by side, the usual currency first; nought of it where there are none."""
    known = sorted(amounts, key=lambda code: (code != usual, code))
    return " + ".join(money.shown(amounts[code], code) for code in known) or money.shown(0, usual)


def _open() -> Any:
    return Invoice.objects.owing().filter(client=OuterRef("pk"))


class Joined(Subquery):
    """The lines that a sub-select of one column called ``line`` yields, in one text."""

    template = "(SELECT GROUP_CONCAT(each.line, ' ') FROM (%(subquery)s) AS each)"
    output_field: Any = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The same by its name there."""
        template = self.template.replace("GROUP_CONCAT", "STRING_AGG")
        return self.as_sql(compiler, connection, template=template)


def owed_parts(organisation: Organisation) -> dict[str, Combinable]:
    """Currency, number, sum and first due day of open invoices, in one text.

    Those due on one day go together; so do all that are past, and all that are to come, wherever the client is.
    """
    today = organisation.today()
    past, to_come = today - FARTHEST, today + FARTHEST
    day = Case(
        When(due_on__lt=past, then=Value(past)),
        When(due_on__gt=to_come, then=Value(to_come)),
        default=F("due_on"),
        output_field=DateField(),
    )
    rows = _open().order_by().annotate(day=day).values("currency", "day")
    parts: list[Any] = ["currency", Count("pk"), Sum("owed"), Min("due_on")]
    texts = [text for part in parts for text in (Cast(part, TextField()), Value(":"))]
    line = Concat(*texts[:-1], output_field=TextField())
    return {"owed": Joined(rows.annotate(line=line).values("line"))}


def _open_count(_: Organisation) -> dict[str, Combinable]:
    return {"open_invoices": count_of(_open())}


def _read(client: Any) -> Owed:
    return Owed.read(client.owed, today_of(client))


def _url(client: Any, show: str = "") -> str:
    return f"{client.get_absolute_url()}invoices/{f'?show={show}' if show else ''}"


def _show_unpaid(client: Any, organisation: Organisation) -> Figure:
    client.organisation = organisation
    owed = _read(client)
    reason = (
        ngettext("{count} open invoice", "{count} open invoices", owed.open).format(count=owed.open)
        if owed.open
        else gettext("No open invoice")
    )
    return Figure(
        value=sums(owed.unpaid, organisation.currency), reason=reason, url=_url(client, "open")
    )


def _show_overdue(client: Any, organisation: Organisation) -> Figure:
    client.organisation = organisation
    owed, url = _read(client), _url(client, "overdue")
    if owed.oldest is None:
        value = money.shown(0, organisation.currency)
        return Figure(value=value, reason=gettext("Nothing is overdue"), tone="", url=url)
    days = (today_of(client) - owed.oldest).days
    reason = gettext("{invoices}, {days} late").format(
        invoices=ngettext("{count} invoice", "{count} invoices", owed.late).format(count=owed.late),
        days=ngettext("{count} day", "{count} days", days).format(count=days),
    )
    value = sums(owed.overdue, organisation.currency)
    return Figure(value=value, reason=reason, tone="bad", url=url)


def paid(organisation: Organisation) -> Any:
    """The invoices that count for how long a client takes to pay."""
    since = organisation.today() - REMEMBERED
    return Invoice.objects.filter(paid_after__isnull=False, settled_on__gte=since)


def paying_parts(organisation: Organisation) -> dict[str, Combinable]:
    """How many were paid, how many of them by their day, the mean of days to pay and of days late."""
    rows = paid(organisation).filter(client=OuterRef("pk")).order_by().values("organisation")
    kept = Count("pk", filter=Q(late_by__lte=0))
    parts = [Count("pk"), kept, _tenths("paid_after"), _tenths("late_by")]
    texts: list[Any] = []
    for part in parts:
        texts += [Cast(Cast(part, BigIntegerField()), TextField()), Value(":")]
    line = Concat(*texts[:-1], output_field=TextField())
    return {"paying": Subquery(rows.annotate(line=line).values("line"))}


def _tenths(name: str) -> Combinable:
    return Round(Avg(name) * Value(10.0))


@dataclass(frozen=True)
class Paying:
    """How a client pays: means in days."""

    count: int = 0
    kept: int = 0
    days: float = 0.0
    late: float = 0.0

    @classmethod
    def read(cls, text: str | None) -> Paying:
        """From the text that the sub-select yields."""
        if not text:
            return cls()
        count, kept, days, late = (int(part) for part in text.split(":"))
        return cls(count, kept, days / 10, late / 10)


def _show_paying(client: Any, _: Organisation) -> Figure:
    pays, url = Paying.read(client.paying), _url(client, "paid")
    if not pays.count:
        return Figure(
            value=gettext("None yet"), reason=gettext("No invoice was paid in 24 months"), url=url
        )
    late = round(pays.late)
    reason = (
        ngettext("{days} day over terms", "{days} days over terms", late).format(days=late)
        if late > 0
        else gettext("Within terms")
    )
    tone = "warn" if late > 0 else "good"
    return Figure(
        value=f"{pays.days:.0f}", unit=gettext(" days"), reason=reason, tone=tone, url=url
    )


def _shown(amount: int, place: Organisation) -> str:
    return money.shown(amount, place.currency)


def _fact(slug: str, label: str, order: int, **options: Any) -> None:
    fact(Fact(slug=slug, label=label, order=order, needs=Can.MONEY_SEE, **options))


def unpaid_and_count(organisation: Organisation) -> dict[str, Combinable]:
    """What is owed, and how many are open: the badge of the tab counts them too."""
    return owed_parts(organisation) | _open_count(organisation)


_fact(
    "unpaid",
    gettext_lazy("Unpaid"),
    2,
    parts=unpaid_and_count,
    shown=_show_unpaid,
    total=Total(label=gettext_lazy("Open invoices"), part=lambda _: count_of(_open())),
    totals={
        "unpaid_amount": Total(label=gettext_lazy("Unpaid"), part=unpaid_in_ours, shown=_shown)
    },
)
_fact(
    "overdue",
    gettext_lazy("Overdue"),
    4,
    parts=owed_parts,
    shown=_show_overdue,
    totals={
        "overdue_amount": Total(label=gettext_lazy("Overdue"), part=late_in_ours, shown=_shown)
    },
)
_fact("days_to_pay", gettext_lazy("Average days to pay"), 6, parts=paying_parts, shown=_show_paying)
_fact(
    "invoiced",
    gettext_lazy("Invoiced, 12 months"),
    8,
    parts=invoiced_parts,
    shown=show_invoiced,
    totals={
        "invoiced_amount": Total(
            label=gettext_lazy("Invoiced, 12 months"), part=invoiced_in_ours, shown=_shown
        )
    },
)
