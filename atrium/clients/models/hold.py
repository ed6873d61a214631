from __future__ import annotations

from datetime import date

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from atrium.clients import causes
from atrium.clients.events import HoldLifted, PutOnHold
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

OVER = gettext_lazy("This day is over; choose today or a later one.")


class Hold(Owned):
    """A time during which nothing is delivered to the client (B09).

    ``until`` is its last day where the organisation is; on the next one it is lifted by itself.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="holds", db_constraint=False, db_index=False
    )
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    placed_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True)
    lifted_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-placed_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(lifted_at=None),
                name="one_hold_at_a_time",
            ),
            SameOrganisation("client"),
            SameOrganisation("placed_by"),
            SameOrganisation("lifted_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client"], name="hold_by_client"),
            models.Index(
                fields=["organisation", "until"],
                condition=Q(lifted_at=None, until__isnull=False),
                name="hold_with_an_end",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{client} on hold: {reason}").format(client=self.client, reason=self.reason)

    @classmethod
    def place(
        cls, client: Client, *, by: Member | None, reason: str, until: date | None = None
    ) -> Hold:
        """Put the client on hold, up to and with a day or without end.

        Refused without a reason, for a day that is over, and when it is on hold already.
        """
        reason = checked_reason(reason)
        if until is not None and until < client.organisation.today():
            raise Refusal(OVER, field="until")
        with acting(by=by, label=gettext("Put {client} on hold").format(client=client)) as act:
            act.lock(client)
            step = causes.open_client(client)  # before the database may say no
            try:
                hold = act.insert(cls(client=client, placed_by=by, reason=reason, until=until))
            except IntegrityError as error:
                msg = gettext("{client} is on hold already.").format(client=client)
                raise Refusal(msg, cause=causes.ON_HOLD, steps=(step,)) from error
            last = spelled(until, "%-d %b %Y") if until else ""
            act.record(PutOnHold(reason=reason, until=last), client=client)
        return hold

    @classmethod
    def lift_those_over(cls, today: date) -> int:
        """Take off hold whose last day is over; how many that were."""
        over = cls.objects.filter(lifted_at=None, until__lt=today).select_related("client")
        rows = list(over.order_by("id"))
        for hold in rows:
            hold.lift(
                by=None,
                reason=gettext("It was until {until}").format(
                    until=spelled(hold.until, "%-d %b %Y")
                ),
            )
        return len(rows)

    def lift(self, *, by: Member | None, reason: str = "") -> None:
        """Take the client off hold; the hold stays as history."""
        with acting(
            by=by, label=gettext("Took {client} off hold").format(client=self.client)
        ) as act:
            act.lock(self.client)
            act.lock(self)
            if self.lifted_at:
                msg = gettext("{client} was taken off hold already.").format(client=self.client)
                raise Refusal(msg)
            act.change(
                self, lifted_at=timezone.now(), lifted_by=by, lift_reason=reason.strip()[:500]
            )
            act.record(HoldLifted(reason=reason.strip()[:500]), client=self.client)


def checked_reason(reason: str) -> str:
    """The reason with single spaces; refused when there is none or it is too long."""
    reason = " ".join(reason.split())
    if not reason:
        msg = gettext("Give a reason, so that everyone knows why.")
        raise Refusal(msg, field="reason")
    if len(reason) > 500:  # noqa: PLR2004 - the width of the column
        msg = gettext("A reason has at most 500 characters; shorten it.")
        raise Refusal(msg, field="reason")
    return reason
