"""The list of payments: what of it is asked for, and one page of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.billing.models import Payment
from atrium.foundation.numbers import fits

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member

PAGE = 50


class Payments:
    """The payments that the member sees, the newest first."""

    def __init__(self, member: Member, query: QueryDict) -> None:
        self.member = member
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.after = query.get("after", "")

    @cached_property
    def _page(self) -> list[Any]:
        rows: Any = Payment.objects.visible_to(self.member)
        if self.q:
            number = self.q.upper().removeprefix("P-").lstrip("0")
            named = Q(client__name__icontains=self.q) | Q(reference__icontains=self.q)
            rows = rows.filter(named | Q(number=int(number)) if fits(number) else named)
        day, _, key = self.after.partition(".")
        try:
            place = (date.fromisoformat(day), int(key)) if fits(key) else None
        except ValueError:
            place = None
        if place:
            rows = rows.filter(TupleLessThan(Tuple(F("received_on"), F("id")), place))
        rows = rows.with_free().select_related("client").order_by("-received_on", "-id")
        return list(rows[: PAGE + 1])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The payments of this page as lines."""
        found = []
        for row in self._page[:PAGE]:
            row.organisation = row.client.organisation = self.member.organisation
            free = row.shown(row.unused) if row.unused else ""
            found.append({"payment": row, "amount": row.shown(row.amount), "free": free})
        return found

    @property
    def more(self) -> str:
        """The query of the next page; empty on the last."""
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        return urlencode({"q": self.q, "after": f"{last.received_on}.{last.pk}"})
