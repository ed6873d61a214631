"""The shape of a meeting as pages take it in. Nothing here saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.meetings.checking import LONGEST, YEARS
from atrium.meetings.fields import LINE, day_field, line_field, time_field
from atrium.meetings.invitations import obstacles
from atrium.meetings.models import Answer, Meeting, Scope
from atrium.meetings.models.attendee import Asked
from atrium.meetings.repeating import Every, Repeat, instant
from atrium.organisations.models import Member

_LATEST_FIRST = 200


class MeetingForm(forms.Form):
    """When, where and what about; ``meeting`` is the one that is changed."""

    title = line_field(gettext_lazy("What is it about"), "title", required=True)
    day = day_field(gettext_lazy("Day"), required=True)
    begins = time_field(gettext_lazy("From"))
    ends = time_field(gettext_lazy("To"))
    zone = forms.ChoiceField(
        label=gettext_lazy("Clock of"), widget=forms.Select(attrs={"class": "input"})
    )
    place = line_field(gettext_lazy("Place"), "place", list="meeting-places")
    link = line_field(
        gettext_lazy("Link"), "link", gettext_lazy("Of a video call."), inputmode="url"
    )
    agenda = forms.CharField(
        label=gettext_lazy("Agenda"),
        required=False,
        max_length=LONGEST["agenda"],
        help_text=gettext_lazy("Stands in the invitation."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 4}),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("Repeats"),
        required=False,
        choices=[("", gettext_lazy("Once")), *Every.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )
    until = day_field(gettext_lazy("Up to"), gettext_lazy("The last day on which it may be."))
    scope = forms.ChoiceField(
        label=gettext_lazy("Change"),
        choices=Scope.choices,
        required=False,
        initial=Scope.ONE,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, data: Any = None, *, client: Client, meeting: Meeting | None = None, **begun: Any
    ) -> None:
        self.meeting = meeting
        zone = meeting.timezone if meeting else client.organisation.timezone
        initial = _as_typed(meeting) if meeting else _soon(zone) | begun
        super().__init__(data, initial=initial)
        self.fields["title"].widget.attrs["autofocus"] = True
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]
        for name in ("every", "until") if meeting else ():
            del self.fields[name]
        if meeting:
            self.fields["zone"].disabled = True
        if meeting is None or meeting.series_id is None:
            del self.fields["scope"]
        self.places = [place.line for place in client.locations.order_by("-is_default", "id")[:20]]

    def clean(self) -> dict[str, Any]:
        """Adds ``starts_at``, ``ends_at`` and ``repeat``; an end before the start is on the next day."""
        told = super().clean() or {}
        if not {"day", "begins", "ends", "zone"} <= told.keys():
            return told
        if told["day"].year not in YEARS:
            self.add_error(
                "day",
                gettext("Choose a day from {years} to {years2}.").format(
                    years=YEARS[0], years2=YEARS[-1]
                ),
            )
            return told
        zone = ZoneInfo(told["zone"])
        start = datetime.combine(told["day"], told["begins"])
        end = datetime.combine(told["day"], told["ends"])
        if end <= start:
            end += timedelta(days=1)
        told["starts_at"], told["ends_at"] = instant(start, zone), instant(end, zone)
        told["repeat"] = self._repeat(told)
        return told

    def _repeat(self, told: dict[str, Any]) -> Repeat | None:
        if not told.get("every"):
            return None
        if not told.get("until"):
            self.add_error("until", gettext("Say up to which day it repeats."))
            return None
        return Repeat(every=Every(told["every"]), until=told["until"])

    def words(self) -> dict[str, str]:
        """What is said of it besides the time."""
        return {name: self.cleaned_data[name] for name in ("title", "agenda", "place", "link")}


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    start, end = (at.astimezone(meeting.zone) for at in (meeting.starts_at, meeting.ends_at))
    named = {name: getattr(meeting, name) for name in ("title", "place", "link", "agenda")}
    return named | {
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "zone": meeting.timezone,
        "scope": Scope.ONE,
    }


def _soon(zone: str) -> dict[str, Any]:
    """The next full hour of tomorrow, for an hour."""
    start = now().astimezone(ZoneInfo(zone)) + timedelta(days=1, hours=1)
    start = start.replace(minute=0, second=0, microsecond=0)
    end = start + timedelta(hours=1)
    return {"day": start.date(), "begins": start.time(), "ends": end.time(), "zone": zone}


def begun(query: Mapping[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """The day and the times that the URL asks for (``starts``, ``ends``), by a clock; else nothing."""
    told: dict[str, Any] = {}
    for name, field in (("starts", "begins"), ("ends", "ends")):
        try:
            moment = datetime.fromisoformat(query.get(name, ""))
        except ValueError:
            continue
        if moment.year not in YEARS:
            continue
        moment = moment.astimezone(zone) if moment.tzinfo else moment
        told[field] = moment.time().replace(second=0, microsecond=0)
        if name == "starts":
            told["day"] = moment.date()
            told["ends"] = (moment + timedelta(hours=1)).time().replace(second=0, microsecond=0)
    return told


class MoveForm(forms.Form):
    """A meeting that was dragged to another time; ``version`` is the one that was seen."""

    starts = forms.DateTimeField()
    ends = forms.DateTimeField()
    version = forms.IntegerField()
    back = forms.CharField(required=False, max_length=200)


class ForWhomForm(forms.Form):
    """The client that a meeting is planned with."""

    client = forms.IntegerField(
        label=gettext_lazy("Client"),
        min_value=1,
        max_value=2**31,
        error_messages={
            "required": gettext_lazy("Choose a client."),
            "invalid": gettext_lazy("Choose a client."),
        },
    )


class PeopleForm(forms.Form):
    """Who is asked: contacts of the client, members, and addresses that are neither."""

    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Contacts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = forms.CharField(
        label=gettext_lazy("Other addresses"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Parted by commas."),
        widget=forms.TextInput(attrs=LINE),
    )

    def __init__(self, data: Any = None, *, client: Client, asked: Iterable[Any] = ()) -> None:
        super().__init__(data)
        known = {row.contact_id for row in asked} | {None}
        there = {row.member_id for row in asked}
        links = client.links.current().select_related("contact")[:_LATEST_FIRST]
        self._contacts = {
            str(link.contact.public_id): link.contact
            for link in links
            if link.contact_id not in known
        }
        self._members = {
            str(member.public_id): member
            for member in lexicon.of(client.organisation).active_members
            if member.pk not in there
        }
        why = obstacles(client, self._contacts.values(), ()) if self._contacts else {}
        named = [(k, _named(c, why.get(k, ""))) for k, c in self._contacts.items()]
        self.fields["contacts"].choices = named  # type: ignore[attr-defined]
        self.fields["members"].choices = [(k, m.name) for k, m in self._members.items()]  # type: ignore[attr-defined]

    def people(self) -> Asked:
        """Those who were chosen, as Attendee.ask() takes them."""
        told = self.cleaned_data
        contacts: list[Contact] = [self._contacts[key] for key in told["contacts"]]
        members: list[Member] = [self._members[key] for key in told["members"]]
        parts = told["addresses"].replace(";", ",").split(",")
        return {
            "contacts": contacts,
            "members": members,
            "addresses": [part.strip() for part in parts if part.strip()],
        }


def _named(contact: Contact, obstacle: str) -> str:
    """Who it is, and why no invitation would reach them."""
    return (
        gettext("{contact} (is not told: {rstrip})").format(
            contact=contact, rstrip=obstacle.rstrip(".")
        )
        if obstacle
        else str(contact)
    )


class CancelForm(forms.Form):
    """Why it is called off, and which of a series."""

    reason = line_field(
        gettext_lazy("Reason"), "reason", gettext_lazy("Told to those who were asked.")
    )
    scope = MeetingForm.base_fields["scope"]

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.fields["reason"].widget.attrs["autofocus"] = True
        if meeting.series_id is None:
            del self.fields["scope"]


class MinutesForm(forms.Form):
    """What was agreed."""

    minutes = forms.CharField(
        label=gettext_lazy("Minutes"),
        required=False,
        max_length=LONGEST["minutes"],
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 12}),
    )


class ReplyForm(forms.Form):
    """What an attendee says on their page; ``coming``: of all that are to come of a series."""

    answer = forms.ChoiceField(
        choices=[(a.value, a.label) for a in Answer if a],
        error_messages={"required": gettext_lazy("Say whether you come.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Say something"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Told to who invited you."),
        widget=forms.TextInput(attrs=LINE),
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput)
    coming = forms.BooleanField(label=gettext_lazy("For all that are to come"), required=False)
