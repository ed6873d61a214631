"""The shape of preferences: how, when, in an emergency, and what for. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField

from atrium.clients.models import Client, Contact, Preference
from atrium.clients.models.preference import within_hours
from atrium.clients.reach import typed
from atrium.clients.reach.hours import DAYS, quiet_of, said, spans_of
from atrium.clients.reach.words import BARS, BUILT_IN, CHOICES, CHOOSABLE, Channel
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

ANSWERS = (1, 4, 8, 24, 48, 72, 120, 168)


class PreferenceForm(forms.Form):
    """The preferences of a client, of a person, or (without a subject) of everyone."""

    preferred_channel = forms.ChoiceField(label=gettext_lazy("Prefers"), required=False)
    language = forms.CharField(label=gettext_lazy("Language"), required=False, max_length=40)
    timezone = forms.CharField(label=gettext_lazy("Time zone"), required=False, max_length=60)
    quiet = forms.CharField(
        label=gettext_lazy("Quiet hours"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Like 21–8: nobody is disturbed."),
    )
    answer_within = forms.TypedChoiceField(
        label=gettext_lazy("Wishes an answer"), required=False, coerce=int, empty_value=None
    )
    emergency_contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Emergency contact"),
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("Whoever has a role for emergencies"),
    )
    emergency = forms.CharField(
        label=gettext_lazy("Emergency procedure"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What to do, in which order, whom to call."),
    )

    def __init__(
        self, *args: Any, subject: Client | Contact | None, preference: Preference, **kwargs: Any
    ) -> None:
        self.subject = subject
        self.preference = preference
        kwargs["initial"] = _initial(subject, preference)
        super().__init__(*args, **kwargs)
        for number, day in enumerate(DAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=str(day), required=False, max_length=80
            )
        for purpose in CHOOSABLE:
            usual = dict(CHOICES)[BUILT_IN[purpose]] if subject is None else gettext("As usual")
            self.fields[purpose.value] = forms.ChoiceField(
                label=purpose.label, required=False, choices=[("", usual), *CHOICES]
            )
        self._offer(subject, preference)
        for each in self.fields.values():
            area = isinstance(each.widget, forms.Textarea)
            each.widget.attrs.setdefault("class", "textarea" if area else "input")

    def _offer(self, subject: Client | Contact | None, preference: Preference) -> None:
        """The choices that depend on whom it is about; what they have no use for goes."""
        answers = sorted({*ANSWERS, preference.answer_within or 1})
        self._choices(
            "answer_within", [("", gettext("Not said")), *((n, within_hours(n)) for n in answers)]
        )
        channels: list[tuple[str, str]] = [(c.label, c.label) for c in Channel]
        kept = subject.preferred_channel if subject else ""
        if kept and (kept, kept) not in channels:
            channels.insert(0, (kept, kept))
        self._choices("preferred_channel", [("", gettext("Not said")), *channels])
        if isinstance(subject, Client):
            people = Contact.objects.filter(links__client=subject, links__ended_on=None)
            field = self.fields["emergency_contact"]
            field.queryset = people.order_by("name_key")  # type: ignore[attr-defined]
        else:
            del self.fields["emergency_contact"]
        if subject is None:
            for name in ("preferred_channel", "language", "timezone", "answer_within", "emergency"):
                del self.fields[name]

    def _choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def days(self) -> list[BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    @property
    def purposes(self) -> list[BoundField]:
        return [self[purpose.value] for purpose in CHOOSABLE]

    @property
    def language_name(self) -> str:
        """The chosen language in words."""
        return typed.language_name(str(self["language"].value() or ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        hours = [list(map(list, self._read(f"day_{n}", spans_of, ()))) for n in range(7)]
        quiet = self._read("quiet", quiet_of, None)
        found: dict[str, Any] = {"hours": hours if any(hours) else []}
        found["quiet_start"] = quiet.start if quiet else None
        found["quiet_end"] = quiet.end if quiet else None
        found["choices"] = {p.value: data[p.value] for p in CHOOSABLE if data.get(p.value)}
        if self.subject is not None:
            found["language"] = self._read("language", self._language, "")
            found["timezone"] = self._read("timezone", typed.zone, "")
            names = ("preferred_channel", "answer_within", "emergency", "emergency_contact")
            found |= {name: data.get(name) for name in names if name in self.fields}
            found["emergency"] = "\n".join((data.get("emergency") or "").split("\r\n")).strip()
        return found

    def _language(self, text: str) -> str:
        """Words of older days may stay; new ones are a language."""
        kept = self.subject.language if self.subject else ""
        return kept if text == kept else typed.language_code(text)

    def _read(self, name: str, read: Any, otherwise: Any) -> Any:
        text = self.data.get(self.add_prefix(name), "") or ""
        try:
            return read(str(text).strip())
        except Refusal as error:
            self.add_error(name, str(error))
            return otherwise


class NoContactForm(forms.Form):
    """The channel that is closed, and why."""

    channel = forms.ChoiceField(label=gettext_lazy("Do not contact by"), choices=BARS)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Who asked for it and how, like “Asked by letter on 3 May”."),
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": gettext_lazy("Give a reason, so that everyone knows why.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "input")


def _initial(subject: Client | Contact | None, preference: Preference) -> dict[str, Any]:
    week = preference.opening.week
    initial: dict[str, Any] = {f"day_{number}": said(spans) for number, spans in enumerate(week)}
    initial |= dict(preference.choices)
    initial["quiet"] = str(preference.quiet or "")
    initial["answer_within"] = preference.answer_within
    initial["emergency"] = preference.emergency
    if preference.emergency_contact:
        initial["emergency_contact"] = preference.emergency_contact.public_id
    if subject is not None:
        names = ("preferred_channel", "language", "timezone")
        initial |= {name: getattr(subject, name) for name in names}
    return initial
