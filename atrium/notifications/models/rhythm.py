from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned

MORNING = time(7, 30)
# A digest that could not leave for so long tells of a day that is over.
STALE = timedelta(hours=12)


class Rhythm(Owned):
    """When mail may reach a member, by the clock of the organisation. No row: as it usually is.

    Between ``quiet_from`` and ``quiet_until`` no mail leaves; it waits for the end. The digest of
    the day leaves at ``digest_at``, once: ``digest_sent_on`` is claimed before a mail server hears
    of it, as with Delivery.
    """

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="rhythms", db_constraint=False, db_index=False
    )
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest_on = models.BooleanField(default=True)
    digest_at = models.TimeField(default=MORNING)
    digest_sent_on = models.DateField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "member"], name="one_rhythm"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_has_two_ends",
            ),
            SameOrganisation("member"),
        ]

    def __str__(self) -> str:
        return gettext("The day of {member}").format(member=self.member)

    @classmethod
    def of(cls, member: Member) -> Self:
        """The member's; one that is not saved where they chose nothing."""
        found: Self | None = cls.objects.filter(member=member).first()
        return found or cls(member=member)

    @classmethod
    def choose(cls, member: Member, **values: Any) -> None:
        """Keep what the member chose; a taste, so it leaves no event. Refused for half a night."""
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            missing = "quiet_from" if values.get("quiet_from") is None else "quiet_until"
            raise Refusal(gettext("Give quiet hours a beginning and an end."), field=missing)
        cls.objects.update_or_create(member=member, defaults=values)

    @classmethod
    def wakes(cls, members: Iterable[Member], now: datetime) -> dict[int, datetime]:
        """Of those of the members whose hours are quiet now, by key, when these end."""
        rows = cls.objects.filter(member__in=list(members), quiet_from__isnull=False)
        found = {row.member_id: row.wakes_at(now) for row in rows.select_related("organisation")}
        return {key: at for key, at in found.items() if at is not None}

    def wakes_at(self, now: datetime) -> datetime | None:
        """When the quiet hours end that it is in now; None outside of them."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        local = self.organisation.local(now)
        clock, begin, end = local.time(), self.quiet_from, self.quiet_until
        over_night = begin > end
        quiet = (clock >= begin or clock < end) if over_night else begin <= clock < end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1 if over_night and clock >= begin else 0)
        return datetime.combine(day, end, self.organisation.zone)

    def is_due(self, now: datetime) -> bool:
        """Whether the digest of the day is to leave."""
        local = self.organisation.local(now)
        begin = datetime.combine(local.date(), self.digest_at, self.organisation.zone)
        waits = self.digest_sent_on is None or self.digest_sent_on < local.date()
        return self.digest_on and waits and begin <= local < begin + STALE

    @classmethod
    def claim_digest(cls, member: Member, day: date) -> bool:
        """Take the digest of the day to send it; False when it was taken before."""
        cls.objects.get_or_create(member=member)
        free = Q(digest_sent_on=None) | Q(digest_sent_on__lt=day)
        return bool(cls.objects.filter(free, member=member).update(digest_sent_on=day))

    @classmethod
    def release_digest(cls, member: Member) -> None:
        """Put it back: the mail server said that it did not take it."""
        cls.objects.filter(member=member).update(digest_sent_on=None)
