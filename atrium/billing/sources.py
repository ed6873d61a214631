"""What lines of an invoice can be taken from: the price list, jobs with their hours, meetings and projects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.db.models.functions import Now

from atrium.billing.models import Invoice, Kind, NewLine
from atrium.billing.models.charging import charged
from atrium.billing.models.deposits import deduction
from atrium.billing.models.line import LONGEST
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.jobs.models import Job, TimeEntry
from atrium.meetings.models import Meeting
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
JOB, MEETING, PROJECT = "jobs.job", "meetings.meeting", "projects.project"
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Choice:
    """What a line can be taken from. ``charged``: by what it is already, in words."""

    key: str
    words: str
    charged: str = ""

    @property
    def label(self) -> str:
        """Its words, and by what it is charged already."""
        return f"{self.words} – {self.charged}" if self.charged else self.words


class Sources:
    """What this client can be charged for, as far as the member sees it."""

    def __init__(
        self, member: Member, client: Client, currency: str, *, inclusive: bool = False
    ) -> None:
        self.member, self.client, self.currency = member, client, currency
        self.inclusive = inclusive

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """Groups of choices; what is charged already says by what, and is none."""
        items = Item.objects.live().select_related("tax").order_by("code_key", "id")[:MOST]
        found = [
            (
                gettext("Price list"),
                [Choice(f"item:{item.pk}", f"{item.name}, {item.price_shown}") for item in items],
            )
        ]
        if self.member.can(Can.JOBS_SEE):
            jobs = Job.objects.visible_to(self.member).kept().of_client(self.client)
            rows = jobs.order_by("-number")[:MOST]
            named = {f"{JOB}:{job.pk}": f"{job.code} {job.title}" for job in rows}
            found.append((gettext("Jobs"), _choices("job", named)))
        if self.member.can(Can.MEETINGS_SEE):
            over = self._meetings().filter(ends_at__lte=Now()).order_by("-starts_at")[:MOST]
            named = {f"{MEETING}:{one.pk}": _on_its_day(one) for one in over}
            found.append((gettext("Meetings"), _choices("meeting", named)))
        if self.member.can(Can.PROJECTS_SEE):
            work = Project.objects.visible_to(self.member).kept().filter(client=self.client)
            named = {f"{PROJECT}:{one.pk}": str(one) for one in work.order_by("-number")[:MOST]}
            found.append((gettext("Projects"), _choices("project", named)))
        deposits = self._deposits()
        taken = [
            Choice(f"deposit:{one.pk}", f"{one}, {one.shown(one.total)}") for one in deposits[:MOST]
        ]
        found.append((gettext("Deposits to take off"), taken))
        return [(label, some) for label, some in found if some]

    def lines(self, key: str) -> list[NewLine]:
        """The lines of a choice; none for what there is not."""
        kind, _, number = key.partition(":")
        if not fits(number):
            return []
        works = {"job": self._job, "project": self._project, "meeting": self._meeting}
        known = {"item": self._item, "deposit": self._deposit}
        return (known | works).get(kind, _nothing)(int(number))

    def known(self, work: str) -> str:
        """The name of the work, where the member sees it at this client; else empty."""
        model, _, key = work.partition(":")
        kind = {JOB: "job", PROJECT: "project", MEETING: "meeting"}.get(model)
        lines = self.lines(f"{kind}:{key}") if kind else []
        return lines[0].work if lines else ""

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
            return [NewLine(text=text, price=job.amount, tax_category="O", work=f"{JOB}:{key}")]
        minutes = TimeEntry.objects.filter(job=job).aggregate(sum=Sum("minutes"))["sum"] or 0
        return [_hourly(text, minutes, f"{JOB}:{key}")]

    def _meetings(self) -> Any:
        seen = Meeting.objects.visible_to(self.member)
        return seen.filter(client=self.client).standing()

    def _meeting(self, key: int) -> list[NewLine]:
        """The hours that it took, to be priced."""
        if not self.member.can(Can.MEETINGS_SEE):
            return []
        meeting = self._meetings().filter(pk=key).first()
        if meeting is None:
            return []
        minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
        return [_hourly(_on_its_day(meeting), minutes, f"{MEETING}:{key}")]

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
        work = f"{PROJECT}:{key}"
        return [NewLine(text=text[:LONGEST], price=0, tax_category="O", work=work)]

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


def _hourly(text: str, minutes: int, work: str) -> NewLine:
    hours = (Decimal(minutes) / 60).quantize(_HUNDREDTH, ROUND_HALF_UP) or Decimal(1)
    return NewLine(text=text, price=0, quantity=hours, unit=HOUR, tax_category="O", work=work)


def _on_its_day(meeting: Meeting) -> str:
    return f"{meeting}, {spoken(meeting.starts_at.astimezone(meeting.zone)):%-d %b %Y}"


def _choices(kind: str, named: dict[str, str]) -> list[Choice]:
    """The work by its name, with its words; what is charged already comes last."""
    told = charged(named.keys())
    found = [
        Choice(f"{kind}:{work.partition(':')[2]}", words, told.get(work, ""))
        for work, words in named.items()
    ]
    return sorted(found, key=lambda choice: bool(choice.charged))


def _nothing(_key: int) -> list[NewLine]:
    return []
