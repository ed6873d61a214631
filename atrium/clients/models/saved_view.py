from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member, Team
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.clients.models.view_pin import ViewPin

LONGEST = 80
MOST = 500


class Sharing(models.TextChoices):
    """Who has a view beside the member who made it."""

    PRIVATE = "private", gettext_lazy("Only me")
    TEAMS = "teams", gettext_lazy("Teams")
    EVERYONE = "everyone", gettext_lazy("Everybody here")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Ways to choose views."""

    def visible_to(self, member: Member) -> SavedViewQuerySet:
        """One's own, those for everybody, and those for a team that one is in."""
        mine = ViewTeam.objects.filter(
            view=OuterRef("pk"), team__in=member.team_memberships.values("team")
        )
        shared = Q(sharing=Sharing.EVERYONE) | (Q(sharing=Sharing.TEAMS) & Exists(mine))
        return self.filter(Q(owner=member) | shared, removed_at=None)

    def by_label(self) -> SavedViewQuerySet:
        return self.order_by("label_key", "id")


SavedViewManager = OwnedManager.from_queryset(SavedViewQuerySet)


class SavedView(Owned):
    """A list of clients under a name: its conditions, columns, order and look (J02).

    ``conditions`` is what narrowing/tree.py writes. An empty ``look`` is the reader's own taste, no
    ``columns`` are the reader's own columns.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    label = models.CharField(max_length=LONGEST)
    label_key = models.CharField(max_length=LONGEST * 2, editable=False)
    owner = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sharing = models.CharField(max_length=10, choices=Sharing, default=Sharing.PRIVATE)
    q = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="live")
    conditions: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    columns: models.JSONField[list[str]] = models.JSONField(default=list)
    sort = models.CharField(max_length=80, blank=True)
    look = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar = SavedViewManager()

    if TYPE_CHECKING:
        teams: RelatedManager[ViewTeam]
        pins: RelatedManager[ViewPin]

    class Meta(Owned.Meta):
        ordering = ("label_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="view_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="view_by_public_id"),
            SameOrganisation("owner"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "owner", "label_key"],
                condition=Q(removed_at=None),
                name="view_by_owner",
            ),
            models.Index(
                fields=["organisation", "sharing", "label_key"],
                condition=Q(removed_at=None),
                name="view_by_sharing",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_shared(self) -> bool:
        return self.sharing != Sharing.PRIVATE

    def may_be_changed_by(self, member: Member) -> bool:
        """One's own, and shared ones by who may share."""
        return self.owner_id == member.pk or (self.is_shared and member.can(Can.LISTS_SHARE))

    def shared_with(self) -> str:
        """Who has it, in words."""
        if self.sharing != Sharing.TEAMS:
            return Sharing(self.sharing).label
        teams = Team.objects.filter(pk__in=self.teams.values("team")).order_by("name")
        return ", ".join(team.name for team in teams)

    @classmethod
    def save_as(
        cls, *, by: Member, label: str, teams: Collection[Team] = (), **values: Any
    ) -> SavedView:
        """Keep a list under a name; refused without one, or where one's other view has it."""
        view = cls(owner=by, label=_named(label), **values)
        view.organisation = by.organisation
        view.label_key = fold(view.label)[: LONGEST * 2]
        with acting(
            by=by,
            label=view._said(
                gettext("Saved the view {label}"), gettext("Saved a view of their own")
            ),
        ) as act:
            view._refuse_taken(by)
            if cls.objects.filter(owner=by, removed_at=None).count() >= MOST:
                msg = gettext("You have {most} views. Remove some first.").format(most=MOST)
                raise Refusal(msg)
            _refuse_sharing(by, view.sharing, teams)
            act.insert(view)
            view._share(act, teams)
        return view

    def edit(self, *, by: Member, teams: Collection[Team] | None = None, **values: Any) -> None:
        """Change what it is called, shows and who has it. Refused to who may not change it."""
        if "label" in values:
            values["label"] = _named(values["label"])
            values["label_key"] = fold(values["label"])[: LONGEST * 2]
        with acting(
            by=by,
            label=self._said(
                gettext("Changed the view {label}"), gettext("Changed a view of their own")
            ),
        ) as act:
            act.lock(self)
            self._refuse_others(by)
            before, was_shared = self.label, self.is_shared
            if values.get("sharing", self.sharing) != self.sharing or teams is not None:
                _refuse_sharing(by, values.get("sharing", self.sharing), teams or ())
            act.change(self, **values)
            self._refuse_taken(self.owner)
            if teams is not None or not self.is_shared:
                self._share(act, teams or ())
            if was_shared and before != self.label:
                renamed = gettext("Renamed the view {before} to {label}")
                act.row.say(renamed.format(before=before, label=self.label))
                act.row.save(update_fields=["label", "kept"])

    def duplicate(self, *, by: Member) -> SavedView:
        """A view of one's own that shows the same."""
        same = ("q", "state", "conditions", "columns", "sort", "look")
        label = gettext("{label} copy").format(label=self.label)[:LONGEST]
        mine = SavedView.objects.filter(owner=by, removed_at=None)
        taken = set(mine.values_list("label_key", flat=True))
        number = 2
        while fold(label) in taken:
            label = gettext("{label} copy {number}").format(
                label=self.label[: LONGEST - 10], number=number
            )
            number += 1
        return SavedView.save_as(by=by, label=label, **{name: getattr(self, name) for name in same})

    def remove(self, *, by: Member) -> None:
        """Take it away from everybody; it can be restored."""
        with acting(
            by=by,
            label=self._said(
                gettext("Removed the view {label}"), gettext("Removed a view of their own")
            ),
        ) as act:
            act.lock(self)
            self._refuse_others(by)
            act.change(self, removed_at=self.removed_at or timezone.now())

    def restore(self, *, by: Member) -> None:
        """Bring a removed view back, as it was."""
        with acting(
            by=by,
            label=self._said(
                gettext("Restored the view {label}"), gettext("Restored a view of their own")
            ),
        ) as act:
            act.lock(self)
            self._refuse_others(by)
            self._refuse_taken(self.owner)
            act.change(self, removed_at=None)

    def _refuse_others(self, by: Member) -> None:
        if not self.may_be_changed_by(by):
            msg = gettext("{label} is a view of {owner}. Duplicate it to change your own.").format(
                label=self.label, owner=self.owner.name
            )
            raise Refusal(msg)

    def _refuse_taken(self, owner: Member) -> None:
        same = SavedView.objects.filter(owner=owner, label_key=self.label_key, removed_at=None)
        if same.exclude(pk=self.pk).exists():
            msg = gettext("There is a view called {label} already. Choose another name.").format(
                label=self.label
            )
            raise Refusal(msg, field="label")

    def _share(self, act: Acting, teams: Iterable[Team]) -> None:
        wanted = {t.pk: t for t in teams} if self.sharing == Sharing.TEAMS else {}
        has = {row.team_id: row for row in self.teams.all()} if self.pk else {}
        act.remove_many(row for key, row in has.items() if key not in wanted)
        act.insert_many(
            [ViewTeam(view=self, team=team) for key, team in wanted.items() if key not in has]
        )

    def _said(self, shared: str, private: str) -> str:
        """What the settings log says: private views are nobody else's business."""
        return shared.format(label=self.label) if self.is_shared else private


class ViewTeam(Owned):
    """That a view is for a team."""

    view = models.ForeignKey(
        SavedView, models.CASCADE, related_name="teams", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "view", "team"], name="view_team_once"),
            SameOrganisation("view"),
            SameOrganisation("team"),
        ]
        indexes = [models.Index(fields=["organisation", "team"], name="view_team_by_team")]

    def __str__(self) -> str:
        return f"{self.view}: {self.team}"


def _named(label: str) -> str:
    label = " ".join(label.replace("\x00", "").split())
    if not label:
        msg = gettext("Give the view a name.")
        raise Refusal(msg, field="label")
    if len(label) > LONGEST:
        msg = gettext("A name has at most {longest} characters; shorten it.").format(
            longest=LONGEST
        )
        raise Refusal(msg, field="label")
    return label


def _refuse_sharing(by: Member, sharing: str, teams: Collection[Team]) -> None:
    if sharing == Sharing.PRIVATE:
        return
    if not by.can(Can.LISTS_SHARE):
        msg = gettext("Your role does not let you share views. Ask a manager to share it.")
        raise Refusal(msg, field="sharing")
    if sharing == Sharing.TEAMS and not teams:
        msg = gettext("Choose at least one team.")
        raise Refusal(msg, field="teams")
