"""Ways to choose tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, StringAgg, Subquery, Value

from atrium.calendar.models.task_contact import TaskContact
from atrium.clients.models import Client
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.calendar.models.task import Task  # noqa: F401 - named in the base below


class TaskQuerySet(models.QuerySet["Task"]):
    """Ways to choose tasks."""

    def visible_to(self, member: Member) -> TaskQuerySet:
        if not member.can(Can.TASKS_SEE):
            return self.none()
        return self.of_clients(Client.objects.visible_to(member))

    def of_clients(self, clients: ClientQuerySet) -> TaskQuerySet:
        """Asked row by row: a list of all clients one sees costs what all of them cost."""
        return self.filter(Exists(clients.filter(pk=OuterRef("client_id"))))

    def open(self) -> TaskQuerySet:
        return self.filter(done_at=None)

    def unfinished(self, member: Member) -> TaskQuerySet:
        """The open ones of all clients that the member sees and that are not archived."""
        if not member.can(Can.TASKS_SEE):
            return self.none()
        return self.open().of_clients(Client.objects.visible_to(member).live())

    def follow_ups(self) -> TaskQuerySet:
        """Those that say when to talk with somebody again (J18)."""
        return self.filter(is_follow_up=True)

    def no_follow_ups_until(self, day: date) -> TaskQuerySet:
        """The others, and the follow-ups that come later or have no day."""
        return self.filter(Q(is_follow_up=False) | Q(due_on__gt=day) | Q(due_on=None))

    def out_of(self, thing: models.Model) -> TaskQuerySet:
        """Those that were made out of a note, a call or whatever else has a public id."""
        key = getattr(thing, "public_id", None)
        return self.filter(source=thing._meta.label_lower, source_key=key)

    def to_remind(self, now: datetime) -> TaskQuerySet:
        """The open ones whose reminder has come and was not told yet."""
        return self.open().filter(remind_at__lte=now, reminded_at=None)

    def told(self) -> TaskQuerySet:
        """With the names of those each is to be done with, by the same statement."""
        given = TaskContact.objects.filter(task=OuterRef("pk")).order_by()
        names = StringAgg("contact__name", Value(", "))
        whom = given.values("organisation").annotate(names=names).values("names")
        return self.annotate(whom=Subquery(whom))

    def by_urgency(self) -> TaskQuerySet:
        """Those with a day first, the oldest day at the top."""
        return self.order_by(F("due_on").asc(nulls_last=True), "id")


TaskManager = OwnedManager.from_queryset(TaskQuerySet)
