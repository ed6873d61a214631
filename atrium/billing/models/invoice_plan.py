from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from atrium.billing.models import plan_line
from atrium.billing.models.invoice import Invoice
from atrium.billing.models.line import Line, NewLine
from atrium.billing.models.plan_checking import checked, refuse_rhythm, refuse_unless
from atrium.billing.models.plan_doing import Does, refuse_doing
from atrium.billing.models.plan_queryset import InvoicePlanManager
from atrium.billing.plan_events import (
    PlanBegun,
    PlanChanged,
    PlanDiscarded,
    PlanEnded,
    PlanPaused,
    PlanResumed,
    PlanStopped,
)
from atrium.billing.rhythm import Rhythm, Unit
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled, within
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.billing.models.plan_period import PlanPeriod

RHYTHM = frozenset({"unit", "every", "first_on", "arrears"})


class InvoicePlan(Owned):
    """A recurring invoice: what a client is asked for again and again, and when (C12).

    Its periods are numbered from nought; ``next_index`` is the next to be charged, on ``next_on``,
    which is empty while the plan is paused and once it has ended.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="invoice_plans", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    lines: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    inclusive = models.BooleanField(default=False)
    reverse_charge = models.BooleanField(default=False)
    reprices = models.BooleanField(default=True)
    terms = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.MONTH)
    every = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField()
    arrears = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)
    times = models.PositiveIntegerField(null=True, blank=True)
    does = models.CharField(max_length=8, choices=Does, default=Does.DRAFT)
    next_index = models.PositiveIntegerField(default=0)
    next_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    paused_because = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = InvoicePlanManager()

    if TYPE_CHECKING:
        periods: RelatedManager[PlanPeriod]

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="plan_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="plan_by_public_id"),
            models.CheckConstraint(condition=models.Q(every__gt=0), name="plan_every_above_zero"),
            SameOrganisation("client"),
            SameOrganisation("created_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "next_on"],
                condition=models.Q(next_on__isnull=False),
                name="plan_by_next_day",
            ),
            models.Index(fields=["organisation", "client", "id"], name="plan_by_client"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recurring-plan", args=[self.organisation.slug, self.public_id])

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.first_on, self.unit, self.every, self.arrears)

    @property
    def wishes(self) -> list[NewLine]:
        """Its lines as they were written, the period's name still open."""
        return plan_line.read(self.lines)

    @property
    def state(self) -> str:
        """One of active, paused, ended."""
        if self.next_on is not None:
            return "active"
        return "paused" if self.paused_on and self.ended_on is None else "ended"

    def due_at(self, place: int) -> date | None:
        """The day on which the period at ``place`` is charged; None beyond the last one."""
        over = self.times is not None and place >= self.times
        if over or (self.until is not None and self.rhythm.begins(place) > self.until):
            return None
        return self.rhythm.due(place)

    @property
    def responsible(self) -> Member | None:
        """Who hears of it: the client's owner, or else who set it up."""
        return self.client.owner or self.created_by

    def as_invoice(self) -> Invoice:
        """An invoice as the plan would make it, not saved, without lines."""
        invoice = Invoice.blank(self.client)
        for name, value in self.of_invoice.items():
            setattr(invoice, name, value)
        return invoice

    @property
    def of_invoice(self) -> dict[str, Any]:
        """What each of its invoices says beside lines and period."""
        names = ["currency", "inclusive", "reverse_charge", "reference", "note"]
        return {name: getattr(self, name) for name in [*names, *(["terms"] if self.terms else [])]}

    @property
    def shown(self) -> str:
        """What one period comes to with the lines as they were written."""
        invoice = self.as_invoice()
        invoice.sum_up(Line.made(self.wishes, reverse_charge=self.reverse_charge))
        return invoice.shown(invoice.total)

    @classmethod
    def blank(cls, client: Client) -> InvoicePlan:
        """One that is not saved, as a new one for the client begins."""
        place, invoice = client.organisation, Invoice.blank(client)
        names = ("currency", "inclusive", "reverse_charge", "reference")
        begun = {name: getattr(invoice, name) for name in names}
        return cls(client=client, organisation=place, first_on=place.today(), **begun)

    @classmethod
    def begin(
        cls, client: Client, *, by: Member, lines: Sequence[NewLine], **values: Any
    ) -> InvoicePlan:
        """Set one up. Periods that are past already are charged by the next round.

        Refused without name, lines or rhythm, for archived clients, and where the member may not issue
        what is to be issued by itself.
        """
        place, plan = client.organisation, cls.blank(client)
        plan.created_by = by
        for name, value in checked(values).items():
            setattr(plan, name, value)
        refuse_doing(plan.does, by)
        with acting(
            by=by, label=gettext("Set up the recurring invoice {plan}").format(plan=plan)
        ) as act:
            act.lock(client)
            client.organisation = place
            client.refuse_archived()
            plan.lines = plan_line.kept(lines, reverse_charge=plan.reverse_charge)
            plan.next_on = plan.due_at(0)
            refuse_rhythm(plan)
            act.insert(plan)
            told = PlanBegun(plan=plan.name, rhythm=within(plan.rhythm.words), shown=plan.shown)
            act.record(told, client=client, subject=plan)
        return plan

    def edit(self, *, by: Member, lines: Sequence[NewLine] | None = None, **values: Any) -> None:
        """Change it; what was made stays. How often it comes round is fixed once a period was charged."""
        with acting(
            by=by, label=gettext("Changed the recurring invoice {plan}").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            told = checked(values)
            if self.next_index and any(
                told.get(n, getattr(self, n)) != getattr(self, n) for n in RHYTHM
            ):
                msg = gettext("It has charged a period already. End it and set up another one.")
                raise Refusal(msg, field="every")
            refuse_doing(self.does, by)
            act.change(self, **told)
            refuse_doing(self.does, by)
            act.change(
                self,
                lines=plan_line.kept(
                    self.wishes if lines is None else lines, reverse_charge=self.reverse_charge
                ),
            )
            refuse_rhythm(self)
            if self.state != "paused" and self.ended_on is None:
                act.change(self, next_on=self.due_at(self.next_index))
            act.record(PlanChanged(plan=self.name), client=self.client, subject=self, quiet=True)

    def pause(self, *, by: Member, reason: str = "") -> None:
        """Charge nothing until it goes on."""
        why = " ".join(reason.replace("\x00", "").split())[:500]
        card_number.refuse(reason=why)
        with acting(
            by=by, label=gettext("Paused the recurring invoice {plan}").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            refuse_unless(self, "active")
            act.change(self, paused_on=self._today, paused_because=why, next_on=None)
            because = gettext(", because: {why}").format(why=why) if why else ""
            told = PlanPaused(plan=self.name, why=because)
            act.record(told, client=self.client, subject=self)

    def stop(self, because: str) -> None:
        """Pause it by itself, since its next period cannot be charged; who is responsible is told."""
        with acting(
            by=None, label=gettext("Stopped the recurring invoice {plan}").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            if self.state != "active":
                return
            period = spelled(self.rhythm.begins(self.next_index), "%-d %b %Y")
            act.change(self, paused_on=self._today, paused_because=because[:500], next_on=None)
            told = PlanStopped(plan=self.name, period=period, why=because[:500])
            act.record(told, client=self.client, subject=self)

    def resume(self, *, by: Member, make_up: bool = False) -> None:
        """Go on; ``make_up``: what fell due meanwhile is charged as well, else it is passed over."""
        with acting(
            by=by, label=gettext("Let the recurring invoice {plan} go on").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            refuse_doing(self.does, by)
            refuse_unless(self, "paused")
            place = self.next_index
            while not make_up and (day := self.due_at(place)) is not None and day < self._today:
                place += 1
            act.change(self, next_index=place, next_on=self.due_at(place))
            act.change(self, paused_on=None, paused_because="")
            how = gettext("with what fell due meanwhile") if make_up else gettext("from now on")
            act.record(PlanResumed(plan=self.name, how=how), client=self.client, subject=self)

    def end(self, *, by: Member) -> None:
        """Charge nothing any more; what was made stays."""
        with acting(
            by=by, label=gettext("Ended the recurring invoice {plan}").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            if self.state == "ended":
                raise Refusal(gettext("{plan} has ended already.").format(plan=self))
            act.change(self, ended_on=self._today, next_on=None)
            act.record(PlanEnded(plan=self.name), client=self.client, subject=self)

    def discard(self, *, by: Member) -> None:
        """Throw it away, where it never charged anything; the act can be undone."""
        with acting(
            by=by, label=gettext("Threw the recurring invoice {plan} away").format(plan=self)
        ) as act:
            self.lock_for_change(act)
            if self.periods.exists():
                msg = gettext("{plan} has charged a period already; end it instead.")
                raise Refusal(msg.format(plan=self))
            act.record(PlanDiscarded(plan=self.name), client=self.client, quiet=True)
            act.remove(self)

    @property
    def _today(self) -> date:
        return self.client.organisation.today()

    def lock_for_change(self, act: Acting) -> None:
        """Lock the client, then the plan, as everything does that moves money of a client."""
        client, place = self.client, self.client.organisation
        act.lock(client)
        client.organisation = place
        act.lock(self)
        self.client, self.organisation = client, place
