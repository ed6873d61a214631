from __future__ import annotations

from collections import Counter
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from atrium.calendar.events import TaskAdded, TaskChanged, TaskDone, TaskRemoved, TaskReopened
from atrium.clients.models import Client
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting


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

    def by_urgency(self) -> TaskQuerySet:
        """Those with a day first, the oldest day at the top."""
        return self.order_by(F("due_on").asc(nulls_last=True), "id")


TaskManager = OwnedManager.from_queryset(TaskQuerySet)


class Task(Owned):
    """A to-do on a client (C06)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="tasks", db_constraint=False, db_index=False
    )
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        db_constraint=False,
        db_index=False,
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TaskManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="task_by_public_id"),
            SameOrganisation("client"),
            SameOrganisation("assignee"),
            SameOrganisation("done_by"),
            SameOrganisation("created_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "done_at"], name="task_by_client"),
            models.Index(
                fields=["organisation", "client", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_next",
            ),
            models.Index(
                fields=["organisation", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_open_by_day",
            ),
            models.Index(
                fields=["organisation", "assignee", "due_on"],
                condition=Q(done_at=None),
                name="task_open_by_assignee",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @classmethod
    def add(
        cls,
        client: Client,
        *,
        by: Member | None,
        title: str,
        due_on: date | None = None,
        assignee: Member | None = None,
    ) -> Task:
        """A new task on the client; refused without a title."""
        title = cls._checked(title)
        with acting(by=by, label=f"Added the task {title}") as act:
            act.lock(client)
            client.refuse_archived()
            task = act.insert(
                cls(client=client, title=title, due_on=due_on, assignee=assignee, created_by=by)
            )
            act.record(TaskAdded(title=title), client=client, subject=task)
        return task

    @classmethod
    def go_along(cls, act: Acting, old: dict[int, int], to: Member) -> dict[int, int]:
        """Give the open tasks that the old owner of each client was to do to ``to`` (R19).

        ``old``: the old owners by clients. Answers how many of each client went.
        """
        rows = cls.objects.open().filter(client__in=list(old), assignee__in=set(old.values()))
        mine = [t for t in act.lock_many(rows.order_by("id")) if t.assignee_id == old[t.client_id]]
        act.change_many(mine, assignee=to)
        return dict(Counter(task.client_id for task in mine))

    def finish(self, *, by: Member) -> None:
        """Tick it; nothing happens when it is ticked already."""
        with acting(by=by, label=f"Finished the task {self}") as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.done_at is None:
                act.change(self, done_at=timezone.now(), done_by=by)
                act.record(TaskDone(title=self.title), client=self.client, subject=self)

    def reopen(self, *, by: Member) -> None:
        """Untick it; nothing happens when it is open."""
        with acting(by=by, label=f"Reopened the task {self}") as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.done_at is not None:
                act.change(self, done_at=None, done_by=None)
                act.record(TaskReopened(title=self.title), client=self.client, subject=self)

    def edit(self, *, by: Member, title: str, due_on: date | None, assignee: Member | None) -> None:
        """Change what is to be done, when and by whom."""
        title = self._checked(title)
        with acting(by=by, label=f"Changed the task {self}") as act:
            act.lock(self)
            self.client.refuse_archived()
            said = []
            if act.change(self, title=title):
                said.append("the title")
            if act.change(self, due_on=due_on):
                said.append(f"due {due_on:%-d %b %Y}" if due_on else "no day")
            if act.change(self, assignee=assignee):
                said.append(f"for {assignee}" if assignee else "for nobody")
            if said:
                story = TaskChanged(title=self.title, what=", ".join(said))
                act.record(story, client=self.client, subject=self)

    def drop(self, *, by: Member) -> None:
        """Remove it; the act can be undone."""
        with acting(by=by, label=f"Removed the task {self}") as act:
            act.lock(self)
            self.client.refuse_archived()
            act.remove(self)
            act.record(TaskRemoved(title=self.title), client=self.client)

    @staticmethod
    def _checked(title: str) -> str:
        title = " ".join(title.split())
        if not title:
            msg = "Say what is to be done."
            raise Refusal(msg, field="title")
        if len(title) > 300:  # noqa: PLR2004 - the width of the column
            msg = "A task has at most 300 characters; put the rest into a note."
            raise Refusal(msg, field="title")
        return title
