from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone
from django.utils.safestring import SafeString

from atrium.foundation.said import told
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.kinds import KINDS, Kind
from atrium.timeline.models.act import Act
from atrium.timeline.source import Source


class EventQuerySet(models.QuerySet["Event"]):
    """Ways to walk a timeline."""

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-at", "-id")

    def before(self, at: datetime, event_id: int) -> EventQuerySet:
        """The older ones, by one seek in the index (keyset paging by row values)."""
        return self.filter(TupleLessThan(Tuple(F("at"), F("id")), (at, event_id)))

    def after(self, at: datetime, event_id: int) -> EventQuerySet:
        """The newer ones, by one seek in the index."""
        return self.filter(TupleGreaterThan(Tuple(F("at"), F("id")), (at, event_id)))


EventManager = OwnedManager.from_queryset(EventQuerySet)


class Event(Owned):
    """One thing that happened to a client. Written once by record(), never changed, never removed.

    ``subject`` is the row it is about ("conversations.note", 7), where it is not the client itself.
    """

    client = models.ForeignKey(
        "clients.Client", models.PROTECT, related_name="events", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)
    strand = models.CharField(max_length=10)
    actor = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.PAGE)
    subject_model = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    particulars = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, related_name="events", db_constraint=False, db_index=False
    )

    objects: ClassVar = EventManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="event_by_organisation"),
            SameOrganisation("client"),
            SameOrganisation("actor"),
            SameOrganisation("act"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "at", "id"], name="event_by_client"),
            models.Index(
                fields=["organisation", "client", "strand", "at", "id"], name="event_by_strand"
            ),
            models.Index(fields=["organisation", "at", "id"], name="event_by_time"),
            models.Index(fields=["organisation", "act"], name="event_by_act"),
            models.Index(
                fields=["organisation", "subject_model", "subject_id", "at", "id"],
                condition=models.Q(subject_id__isnull=False),
                name="event_by_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"

    @cached_property
    def story(self) -> Kind:
        """What happened, as its kind tells it."""
        return KINDS[self.kind].revive(self.particulars)

    @property
    def told(self) -> dict[str, Any]:
        """The particulars in the language of who reads now."""
        return {name: told(value) for name, value in self.particulars.items()}

    @property
    def sentence(self) -> SafeString:
        return self.story.tell(actor=self.actor or gettext("Atrium"), client=self.client)

    @property
    def icon(self) -> str:
        return self.story.icon
