"""The shape of a call as people log it. Nothing here saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from atrium.calendar.facts import quick_days
from atrium.conversations.call_checks import seconds_of
from atrium.conversations.models import Call, CallDirection, CallOutcome, FollowUp
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.models import Contact
    from atrium.clients.portrait import Portrait
    from atrium.organisations.models import Member

CLOCKS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
SEPARATOR = "/"


class CallForm(forms.Form):
    """``whom`` is a person and a number in one, of those that are known; ``number`` any other one."""

    direction = forms.ChoiceField(choices=CallDirection, initial=CallDirection.OUT)
    whom = forms.ChoiceField(label=gettext_lazy("With"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Another number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel", "autocomplete": "off"}),
    )
    outcome = forms.ChoiceField(choices=CallOutcome, initial=CallOutcome.REACHED)
    started_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        input_formats=CLOCKS,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "input"}
        ),
        error_messages={"invalid": gettext_lazy("Give the call a day and a time.")},
    )
    duration = forms.CharField(
        label=gettext_lazy("Minutes"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "input num",
                "placeholder": gettext_lazy("5 or 5:30"),
                "autocomplete": "off",
            }
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "autofocus": True}),
    )
    follow = forms.CharField(required=False)
    follow_on = forms.DateField(
        label=gettext_lazy("Follow up on"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")},
    )
    follow_title = forms.CharField(
        label=gettext_lazy("What is to be done then"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, portrait: Portrait, call: Call | None = None, **kwargs: Any
    ) -> None:
        self.portrait, self.organisation = portrait, portrait.member.organisation
        self.reached = _reached(portrait)
        kwargs["initial"] = self._begun(call)
        super().__init__(*args, **kwargs)
        choices = [(key, label) for key, (label, _, _) in self.reached.items()]
        self.fields["whom"].choices = [*choices, ("", gettext("Somebody else"))]  # type: ignore[attr-defined]

    def _begun(self, call: Call | None) -> dict[str, Any]:
        """What stands in an empty form: the first person to ask, now; or the call as it is."""
        local = self.organisation.local
        if call is None:
            first = next(iter(self.reached), "")
            return {"whom": first, "started_at": f"{local(timezone.now()):%Y-%m-%dT%H:%M}"}
        key = _key(call.contact, call.number)
        known = key in self.reached
        lasted = "" if call.duration is None else "{}:{:02}".format(*divmod(call.duration, 60))
        return {
            "direction": call.direction,
            "whom": key if known else _key(call.contact, ""),
            "number": "" if known else call.shown_number,
            "outcome": call.outcome,
            "started_at": f"{local(call.started_at):%Y-%m-%dT%H:%M}",
            "duration": lasted,
            "note": call.note,
        }

    def dialled(self, number: str) -> None:
        """Begin with the number that was just dialled."""
        for key, (_, _, normal) in self.reached.items():
            if normal and normal.partition(";")[0] == number.partition(";")[0]:
                self.initial["whom"] = key
                return
        self.initial.update(whom="", number=number[:60])

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    def clean_duration(self) -> int | None:
        try:
            return seconds_of(self.cleaned_data["duration"])
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def told(self) -> dict[str, Any]:
        """What was said of the call, as Call.log and Call.edit take it."""
        data = self.cleaned_data
        _, contact, number = self.reached.get(data["whom"], ("", None, ""))
        names = ("direction", "outcome", "started_at", "duration", "note")
        told = {name: data[name] for name in names}
        return told | {"contact": contact, "number": data["number"] or number}

    @property
    def follow_up(self) -> FollowUp | None:
        """What is to follow, where a day or a title was given."""
        data = self.cleaned_data
        days = {key: day for key, _words, day in self.days}
        day = data.get("follow_on") or days.get(data.get("follow") or "")
        title = data.get("follow_title", "")
        return FollowUp(due_on=day, title=title, assignee=self.member) if day or title else None

    @property
    def days(self) -> list[tuple[str, str, Any]]:
        return quick_days(self.organisation.today())

    @property
    def member(self) -> Member:
        return self.portrait.member


def _key(contact: Contact | None, number: str) -> str:
    return f"{contact.public_id if contact else ''}{SEPARATOR}{number}"


def _reached(portrait: Portrait) -> dict[str, tuple[str, Contact | None, str]]:
    """Each person with each of their numbers, the primary contact first; then the client's own."""
    found: dict[str, tuple[str, Contact | None, str]] = {}
    for person in portrait.reachable_people:
        contact = person.link.contact
        phones = [p for p in person.points if p.kind == "phone" and p.sound]
        for point in phones:
            found[_key(contact, point.normal)] = (
                f"{contact}, {point.value}",
                contact,
                point.normal,
            )
        if not phones:
            found[_key(contact, "")] = (str(contact), contact, "")
    for point in portrait.phones:
        label = f"{portrait.client}, {point.value}"
        found[_key(None, point.normal)] = (label, None, point.normal)
    return found
