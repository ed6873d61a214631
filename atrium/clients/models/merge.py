from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.clients.events import Merged, MergedInto
from atrium.clients.merge_fields import repoint
from atrium.clients.merge_plan import Plan, decided, refuse
from atrium.clients.merge_rules import Moving, Rule, moving_rules
from atrium.clients.merge_values import choices, settled
from atrium.clients.models.client import Client
from atrium.clients.models.client_queryset import State
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting
from atrium.timeline.models import Act, Step


class MergeQuerySet(models.QuerySet["Merge"]):
    """Ways to choose merges."""

    def visible_to(self, member: Member) -> MergeQuerySet:
        """Those of which the member may see both clients, or the one that the other went up in."""
        met = Client.objects.met_by(member)
        return self.filter(
            Exists(met.filter(pk=OuterRef("kept_id"))),
            Exists(met.filter(pk=OuterRef("absorbed_id"))),
        )

    def standing(self) -> MergeQuerySet:
        return self.filter(undone_at=None)


MergeManager = OwnedManager.from_queryset(MergeQuerySet)


class Merge(Owned):
    """That one client went up in another: who did it when, and whether it was undone (J21, X01, X02).

    What moved stands in the journal of its act, so that it can be told and undone. What had its
    like with the other stays where it was, and comes back into sight with an undo: ``held`` names it.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    kept = models.ForeignKey(
        Client, models.PROTECT, related_name="absorptions", db_constraint=False, db_index=False
    )
    absorbed = models.ForeignKey(
        Client, models.PROTECT, related_name="merges", db_constraint=False, db_index=False
    )
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="merges", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    moved: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    held: models.JSONField[list[list[str]]] = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar = MergeManager()

    class Meta(Owned.Meta):
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "absorbed"],
                condition=Q(undone_at=None),
                name="merged_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="merge_by_public_id"
            ),
            SameOrganisation("kept"),
            SameOrganisation("absorbed"),
            SameOrganisation("act"),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "kept", "id"], name="merge_by_kept"),
            models.Index(fields=["organisation", "act"], name="merge_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} into {self.kept}"

    @classmethod
    def perform(
        cls,
        *,
        keep: Client,
        absorb: Sequence[Client],
        by: Member,
        picks: Mapping[str, int] | None = None,
    ) -> list[Merge]:
        """Make the clients one, in one act; ``picks`` says by field whose value stands.

        Nothing is sent and nothing follows by itself: the one event is that they were merged.
        Refused, with the reason, where they may not be merged.
        """
        codes = ", ".join(client.code for client in absorb)
        with acting(
            by=by, label=gettext("Merged {codes} into {keep}").format(codes=codes, keep=keep)
        ) as act:
            clients = sorted({keep, *absorb}, key=lambda client: client.pk)
            for client in clients:
                act.lock(client)
            refuse(keep, absorb, by)
            cls._refuse_while_undone(clients)
            chosen = choices([keep, *absorb], picks or {}, by)
            values = settled(keep, [keep, *absorb], chosen, by)
            cls._put_away(act, keep, absorb)
            plan = Plan(keep, list(absorb), chosen, values)
            for rule in moving_rules():
                moving = decided(rule, keep, absorb)
                plan.take(rule, moving, None)
                _move(act, rule, moving)
            repoint(act, keep, absorb)
            keys = [key for client in absorb for key in (client.pk, *client.absorbs)]
            act.change(keep, **values, absorbs=[*keep.absorbs, *keys])
            return cls._told(act, plan, by)

    @classmethod
    def _refuse_while_undone(cls, clients: Sequence[Client]) -> None:
        """Say no while the queue is still at undoing an earlier merge of one of them."""
        going = cls.objects.filter(Q(kept__in=clients) | Q(absorbed__in=clients), undone_at=None)
        begun = Act.objects.filter(undoes__in=going.values("act"), undoings__isnull=False)
        if begun.exclude(undoings__step=Step.DONE).exists():
            raise Refusal(gettext("A merge of one of them is being undone. Try again in a moment."))

    @staticmethod
    def _put_away(act: Acting, keep: Client, absorb: Sequence[Client]) -> None:
        """First of all, so that an undo, which goes backwards, brings them back last."""
        for client in absorb:
            act.change(client, state=State.MERGED, state_since=timezone.now(), survivor=keep)
            for earlier in act.lock_many(Client.objects.filter(survivor=client).order_by("pk")):
                act.change(earlier, survivor=keep)

    @classmethod
    def _told(cls, act: Acting, plan: Plan, by: Member) -> list[Merge]:
        made = []
        for client in plan.absorb:
            story = Merged(other=client.name, number=client.code)
            act.record(story, client=plan.keep, subject=client)
            into = MergedInto(other=plan.keep.name, number=plan.keep.code)
            act.record(into, client=client, subject=plan.keep)
            held = [[one.what, one.reason] for one in plan.held if one.client.pk == client.pk]
            merge = cls(kept=plan.keep, absorbed=client, act=act.row, by=by, held=held)
            merge.moved = plan.moved
            merge.save(force_insert=True)
            made.append(merge)
        return made


def _move(act: Acting, rule: Rule, moving: Moving) -> None:
    """Carry out what a rule decided: first what frees a place, then what takes one."""
    for row in moving.standing:
        if row.pk in moving.change:
            act.change(row, **moving.change[row.pk])
    for made in moving.add:
        act.insert(made)
    simple: list[Any] = []
    for row in moving.rows:
        if row.pk in moving.stay:
            continue
        if (more := moving.change.get(row.pk)) is None:
            simple.append(row)
        else:
            own = {} if f"{rule.field}_id" in more else {rule.field: moving.survivor}
            act.change(row, **more, **own)
    act.change_many(simple, **{rule.field: moving.survivor})
