"""The list of invoices: what of it is asked for, and one page of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from atrium.billing.adding_up import lines_of_currency
from atrium.billing.lines import InvoiceLine, lines_of, with_standing
from atrium.billing.models import Invoice
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.billing.models.invoice_queryset import InvoiceQuerySet
    from atrium.organisations.models import Member

PAGE = 50
MOST_COUNTED = 10_000
SHOWN = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("Open"),
    "overdue": gettext_lazy("Overdue"),
    "paid": gettext_lazy("Paid"),
    "draft": gettext_lazy("Drafts"),
}


class Invoices:
    """The invoices that the filters let through, page by page: open ones by due day, else the newest first."""

    def __init__(self, member: Member, query: QueryDict, client: Client | None = None) -> None:
        self.member, self.place = member, member.organisation
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.show = query.get("show", "") if query.get("show") in SHOWN else ""
        self.of_tab = client is not None
        self.client = client or self._client(query.get("client", ""))
        self.after = query.get("after", "")

    def _client(self, number: str) -> Client | None:
        if not fits(number):
            return None
        found: Client | None = (
            Client.objects.visible_to(self.member).filter(number=int(number)).first()
        )
        return found

    @cached_property
    def chosen(self) -> InvoiceQuerySet:
        """All that fit, in no order."""
        rows = self._known
        if self.show == "open":
            rows = rows.open()
        elif self.show == "overdue":
            rows = rows.open().late(self.place)
        elif self.show == "paid":
            rows = rows.filter(paid_after__isnull=False)
        elif self.show == "draft":
            rows = rows.drafts()
        return rows

    @property
    def _known(self) -> InvoiceQuerySet:
        """Those of the client and the words that are asked for, whatever they are called."""
        rows: InvoiceQuerySet = Invoice.objects.visible_to(self.member)
        if self.client is not None:
            rows = rows.filter(client=self.client)
        return rows.holding(self.q) if self.q else rows

    @property
    def by_due(self) -> bool:
        return self.show in {"open", "overdue"}

    @cached_property
    def count(self) -> str:
        """How many there are, counted no further than anyone reads."""
        known = self.chosen.order_by()[: MOST_COUNTED + 1].count()
        return f"{spoken(MOST_COUNTED):,}+" if known > MOST_COUNTED else f"{spoken(known):,}"

    @cached_property
    def sums(self) -> list[str]:
        """What is owed of the open ones among them, by currency."""
        if self.show in {"paid", "draft"}:
            return []
        owing = self._known.owing()
        found = lines_of_currency(owing.late(self.place) if self.show == "overdue" else owing)
        return [money.shown(amount, code) for code, amount in sorted(found) if amount]

    @cached_property
    def _page(self) -> list[Any]:
        rows: Any = with_standing(self.chosen)
        column = "due_on" if self.by_due else "dated_on"
        place = _place(self.after)
        if place is not None:
            seek = TupleGreaterThan if self.by_due else TupleLessThan
            rows = rows.filter(seek(Tuple(F(column), F("id")), place))
        order = (column, "id") if self.by_due else (f"-{column}", "-id")
        return list(rows.order_by(*order)[: PAGE + 1])

    @cached_property
    def lines(self) -> list[InvoiceLine]:
        """The invoices of this page."""
        return lines_of(self._page[:PAGE], self.place)

    @property
    def more(self) -> str:
        """The query of the next page; empty on the last."""
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        day = last.due_on if self.by_due else last.dated_on
        return self.query(after=f"{day}.{last.pk}")

    def query(self, **changed: Any) -> str:
        """The query string of this list with these things otherwise."""
        number = self.client.number if self.client and not self.of_tab else ""
        told: dict[str, Any] = {"q": self.q, "show": self.show, "client": number}
        return urlencode({name: value for name, value in (told | changed).items() if value})

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Label, query and whether it is this one."""
        return [(words, self.query(show=slug), slug == self.show) for slug, words in SHOWN.items()]


def _place(mark: str) -> tuple[date, int] | None:
    day, _, key = mark.partition(".")
    try:
        return (date.fromisoformat(day), int(key)) if fits(key) else None
    except ValueError:
        return None
