"""The shape of a job as pages take it in. Nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from atrium.clients import lexicon
from atrium.clients.models import Location
from atrium.foundation.formats import FormatError, money
from atrium.foundation.inputs import choice, day, line, text
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs import roles
from atrium.jobs.models import Job, Priority
from atrium.jobs.models.checking import LONGEST
from atrium.meetings.repeating import instant
from atrium.organisations.models import Member


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"class": "input", "type": "datetime-local"}
        ),
        error_messages={"invalid": gettext_lazy("Write it like 2026-11-24 14:00.")},
    )


class JobForm(forms.Form):
    """A job: what, where, when, who, how much."""

    title = line(
        gettext_lazy("What is to be done"),
        LONGEST["title"],
        required=gettext_lazy("Say what is to be done."),
    )
    description = text(gettext_lazy("Description"), LONGEST["description"], 5)
    manager = choice(gettext_lazy("Job manager"))
    due_on = day(gettext_lazy("Due on"))
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"),
        coerce=int,
        choices=Priority.choices,
        initial=Priority.NORMAL,
        widget=forms.Select(attrs={"class": "input"}),
    )
    starts_at = _moment(gettext_lazy("Starts"))
    ends_at = _moment(gettext_lazy("Ends"))
    location = choice(gettext_lazy("Location"))
    amount = line(gettext_lazy("Value"), 40, attrs={"inputmode": "decimal"})
    associates = forms.MultipleChoiceField(
        label=gettext_lazy("Who works on it beside the manager"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_opening = forms.BooleanField(
        label=gettext_lazy("This is an opening: people are sought for it"), required=False
    )
    positions = forms.IntegerField(
        label=gettext_lazy("Positions"),
        required=False,
        widget=forms.NumberInput(attrs={"class": "input", "min": "1"}),
        error_messages={"invalid": gettext_lazy("Write how many, like 2.")},
    )
    fee = line(gettext_lazy("Fee"), 40, attrs={"inputmode": "decimal"})

    def __init__(
        self,
        data: Any = None,
        *,
        member: Member,
        places: list[Location],
        job: Job | None = None,
        begun: QueryDict | None = None,
    ) -> None:
        self.member, self.job = member, job
        self.words = lexicon.of(member.organisation)
        self.places = {str(place.pk): place for place in places}
        self.zone = job.zone if job else member.organisation.zone
        start = self._standing() if job else {"manager": member.pk}
        if begun:
            start = {n: begun.getlist(n) if n == "associates" else begun.get(n) for n in _ALL}
        super().__init__(data, initial=start)
        people = [(str(m.pk), m.name) for m in self._people]
        self.fields["manager"].choices = [("", gettext("Nobody yet")), *people]  # type: ignore[attr-defined]
        self.fields["associates"].choices = people  # type: ignore[attr-defined]
        self.fields["location"].choices = [  # type: ignore[attr-defined]
            ("", gettext("None")),
            *((key, f"{p.line} ({p.client}, {p.type})") for key, p in self.places.items()),
        ]

    @property
    def _people(self) -> list[Member]:
        """Who works here, and who has the job already."""
        active = self.words.active_members
        if self.job is None:
            return active
        has = {self.job.manager_id, *(row.member_id for row in self.job.associates.all())}
        gone = [m for m in self.words.members.values() if not m.is_active and m.pk in has]
        return [*active, *gone]

    def _standing(self) -> dict[str, Any]:
        job = self.job
        assert job is not None, "asked of a job that stands"
        told = {
            name: getattr(job, name)
            for name in "title description due_on priority is_opening positions".split()
        }
        for name in ("starts_at", "ends_at"):
            at: datetime | None = getattr(job, name)
            told[name] = at.astimezone(self.zone).replace(tzinfo=None) if at else None
        for name in ("amount", "fee"):
            value = getattr(job, name)
            told[name] = (
                "" if value is None else f"{money.written(value, job.currency)} {job.currency}"
            )
        told["location"], told["manager"] = job.location_id or "", job.manager_id or ""
        return told | {"associates": [str(row.member_id) for row in job.associates.all()]}

    def clean_starts_at(self) -> datetime | None:
        return self._instant("starts_at", self.zone)

    def clean_ends_at(self) -> datetime | None:
        return self._instant("ends_at", self.zone)

    def _instant(self, name: str, zone: ZoneInfo) -> datetime | None:
        at: datetime | None = self.cleaned_data[name]
        # Django reads it by the clock of the server; what was typed is by that of the job.
        return instant(at.replace(tzinfo=None), zone) if at else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["currency"] = self.job.currency if self.job else self.member.organisation.currency
        for name in ("amount", "fee"):
            self._read_money(data, name)
        return data

    def _read_money(self, data: dict[str, Any], name: str) -> None:
        text = data.get(name) or ""
        data[name] = None
        if not text.strip():
            return
        try:
            code = money.currency_in(text, data["currency"])
            data[name] = money.parse(text, code, self.member.organisation.country)
            data["currency"] = code
        except FormatError as error:
            self.add_error(name, str(error))

    @property
    def values(self) -> dict[str, Any]:
        """What the verbs take, beside the manager."""
        data = self.cleaned_data
        told = {name: data[name] for name in _PLAIN}
        told["location"] = self.places.get(data["location"])
        people = self.words.members
        told["associates"] = [people[int(key)] for key in data["associates"]]
        if not data["is_opening"]:
            told |= {"positions": None, "fee": None}
        return told

    @property
    def chosen_manager(self) -> Member | None:
        return self.words.members.get(int(self.cleaned_data["manager"] or 0))


_PLAIN = (
    "title description due_on priority starts_at ends_at amount currency is_opening positions fee"
).split()
_ALL = [*JobForm.base_fields]


class CompleteForm(forms.Form):
    """What came of a job."""

    outcome = text(
        gettext_lazy("What came of it"),
        LONGEST["outcome"],
        4,
        help_text=gettext_lazy("Told on the timeline."),
    )


class PartForm(forms.Form):
    """What a client is to a job, whom to talk with and what to know."""

    part = forms.ChoiceField(
        label=gettext_lazy("Part"), widget=forms.Select(attrs={"class": "input"})
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Contacts for this job"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = text(gettext_lazy("Notes on this client in this job"), 4000)

    def __init__(self, data: Any = None, *, row: Any, people: list[Any]) -> None:
        chosen = [str(contact.public_id) for contact in row.contacts.all()]
        now = roles.written(row.part, row.own)
        start = {"part": now, "notes": row.notes, "contacts": chosen}
        super().__init__(data, initial=start)
        self.people = {str(one.public_id): one for one in people}
        self.fields["part"].choices = roles.choices(row.job.organisation, row.own)  # type: ignore[attr-defined]
        self.fields["contacts"].choices = [  # type: ignore[attr-defined]
            (key, str(one)) for key, one in self.people.items()
        ]
