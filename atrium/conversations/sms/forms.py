"""The shape of an SMS as people write it, and of a number in the settings. Nothing here saves or sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from atrium.conversations.models import Level, SmsNumber
from atrium.conversations.sms.providers import ProviderKind
from atrium.conversations.sms.segments import LONGEST
from atrium.conversations.sms.twilio import HOME
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Organisation, Team

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
MOST = 50
PLAIN = (
    "name",
    "provider",
    "home",
    "account",
    "number",
    "service",
    "level",
    "is_default",
    "stop_words",
    "start_words",
)


class SmsForm(forms.Form):
    """``to`` are the keys of those it goes to; ``leave_at`` is the clock where the organisation is."""

    number = forms.CharField(required=False)
    to = forms.MultipleChoiceField(required=False)
    text = forms.CharField(required=False, max_length=LONGEST * 2)
    leave_at = forms.DateTimeField(
        required=False,
        input_formats=MOMENTS,
        error_messages={
            "invalid": gettext_lazy("Give the day and the time at which it is to leave.")
        },
    )

    def __init__(
        self, *args: Any, organisation: Organisation, numbers: list[SmsNumber], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.numbers = organisation, numbers
        keys: Any = self.fields["to"]
        keys.choices = [(key, key) for key in self.chosen]

    @property
    def chosen(self) -> list[str]:
        """The keys of those it goes to, as they stand."""
        if self.is_bound:
            return list(dict.fromkeys(self.data.getlist("to")))[:MOST]  # type: ignore[attr-defined]
        return list(self.initial.get("to", []))

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = data.get("number")
        first = self.numbers[0] if self.numbers else None
        data["number"] = next((n for n in self.numbers if str(n.public_id) == wanted), first)
        return data


class SmsNumberForm(forms.Form):
    """The token goes in and never comes out again."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Like “Office” or “Bookings”."),
    )
    provider = forms.ChoiceField(choices=ProviderKind.choices, label=gettext_lazy("SMS leave by"))
    account = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Account"),
        help_text=gettext_lazy("Its SID, like AC0123…"),
    )
    token = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Token"),
        help_text=gettext_lazy(
            "Kept sealed and never shown again. Left empty, the one that is kept stays."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    number = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("With the country code, like +44 7700 900123."),
    )
    service = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Messaging service"),
        help_text=gettext_lazy(
            "Its SID, like MG0123…, if it has several numbers. Then SMS leave by it."
        ),
    )
    teams: forms.ModelMultipleChoiceField[Team] = forms.ModelMultipleChoiceField(
        None,
        required=False,
        label=gettext_lazy("Used by"),
        help_text=gettext_lazy(
            "Members of these teams send from it and read all of its SMS with the clients they see. None chosen: everyone sends from it."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.TypedChoiceField(
        choices=Level.choices,
        coerce=int,
        label=gettext_lazy("Who else sees its SMS"),
        help_text=gettext_lazy("With the client they are filed to."),
    )
    is_default = forms.BooleanField(
        required=False, label=gettext_lazy("Send from it unless another is chosen")
    )
    stop_words = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("More words to end it"),
        help_text=gettext_lazy(
            "Besides STOP, STOPALL, UNSUBSCRIBE, CANCEL, END and QUIT; like ARRET, STOPP."
        ),
    )
    start_words = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("More words to come back"),
        help_text=gettext_lazy("Besides START and UNSTOP."),
    )
    home = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Address of the provider"),
        help_text=f"Left empty: {HOME}",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["teams"]
        teams.queryset = Team.objects.all()

    @classmethod
    def begun(cls, number: SmsNumber) -> dict[str, Any]:
        """What the fields begin with."""
        found = {name: getattr(number, name) for name in PLAIN}
        return found | {"teams": list(number.teams.values_list("pk", flat=True))}

    @property
    def values(self) -> dict[str, Any]:
        """As the verbs of SmsNumber take them."""
        return dict(self.cleaned_data) | {"teams": list(self.cleaned_data["teams"])}
