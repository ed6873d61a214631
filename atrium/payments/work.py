"""What was done for a client and can be charged: meetings that are over and jobs that are finished (V07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Now
from django.utils.timezone import now

from atrium.clients.facts import count_of
from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.jobs.models import Job, Phase, TimeEntry
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member
from atrium.payments.models import Billed

MEETING, JOB = "meetings.meeting", "jobs.job"
RECENT = timedelta(days=60)
MOST = 20
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Work:
    """A piece of work as it is charged: to whom, for what, how long it took, what was agreed for it."""

    model: str
    key: int
    public_id: UUID
    client: Client
    what: str
    on: date
    hours: Decimal
    icon: str
    url: str
    amount: int | None = None
    currency: str = ""

    def __str__(self) -> str:
        return self.what

    @classmethod
    def meeting(cls, row: Meeting, client: Client) -> Work:
        """A meeting of the client."""
        day = row.starts_at.astimezone(row.zone).date()
        minutes = round((row.ends_at - row.starts_at).total_seconds() / 60)
        return cls(
            model=MEETING,
            key=row.pk,
            public_id=row.public_id,
            client=client,
            what=f"{row.title}, {spoken(day):%-d %b %Y}",
            on=day,
            hours=_hours(minutes),
            icon="calendar-days",
            url=address("meeting", client.organisation.slug, client.number, row.public_id),
        )

    @classmethod
    def job(cls, row: Job, client: Client, minutes: int) -> Work:
        """A job that the client pays."""
        ended = client.organisation.local(row.finished_at or now()).date()
        return cls(
            model=JOB,
            key=row.pk,
            public_id=row.public_id,
            client=client,
            what=f"{row.code} {row.title}",
            on=ended,
            hours=_hours(minutes),
            icon="briefcase",
            url=address("job", client.organisation.slug, row.number),
            amount=row.amount,
            currency=row.currency,
        )


def to_charge(client: Client, member: Member) -> list[Work]:
    """What the client is still to be charged for, of the last weeks, as far as the member sees it."""
    jobs = _worked(Job.objects.visible_to(member).filter(_pays(client.pk)), client=client.pk)
    found = [
        Work.job(row, client, row.minutes or 0) for row in jobs.order_by("-finished_at")[:MOST]
    ]
    over = _held(Meeting.objects.visible_to(member).filter(client=client))
    found += [Work.meeting(row, client) for row in over.order_by("-starts_at")[:MOST]]
    return sorted(found, key=lambda work: (work.on, work.key))


def the_work(client: Client, member: Member, key: UUID) -> Work | None:
    """The meeting or job of the client with this public id, if the member sees it.

    Refused where it is not over yet, and where another client pays for it.
    """
    meeting = Meeting.objects.visible_to(member).filter(client=client, public_id=key).first()
    if meeting is not None:
        if meeting.is_cancelled or not meeting.is_over:
            raise Refusal(gettext("{meeting} is charged once it is over.").format(meeting=meeting))
        return Work.meeting(meeting, client)
    rows = Job.objects.visible_to(member).kept().of_client(client).filter(public_id=key)
    job: Any = rows.annotate(minutes=Sum("times__minutes")).first()
    if job is None:
        return None
    if job.phase != Phase.DONE:
        raise Refusal(
            gettext("{code} is charged once it is done. Complete it first.").format(code=job.code)
        )
    if (job.billing_id or job.client_id) != client.pk:
        raise Refusal(
            gettext("Another client pays for {code}; charge it there.").format(code=job.code)
        )
    return Work.job(job, client, job.minutes or 0)


def uncharged_jobs() -> Any:
    """How many finished jobs of a client, in a query over clients, are not charged."""
    here = _worked(Job.objects.filter(billing=OuterRef("pk")))
    own = _worked(Job.objects.filter(billing=None, client=OuterRef("pk")))
    return count_of(here) + count_of(own)


def uncharged_meetings() -> Any:
    """How many meetings that are over are not charged, at clients who were charged for one before."""
    charged = Billed.objects.filter(
        model=MEETING, client=OuterRef("client_id"), invoice__isnull=False
    )
    rows = _held(Meeting.objects.filter(client=OuterRef("pk")))
    return count_of(rows.filter(Exists(charged)))


def _pays(key: int) -> Q:
    return Q(billing=key) | Q(billing=None, client=key)


def _worked(rows: Any, client: int | None = None) -> Any:
    """Finished jobs that are worth something and not charged; with ``minutes`` where asked of one client."""
    done = rows.kept().filter(phase=Phase.DONE, finished_at__gte=Now() - RECENT)
    spent = TimeEntry.objects.filter(job=OuterRef("pk"))
    done = done.filter(Q(amount__gt=0) | Exists(spent)).filter(_open(JOB))
    return done if client is None else done.annotate(minutes=Sum("times__minutes"))


def _held(rows: Any) -> Any:
    over = rows.standing().filter(ends_at__lte=Now(), ends_at__gt=Now() - RECENT)
    return over.filter(_open(MEETING))


def _open(model: str) -> Any:
    """Not charged yet, and not said to be free."""
    return ~Exists(Billed.objects.standing().filter(model=model, key=OuterRef("pk")))


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(_HUNDREDTH, ROUND_HALF_UP)
