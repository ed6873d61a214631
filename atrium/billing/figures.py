"""The money figures of clients for programs and files: those of the header, as numbers (B06)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from atrium.billing.credit_limit import limit_parts
from atrium.billing.days import today_of
from atrium.billing.facts import Owed, Paying, paying_parts
from atrium.billing.invoiced import invoiced_parts
from atrium.clients.exported import exported, tabled
from atrium.clients.models import Client
from atrium.foundation.formats.money import written
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member


def figures_of(member: Member, keys: Collection[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each client with its figures, in minor units; nothing where the member may not see money."""
    if not member.can(Can.MONEY_SEE):
        return
    place = member.organisation
    parts = limit_parts(place) | paying_parts(place) | invoiced_parts(place)
    rows: Any = Client.objects.visible_to(member).filter(pk__in=keys)
    for row in rows.annotate(**parts).order_by("pk"):
        row.organisation = place
        yield row.pk, _figures(row)


def _figures(row: Any) -> dict[str, Any]:
    owed, pays = Owed.read(row.owed, today_of(row)), Paying.read(row.paying)
    last, before = (int(n) for n in (row.invoiced or "0:0").split(":"))
    place = row.organisation
    limit = row.money_limit
    return {
        "unpaid": dict(owed.unpaid),
        "overdue": dict(owed.overdue),
        "open_invoices": owed.open,
        "overdue_invoices": owed.late,
        "oldest_due_on": owed.oldest,
        "paid_invoices": pays.count,
        "days_to_pay": pays.days if pays.count else None,
        "days_over_terms": pays.late if pays.count else None,
        "invoiced_in": place.currency,
        "invoiced_12_months": last,
        "invoiced_12_months_before": before,
        "credit_limit": None if limit is None else int(limit),
        "credit_limit_in": None if limit is None else row.money_limit_in,
    }


@exported("money")
def money(member: Member, keys: Collection[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The figures of each client that has any."""
    for key, told in figures_of(member, keys):
        if any(told[name] for name in ("unpaid", "paid_invoices", "invoiced_12_months")):
            yield key, told


@tabled(
    "unpaid",
    "overdue",
    "open invoices",
    "days to pay",
    "invoiced in 12 months",
    needs=Can.MONEY_SEE,
)
def cells(member: Member, keys: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The figures of each client as the columns of a table: amounts with their currency behind."""
    for key, told in figures_of(member, keys):
        last = {told["invoiced_in"]: told["invoiced_12_months"]}
        days = told["days_to_pay"]
        yield (
            key,
            {
                "unpaid": _amounts(told["unpaid"]),
                "overdue": _amounts(told["overdue"]),
                "open invoices": str(told["open_invoices"] or ""),
                "days to pay": "" if days is None else f"{days:g}",
                "invoiced in 12 months": _amounts(last),
            },
        )


def _amounts(sums: Mapping[str, int]) -> str:
    return "; ".join(f"{written(sums[code], code)} {code}" for code in sorted(sums) if sums[code])
