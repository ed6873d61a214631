from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.models.client import Client  # noqa: F401 - named by the text below


class State(models.IntegerChoices):
    """Where the record itself stands. Nothing is ever deleted (R20)."""

    LIVE = 0, gettext_lazy("Live")
    ARCHIVED = 1, gettext_lazy("Archived")
    WITHDRAWN = 2, gettext_lazy("Withdrawn")
    MERGED = 3, gettext_lazy("Merged")


# What nobody sees: what an undone import brought, and what went up in another client.
HIDDEN = (State.WITHDRAWN, State.MERGED)


class ClientQuerySet(models.QuerySet["Client"]):
    """Ways to choose clients."""

    def visible_to(self, member: Member) -> ClientQuerySet:
        """The one door into clients: every page, list, count, search and answer starts here.

        Restricted clients are seen by their owner, their team (members, and members of the
        teams in it), whom they were granted to, and by
        members who may see all. What an undone import brought, and what went up in another client,
        is seen by nobody.
        """
        seen = self.exclude(state__in=HIDDEN)
        if not member.can(Can.CLIENTS_SEE):
            return seen.none()
        if member.can(Can.CLIENTS_SEE_ALL):
            return seen
        return seen.filter(Q(restricted=False) | self._near(member))

    def seen_as_owner_only(self, member: Member) -> ClientQuerySet:
        """The live ones that the member would lose sight of by giving them to somebody else."""
        if member.can(Can.CLIENTS_SEE_ALL):
            return self.none()
        mine = self.filter(owner=member, restricted=True, state=State.LIVE)
        return mine.exclude(self._let_in(member))

    def met_by(self, member: Member) -> ClientQuerySet:
        """Those that the member may see, and those that were merged into one of these."""
        known = self.exclude(state=State.WITHDRAWN)
        if member.can(Can.CLIENTS_SEE_ALL):
            return known
        seen = self.model.objects.visible_to(member).values("pk")
        return known.filter(Q(pk__in=seen) | Q(survivor__in=seen))

    def merged_into(self, **named: object) -> ClientQuerySet:
        """Those into which the clients so named were merged, at the end of any chain."""
        gone = self.model.objects.filter(state=State.MERGED, **named)
        return self.filter(pk__in=gone.values("survivor"))

    def called(self, public_id: object) -> ClientQuerySet:
        """The one with this identifier, or into which the one that had it was merged."""
        gone = self.model.objects.filter(state=State.MERGED, public_id=public_id)
        return self.filter(Q(public_id=public_id) | Q(pk__in=gone.values("survivor")))

    def _near(self, member: Member) -> Q:
        return Q(owner=member) | self._let_in(member)

    def _let_in(self, member: Member) -> Q:
        """By a look at each restricted client: a member may sit with more of them than a page asks for."""
        teams = member.team_memberships.values("team")
        grants, sits = self._of_each("grants"), self._of_each("assignments").filter(until=None)
        return Q(
            Exists(sits.filter(member=member))
            | Exists(grants.filter(member=member))
            | Exists(grants.filter(team__in=teams))
            | Exists(sits.filter(team__in=teams))
        )

    def _of_each(self, name: str) -> models.QuerySet[Any]:
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any] = related.objects.filter(client=OuterRef("pk"))
        return rows

    def standing(self, states: tuple[State, ...]) -> ClientQuerySet:
        """Those in one of these states."""
        if len(states) == 1:
            return self.filter(state=states[0])
        return self.filter(state__in=states)

    def live(self) -> ClientQuerySet:
        return self.filter(state=State.LIVE)

    def archived(self) -> ClientQuerySet:
        return self.filter(state=State.ARCHIVED)


ClientManager = OwnedManager.from_queryset(ClientQuerySet)
