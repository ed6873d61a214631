"""The shape of a task as people type it. Nothing here saves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from atrium.calendar.facts import quick_days
from atrium.calendar.models import Repeat, Task
from atrium.clients import lexicon
from atrium.clients.models import Client, Contact
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation

KEEP = "keep"
CLOCKS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


@dataclass
class MoreFields:
    """What stands folded in the form of a task: with whom, follow-up, reminder, repeat."""

    people: list[tuple[str, str]]
    whom: str = ""
    follow: bool = False
    remind_at: str = ""
    repeats: str = ""

    @classmethod
    def of(cls, people: Iterable[tuple[UUID, str]]) -> Self:
        return cls([(str(key), name) for key, name in people])

    @classmethod
    def of_task(cls, task: Task) -> Self:
        """As the task has them; several people stay together until another choice is made."""
        fields = cls.of(current_people(task.client))
        given = [(str(c.public_id), c.name) for c in task.contacts.order_by("name")]
        if len(given) == 1:
            fields.whom = given[0][0]
            fields.people += [one for one in given if one not in fields.people]
        elif given:
            fields.whom = KEEP
            fields.people.insert(0, (KEEP, ", ".join(str(name) for _, name in given)))
        at = task.client.organisation.local(task.remind_at) if task.remind_at else None
        fields.remind_at = f"{at:%Y-%m-%dT%H:%M}" if at else ""
        fields.follow, fields.repeats = task.is_follow_up, task.repeats
        return fields

    @property
    def repeating(self) -> list[tuple[str, str]]:
        return list(Repeat.choices)

    @property
    def is_set(self) -> bool:
        return bool(self.whom or self.follow or self.remind_at or self.repeats)


def people_of(client: Client) -> QuerySet[Contact]:
    """The people of the client, past ones as well: a task may be older than their leaving."""
    rows: QuerySet[Contact] = Contact.objects.filter(links__client=client).distinct()
    return rows


def current_people(client: Client) -> list[tuple[UUID, str]]:
    """The contacts of the client one can do something with."""
    links: Any = client.links.filter(ended_on=None)
    rows = links.order_by("-is_primary", "id").values_list("contact__public_id", "contact__name")
    return list(rows[:100])


class TaskForm(forms.Form):
    """``when`` is a day that is one press away; a ``due_on`` that is typed goes before it.

    What is folded away is looked at where ``more`` was sent along with it.
    """

    title = forms.CharField(
        max_length=300, error_messages={"required": gettext_lazy("Say what is to be done.")}
    )
    when = forms.CharField(required=False)
    due_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")},
    )
    assignee = forms.CharField(required=False)
    more = forms.BooleanField(required=False)
    whom = forms.CharField(required=False)
    follow = forms.BooleanField(required=False)
    repeats = forms.ChoiceField(choices=Repeat.choices, required=False)
    remind_at = forms.DateTimeField(
        required=False,
        input_formats=CLOCKS,
        error_messages={"invalid": gettext_lazy("Give the reminder a day and a time.")},
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.organisation: Organisation = client.organisation

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    def clean_whom(self) -> str | Contact | None:
        key = self.cleaned_data["whom"]
        if key in {"", KEEP}:
            return key or None
        try:
            found: Contact | None = people_of(self.client).filter(public_id=UUID(key)).first()
        except ValueError:
            found = None
        if found is None:
            raise forms.ValidationError(gettext("Choose a person from the list."))
        return found

    @property
    def told(self) -> dict[str, Any]:
        """What was said of the task, as Task.add and Task.edit take it."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("title", "due_on", "assignee")}
        if data.get("more"):
            told |= {name: data[name] for name in ("remind_at", "repeats")}
            told["is_follow_up"] = data["follow"]
            if data["whom"] != KEEP:
                told["contacts"] = [data["whom"]] if data["whom"] else []
        return told

    def clean_assignee(self) -> Member | None:
        key = self.cleaned_data["assignee"]
        if not key:
            return None
        member = lexicon.of(self.organisation).members.get(int(key) if fits(key) else 0)
        if member is None:
            raise forms.ValidationError(gettext("Choose a member from the list."))
        return member

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days = {key: day for key, _words, day in quick_days(self.organisation.today())}
        data["due_on"] = data.get("due_on") or days.get(data.get("when") or "")
        return data
