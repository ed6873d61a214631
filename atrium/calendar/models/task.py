from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.calendar.events import (
    TaskAdded,
    TaskChanged,
    TaskDone,
    TaskReminded,
    TaskRemoved,
    TaskReopened,
)
from atrium.calendar.models.repeat import Repeat
from atrium.calendar.models.task_contact import TaskContact
from atrium.calendar.models.task_queryset import TaskManager
from atrium.calendar.models.task_said import SAID
from atrium.clients.models import Client, Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting


class Task(Owned):
    """A to-do on a client (C06). A follow-up says when to talk with somebody again (J18).

    ``source`` and ``source_key`` name what it was made out of: the model and the public id.
    """

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
    is_follow_up = models.BooleanField(default=False)
    contacts = models.ManyToManyField(Contact, through=TaskContact, related_name="tasks")
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    repeats = models.CharField(max_length=12, choices=Repeat, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = TaskManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="task_by_public_id"),
            models.UniqueConstraint(fields=["organisation", "id"], name="task_by_organisation"),
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
            models.Index(
                fields=["organisation", "source_key"],
                condition=Q(source_key__isnull=False),
                name="task_by_source",
            ),
            models.Index(
                fields=["organisation", "remind_at"],
                condition=Q(remind_at__isnull=False, reminded_at=None, done_at=None),
                name="task_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def with_whom(self) -> str:
        """The names of those it is to be done with; told() reads them along with the task."""
        told: str | None = getattr(self, "whom", "")
        return told or ""

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @classmethod
    def add(  # noqa: PLR0913 - each is one thing that can be said of a task
        cls,
        client: Client,
        *,
        by: Member | None,
        title: str,
        due_on: date | None = None,
        assignee: Member | None = None,
        is_follow_up: bool = False,
        contacts: Iterable[Contact] = (),
        remind_at: datetime | None = None,
        repeats: str = "",
        out_of: models.Model | None = None,
    ) -> Task:
        """A new task on the client; refused without a title. ``out_of``: the note or call it is from."""
        title = cls._checked(title)
        cls._refuse_endless(repeats, due_on)
        with acting(by=by, label=gettext("Added the task {title}").format(title=title)) as act:
            act.lock(client)
            client.refuse_archived()
            task = act.insert(
                cls(
                    client=client,
                    title=title,
                    due_on=due_on,
                    assignee=assignee,
                    created_by=by,
                    is_follow_up=is_follow_up,
                    remind_at=remind_at,
                    repeats=repeats,
                    source=out_of._meta.label_lower if out_of else "",
                    source_key=getattr(out_of, "public_id", None),
                )
            )
            task._set_contacts(act, contacts)  # noqa: SLF001 - of this class
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
        """Tick it; one that repeats stands anew for its next day. Nothing happens when it is ticked."""
        with acting(by=by, label=gettext("Finished the task {task}").format(task=self)) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.done_at is None:
                act.change(self, done_at=timezone.now(), done_by=by)
                act.record(TaskDone(title=self.title), client=self.client, subject=self)
                self._come_again(by)

    def reopen(self, *, by: Member) -> None:
        """Untick it; the one that came of it goes where nobody touched it yet."""
        with acting(by=by, label=gettext("Reopened the task {task}").format(task=self)) as act:
            act.lock(self)
            self.client.refuse_archived()
            if self.done_at is not None:
                act.change(self, done_at=None, done_by=None)
                act.record(TaskReopened(title=self.title), client=self.client, subject=self)
                for next_one in Task.objects.out_of(self).open().filter(version=1):
                    next_one.drop(by=by)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change those named of what ``add`` takes."""
        if "title" in values:
            values["title"] = self._checked(values["title"])
        with acting(by=by, label=gettext("Changed the task {task}").format(task=self)) as act:
            act.lock(self)
            self.client.refuse_archived()
            self._refuse_endless(
                values.get("repeats", self.repeats), values.get("due_on", self.due_on)
            )
            said = [
                words(self)
                for name, words in SAID.items()
                if name in values and act.change(self, **{name: values[name]})
            ]
            if "contacts" in values and self._set_contacts(act, values["contacts"]):
                said.append(gettext("with whom"))
            if "remind_at" in values and act.change(self, remind_at=values["remind_at"]):
                act.change(self, reminded_at=None)
            if said:
                story = TaskChanged(title=self.title, what=", ".join(map(str, said)))
                act.record(story, client=self.client, subject=self)

    def drop(self, *, by: Member) -> None:
        """Remove it; the act can be undone."""
        with acting(by=by, label=gettext("Removed the task {task}").format(task=self)) as act:
            act.lock(self)
            self.client.refuse_archived()
            self._set_contacts(act, ())
            act.remove(self)
            act.record(TaskRemoved(title=self.title), client=self.client)

    def remind(self) -> None:
        """Tell that its reminder has come; each reminder is told once."""
        with acting(by=None, label=gettext("Reminded of the task {task}").format(task=self)) as act:
            act.lock(self)
            now = timezone.now()
            if self.done_at or self.reminded_at or not self.remind_at or self.remind_at > now:
                return
            act.change(self, reminded_at=now)
            act.record(TaskReminded(title=self.title), client=self.client, subject=self)

    def _come_again(self, by: Member) -> None:
        """Put the next one of a series onto the list."""
        if not self.repeats or self.due_on is None:
            return
        place = self.client.organisation
        due_on = Repeat(self.repeats).after(self.due_on, place.today())
        later = timedelta(days=(due_on - self.due_on).days)
        Task.add(
            self.client,
            by=by,
            title=self.title,
            due_on=due_on,
            assignee=self.assignee,
            is_follow_up=self.is_follow_up,
            contacts=list(self.contacts.all()),
            remind_at=place.local(self.remind_at) + later if self.remind_at else None,
            repeats=self.repeats,
            out_of=self,
        )

    def _set_contacts(self, act: Acting, contacts: Iterable[Contact]) -> bool:
        """Let exactly these people be with whom it is done; whether that is a change."""
        wished = {contact.pk: contact for contact in contacts}
        has = {given.contact_id: given for given in self.given_contacts.all()}
        for key in has.keys() - wished.keys():
            act.remove(has[key])
        for key in wished.keys() - has.keys():
            act.insert(TaskContact(task=self, contact=wished[key]))
        return set(wished) != set(has)

    @staticmethod
    def _refuse_endless(repeats: str, due_on: date | None) -> None:
        if repeats and due_on is None:
            msg = gettext("Choose the first day of a task that repeats.")
            raise Refusal(msg, field="due_on")

    @staticmethod
    def _checked(title: str) -> str:
        title = " ".join(title.split())
        if not title:
            msg = gettext("Say what is to be done.")
            raise Refusal(msg, field="title")
        if len(title) > 300:  # noqa: PLR2004 - the width of the column
            msg = gettext("A task has at most 300 characters; put the rest into a note.")
            raise Refusal(msg, field="title")
        return title
