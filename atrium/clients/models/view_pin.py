from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models.saved_view import SavedView
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned


class ViewPin(Owned):
    """That a member has a view above the list, and whether the list opens with it.

    A taste of one's own, so it leaves no event.
    """

    view = models.ForeignKey(
        SavedView, models.CASCADE, related_name="pins", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    opens = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "view"], name="view_pinned_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "member"],
                condition=Q(opens=True),
                name="one_view_opens",
            ),
            SameOrganisation("view"),
            SameOrganisation("member"),
        ]
        indexes = [models.Index(fields=["organisation", "view"], name="view_pin_by_view")]

    def __str__(self) -> str:
        return f"{self.member}: {self.view}"

    @classmethod
    def put(cls, view: SavedView, *, by: Member) -> None:
        """Pin it; one that is pinned stays so."""
        cls.objects.bulk_create([cls(member=by, view=view)], ignore_conflicts=True)

    @classmethod
    def take_off(cls, view: SavedView, *, by: Member) -> None:
        cls.objects.filter(member=by, view=view).delete()

    @classmethod
    def open_first(cls, view: SavedView | None, *, by: Member) -> None:
        """Let the list open with this view, which is pinned as well; None: with all clients."""
        cls.objects.filter(member=by, opens=True).update(opens=False)
        if view is not None:
            cls.put(view, by=by)
            cls.objects.filter(member=by, view=view).update(opens=True)
