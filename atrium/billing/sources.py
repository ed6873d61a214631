"""What lines of an invoice can be taken from: the price list, jobs with their hours, and projects."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from atrium.billing.models import Invoice, Kind, NewLine
from atrium.billing.models.deposits import deduction
from atrium.billing.models.line import LONGEST
from atrium.foundation.errors import Refusal
from atrium.jobs.models import Job, TimeEntry
from atrium.organisations.permissions import Can
from atrium.prices.models import Item
from atrium.prices.quoting import price_of
from atrium.projects.models import Deliverable, Project

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

MOST = 200
MOST_NAMED = 30
HOUR = "HUR"
_QUARTER = Decimal("0.01")


class Sources:
    """What this client can be charged for, as far as the member sees it."""

    def __init__(
        self, member: Member, client: Client, currency: str, *, inclusive: bool = False
    ) -> None:
        self.member, self.client, self.currency = member, client, currency
        self.inclusive = inclusive

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Groups of choices, each a key and words."""
        items = Item.objects.live().select_related("tax").order_by("code_key", "id")[:MOST]
        found = [
            (
                "Price list",
                [(f"item:{item.pk}", f"{item.name}, {item.price_shown}") for item in items],
            )
        ]
        if self.member.can(Can.JOBS_SEE):
            jobs = Job.objects.visible_to(self.member).kept().of_client(self.client)
            rows = jobs.order_by("-number")[:MOST]
            found.append(("Jobs", [(f"job:{job.pk}", f"{job.code} {job.title}") for job in rows]))
        if self.member.can(Can.PROJECTS_SEE):
            work = Project.objects.visible_to(self.member).kept().filter(client=self.client)
            some = [(f"project:{one.pk}", str(one)) for one in work.order_by("-number")[:MOST]]
            found.append(("Projects", some))
        deposits = self._deposits()
        taken = [(f"deposit:{one.pk}", f"{one}, {one.shown(one.total)}") for one in deposits[:MOST]]
        found.append(("Deposits to take off", taken))
        return [(label, some) for label, some in found if some]

    def lines(self, key: str) -> list[NewLine]:
        """The lines of a choice; none for what there is not. Refused where an item has no price here."""
        kind, _, number = key.partition(":")
        if not number.isdigit() or len(number) > 18:  # noqa: PLR2004 - fits a key
            return []
        known = {"item": self._item, "job": self._job, "project": self._project}
        return (known | {"deposit": self._deposit}).get(kind, _nothing)(int(number))

    def _item(self, key: int) -> list[NewLine]:
        item = Item.objects.live().select_related("tax").filter(pk=key).first()
        if item is None:
            return []
        try:
            quoted = price_of(self.client, item, currency=self.currency)
        except Refusal:
            quoted = None
        tax = item.tax
        return [
            NewLine(
                text=item.name,
                price=quoted.amount if quoted else 0,
                unit=item.unit,
                tax_name=tax.name if tax else "",
                tax_percent=tax.percent if tax else Decimal(0),
                tax_category=tax.category if tax else "O",
                item_code=item.code,
                rule=quoted.rule if quoted else "",
            )
        ]

    def _job(self, key: int) -> list[NewLine]:
        """What was agreed for it, or else the hours that were worked, to be priced."""
        jobs = Job.objects.visible_to(self.member).of_client(self.client)
        job = jobs.filter(pk=key).first() if self.member.can(Can.JOBS_SEE) else None
        if job is None:
            return []
        text = f"{job.code} {job.title}"
        if job.amount is not None and job.currency == self.currency:
            return [NewLine(text=text, price=job.amount, tax_category="O")]
        minutes = TimeEntry.objects.filter(job=job).aggregate(sum=Sum("minutes"))["sum"] or 0
        hours = (Decimal(minutes) / 60).quantize(_QUARTER, ROUND_HALF_UP)
        return [
            NewLine(text=text, price=0, quantity=hours or Decimal(1), unit=HOUR, tax_category="O")
        ]

    def _project(self, key: int) -> list[NewLine]:
        """The project by its name, with what was made for it below, to be priced."""
        if not self.member.can(Can.PROJECTS_SEE):
            return []
        seen = Project.objects.visible_to(self.member).kept().filter(client=self.client)
        project = seen.filter(pk=key).first()
        if project is None:
            return []
        made = Deliverable.objects.filter(project=project).order_by("id")[:MOST_NAMED]
        text = "\n".join([str(project), *map(str, made)])
        return [NewLine(text=text[:LONGEST], price=0, tax_category="O")]

    def _deposits(self) -> Any:
        return Invoice.objects.deposits(self.client).filter(currency=self.currency)

    def _deposit(self, key: int) -> list[NewLine]:
        """What takes a deposit off again."""
        found = self._deposits().filter(pk=key)
        return [line for one in found for line in deduction(one, inclusive=self.inclusive)]


def as_final(invoice: Invoice, named: str) -> list[NewLine]:
    """Make a new draft the final invoice of a deposit, by its public id; the lines that take it off."""
    rows = Invoice.objects.deposits(invoice.client)
    deposit = next((one for one in rows if str(one.public_id) == named), None)
    if deposit is None:
        return []
    invoice.kind, invoice.currency = Kind.FINAL, deposit.currency
    return deduction(deposit, inclusive=invoice.inclusive)


def _nothing(_key: int) -> list[NewLine]:
    return []
