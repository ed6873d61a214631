from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models.client import Client
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned

# Somebody who is not heard of for so long has left; they say it again at most so often.
LEAVES_AFTER = timedelta(seconds=30)
SAYS_AGAIN = timedelta(seconds=15)


class Presence(Owned):
    """That a member looks at a client's page at this moment, and the field they edit (X14).

    Not journaled: it is forgotten after half a minute. A row is written at most every 15 seconds for
    each who looks, by one statement.
    """

    client = models.ForeignKey(
        Client, models.CASCADE, related_name="presences", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="presences", db_constraint=False, db_index=False
    )
    field = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client", "member"], name="present_once"
            ),
            SameOrganisation("client"),
            SameOrganisation("member"),
        ]
        indexes = [models.Index(fields=["organisation", "seen_at"], name="presence_by_time")]

    def __str__(self) -> str:
        return f"{self.member} is at {self.client}"

    @classmethod
    def stay(cls, client: Client, *, by: Member, field: str = "") -> list[Presence]:
        """Say that one is here and what one edits; who else is comes back, the latest first."""
        now, field = timezone.now(), field[:60]
        rows = list(
            cls.objects.filter(client=client, seen_at__gt=now - LEAVES_AFTER)
            .select_related("member")
            .order_by("-seen_at", "id")
        )
        mine = next((row for row in rows if row.member_id == by.pk), None)
        if mine is None or mine.field != field or mine.seen_at < now - SAYS_AGAIN:
            cls.objects.bulk_create(
                [cls(client=client, member=by, field=field, seen_at=now)],
                update_conflicts=True,
                unique_fields=["organisation", "client", "member"],
                update_fields=["field", "seen_at"],
            )
        if mine is None:
            old = Q(seen_at__lte=now - LEAVES_AFTER)
            cls.objects.filter(old, organisation=current.required()).delete()
        return [row for row in rows if row.member_id != by.pk and row.member.is_active]

    @classmethod
    def leave(cls, client: Client, *, by: Member) -> None:
        """Say that one has left."""
        cls.objects.filter(client=client, member=by).delete()
