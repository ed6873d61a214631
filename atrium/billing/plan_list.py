"""Recurring invoices as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F

from atrium.billing.models import InvoicePlan
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from atrium.clients.models import Client
    from atrium.organisations.models import Member, Organisation

PAGE = 50
MOST_OF_CLIENT = 100
SHOWN = {
    "active": gettext_lazy("Active"),
    "paused": gettext_lazy("Paused"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}
TONES = {"active": "good", "paused": "warn", "ended": "neutral"}


@dataclass(frozen=True)
class PlanLine:
    """A recurring invoice as it is listed; ``amount`` is what one period comes to as it was written."""

    plan: Any
    amount: str
    rhythm: str
    state: str
    tone: str
    next_on: date | None


def lines_of(plans: Iterable[Any], place: Organisation) -> list[PlanLine]:
    """The lines of these plans, which know their client."""
    return [_line(plan, place) for plan in plans]


def _line(plan: Any, place: Organisation) -> PlanLine:
    plan.organisation = plan.client.organisation = place
    words, state = plan.rhythm.words, plan.state
    return PlanLine(plan, plan.shown, words, SHOWN[state], TONES[state], plan.next_on)


def plans_of(member: Member, client: Client) -> list[PlanLine]:
    """Those of one client, the newest first."""
    rows = InvoicePlan.objects.filter(client=client).order_by("-id")[:MOST_OF_CLIENT]
    plans = list(rows)
    for plan in plans:
        plan.client = client
    return lines_of(plans, member.organisation)


class Plans:
    """The list over all clients that the member sees: what comes next first."""

    def __init__(self, member: Member, query: QueryDict) -> None:
        self.member = member
        self.show = query.get("show", "") if query.get("show") in SHOWN else "active"
        self.after = query.get("after", "")

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Label, slug, and whether it is this one."""
        return [(words, slug, slug == self.show) for slug, words in SHOWN.items()]

    @cached_property
    def _page(self) -> list[Any]:
        rows: Any = InvoicePlan.objects.visible_to(self.member).select_related("client")
        if self.show == "active":
            return list(rows.filter(next_on__isnull=False).order_by("next_on", "id")[:1000])
        if self.show == "paused":
            rows = rows.filter(next_on=None, ended_on=None, paused_on__isnull=False)
        elif self.show == "ended":
            rows = rows.filter(next_on=None).exclude(ended_on=None, paused_on__isnull=False)
        if fits(self.after):
            rows = rows.filter(pk__lt=int(self.after))
        return list(rows.order_by(F("id").desc())[: PAGE + 1])

    @cached_property
    def lines(self) -> list[PlanLine]:
        """Those of this page."""
        rows = self._page if self.show == "active" else self._page[:PAGE]
        return lines_of(rows, self.member.organisation)

    @property
    def more(self) -> str:
        """The query of the next page; empty on the last."""
        if self.show == "active" or len(self._page) <= PAGE:
            return ""
        return f"show={self.show}&after={self._page[PAGE - 1].pk}"
