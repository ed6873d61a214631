from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import IntegrityError, models
from django.db.models import F, Q
from django.utils import timezone

from atrium.clients import causes
from atrium.clients.events import ClientRelated, RelationEnded
from atrium.clients.models.client import Client
from atrium.clients.models.relation_kind import RelationKind
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting
from atrium.timeline.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_NOTE = 500


class RelationQuerySet(models.QuerySet["Relation"]):
    """Ways to choose relations."""

    def current(self) -> RelationQuerySet:
        return self.filter(ended_on=None)

    def seen_by(self, member: Member) -> RelationQuerySet:
        """Those of which the member may see both sides; the others are not there for them."""
        seen = Client.objects.visible_to(member)
        for side in ("first", "second"):
            here = seen.filter(pk=models.OuterRef(f"{side}_id"))
            self = self.filter(models.Exists(here))  # noqa: PLW0642 - one queryset, narrowed twice
        return self

    def of(self, client: Client | int) -> RelationQuerySet:
        return self.filter(Q(first=client) | Q(second=client))


RelationManager = OwnedManager.from_queryset(RelationQuerySet)


class Relation(Owned):
    """What two clients are to each other, since when and until when (J15).

    ``hierarchical`` repeats what the kind says, so that the database can hold what follows from
    it. That no hierarchy has a circle is held at the end of every act (journal.py).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    kind = models.ForeignKey(
        RelationKind, models.PROTECT, related_name="relations", db_constraint=False, db_index=False
    )
    first = models.ForeignKey(
        Client, models.PROTECT, related_name="relations", db_constraint=False, db_index=False
    )
    second = models.ForeignKey(
        Client, models.PROTECT, related_name="relations_back", db_constraint=False, db_index=False
    )
    hierarchical = models.BooleanField(default=False)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = RelationManager()

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="relation_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="relation_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "first", "second", "kind"],
                condition=Q(ended_on=None),
                name="related_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "second", "kind"],
                condition=Q(ended_on=None, hierarchical=True),
                name="one_above",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="not_related_to_oneself"),
            SameOrganisation("kind"),
            SameOrganisation("first"),
            SameOrganisation("second"),
        ]
        indexes = [
            models.Index(fields=["organisation", "first"], name="relation_by_first"),
            models.Index(fields=["organisation", "second"], name="relation_by_second"),
            models.Index(fields=["organisation", "kind"], name="relation_by_kind"),
        ]

    def __str__(self) -> str:
        return gettext("{first}, {kind} of {second}").format(
            first=self.first, kind=self.kind.label, second=self.second
        )

    def other(self, client: Client) -> Client:
        """Who stands on the other side of ``client``."""
        return self.second if self.first_id == client.pk else self.first

    def word_for(self, client: Client) -> str:
        """What the other side is to ``client``."""
        return self.kind.word(first=self.second_id == client.pk)

    @classmethod
    def make(
        cls,
        first: Client,
        second: Client,
        *,
        by: Member | None,
        kind: RelationKind,
        note: str = "",
        since: date | None = None,
    ) -> Relation:
        """Relate two clients: ``first`` is ``kind.label`` of ``second``.

        Refused with oneself, twice, below two of one kind, and where a hierarchy had a circle.
        """
        if first.pk == second.pk:
            msg = gettext("A client cannot be related to itself. Choose another one.")
            raise Refusal(msg, field="client", cause=causes.LINK_TO_ITSELF)
        if kind.symmetric and first.pk > second.pk:
            first, second = second, first
        relation = cls(
            kind=kind,
            first=first,
            second=second,
            hierarchical=kind.hierarchical,
            note=_short(note),
            began_on=since,
        )
        with acting(
            by=by, label=gettext("Related {first} and {second}").format(first=first, second=second)
        ) as act:
            _hold_both(act, first, second)
            for client in (first, second):
                client.refuse_archived()
            relation._refuse_taken()
            try:
                act.insert(relation)
            except IntegrityError as error:
                msg = gettext("Somebody related them just now. Look again.")
                raise Refusal(msg) from error
            relation._tell(act, lambda name, role: ClientRelated(other=name, role=role))
        return relation

    def end(self, *, by: Member | None, on: date | None = None) -> None:
        """End the relation on a day, today unless said otherwise; it stays as history."""
        with acting(
            by=by,
            label=gettext("Ended the relation of {first} and {second}").format(
                first=self.first, second=self.second
            ),
        ) as act:
            first, second, kind = self.first, self.second, self.kind
            _hold_both(act, first, second)
            act.lock(self)
            self.first, self.second, self.kind = first, second, kind
            if self.ended_on:
                msg = gettext("This relation was ended already.")
                raise Refusal(msg, cause=causes.LINK_ENDED)
            today = first.organisation.today()
            day = on or today
            if day > today:
                msg = gettext("Choose today or a day before.")
                raise Refusal(msg, field="ended_on")
            if self.began_on and day < self.began_on:
                msg = gettext("It began on {began_on}; choose that day or a later one.").format(
                    began_on=f"{spoken(self.began_on):%-d %b %Y}"
                )
                raise Refusal(msg, field="ended_on")
            act.change(self, ended_on=day)
            self._tell(act, lambda name, role: RelationEnded(other=name, role=role))

    def _refuse_taken(self) -> None:
        standing = Relation.objects.current().filter(kind=self.kind, second=self.second)
        if standing.filter(first=self.first).exists():
            msg = gettext("{first} and {second} are related like this already.").format(
                first=self.first, second=self.second
            )
            raise Refusal(msg, field="client", cause=causes.LINKED_ALREADY)
        if self.hierarchical and standing.exists():
            msg = gettext("{second} has a “{kind}” already. End that relation first.").format(
                second=self.second, kind=self.kind.label
            )
            steps = (causes.open_client(self.second),)
            raise Refusal(msg, field="kind", cause=causes.LINK_OCCUPIED, steps=steps)

    def _tell(self, act: Acting, kind: Callable[[str, str], Kind]) -> None:
        """Tell it on both timelines, each from its own side."""
        for here, there in ((self.first, self.second), (self.second, self.first)):
            act.record(kind(there.name, self.word_for(here)), client=here, subject=there)


def _hold_both(act: Acting, first: Client, second: Client) -> None:
    """Lock both in the order of their keys, so that nobody waits for each other."""
    for client in sorted((first, second), key=lambda client: client.pk):
        organisation = client.organisation
        act.lock(client)
        client.organisation = organisation


def _short(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        msg = gettext("A note has at most {longest} characters; shorten it.").format(
            longest=LONGEST_NOTE
        )
        raise Refusal(msg, field="note")
    return note
