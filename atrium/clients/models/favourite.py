from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.clients.models.client import Client
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class Favourite(Owned):
    """A member's star on a client: a taste of one's own, so it leaves no event (C02)."""

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="favourites", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="favourites", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "client"], name="starred_once"
            ),
            SameOrganisation("member"),
            SameOrganisation("client"),
        ]
        indexes = [models.Index(fields=["organisation", "client"], name="favourite_by_client")]

    def __str__(self) -> str:
        return f"{self.member} likes {self.client}"

    @classmethod
    def star(cls, client: Client, *, by: Member) -> None:
        """Star it; one that is starred stays so, also when several do it at once."""
        cls.objects.bulk_create([cls(member=by, client=client)], ignore_conflicts=True)

    @classmethod
    def unstar(cls, client: Client, *, by: Member) -> None:
        cls.objects.filter(member=by, client=client).delete()
