"""The shape of the organisation's own words, as the settings take them in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.clients.models.contact_role import ReachedFor
from atrium.clients.models.location_type import Receives
from atrium.clients.models.status import Tone
from atrium.clients.models.term import LONGEST, Term
from atrium.foundation.translation import gettext_lazy

HUES = [
    (1, gettext_lazy("Red")),
    (2, gettext_lazy("Orange")),
    (3, gettext_lazy("Olive")),
    (4, gettext_lazy("Green")),
    (5, gettext_lazy("Teal")),
    (6, gettext_lazy("Blue")),
    (7, gettext_lazy("Indigo")),
    (8, gettext_lazy("Violet")),
    (9, gettext_lazy("Magenta")),
    (10, gettext_lazy("Pink")),
]
ICONS = [
    ("map-pin", gettext_lazy("Pin")),
    ("credit-card", gettext_lazy("Card")),
    ("building-2", gettext_lazy("Offices")),
    ("wrench", gettext_lazy("Wrench")),
    ("mailbox", gettext_lazy("Mailbox")),
    ("house", gettext_lazy("House")),
    ("store", gettext_lazy("Shop")),
    ("warehouse", gettext_lazy("Warehouse")),
    ("factory", gettext_lazy("Factory")),
    ("truck", gettext_lazy("Delivery")),
    ("hospital", gettext_lazy("Hospital")),
    ("school", gettext_lazy("School")),
    ("hotel", gettext_lazy("Hotel")),
    ("anchor", gettext_lazy("Harbour")),
    ("trees", gettext_lazy("Grounds")),
]


class WordForm(forms.Form):
    """A word: its label."""

    label = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autofocus": True}),
        error_messages={
            "required": gettext_lazy("Give it a name."),
            "max_length": format_lazy(
                gettext_lazy("A name has at most {longest} characters; shorten it."),
                longest=LONGEST,
            ),
        },
    )


class StatusForm(WordForm):
    """A status with its tone."""

    tone = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=Tone.choices,
        initial=Tone.NEUTRAL,
        widget=forms.RadioSelect,
    )
    is_closed = forms.BooleanField(
        label=gettext_lazy("The work rests or has ended"),
        required=False,
        help_text=gettext_lazy("Before a client gets it, a dialog lists what is still open."),
    )


class TagWordForm(WordForm):
    """A tag with its hue."""

    hue = forms.TypedChoiceField(
        label=gettext_lazy("Colour"), choices=HUES, coerce=int, initial=1, widget=forms.RadioSelect
    )


class LocationTypeForm(WordForm):
    """A location type with its icon, whether people go there and what is posted there."""

    icon = forms.ChoiceField(
        label=gettext_lazy("Icon"), choices=ICONS, initial="map-pin", widget=forms.RadioSelect
    )
    visited = forms.BooleanField(
        label=gettext_lazy("Our people go there"),
        required=False,
        help_text=gettext_lazy("Its addresses must be complete, and say how to get in."),
    )
    receives = forms.ChoiceField(
        label=gettext_lazy("Is posted first"),
        choices=Receives.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("Letters and bills go to an address of this type before any other."),
    )


class ContactRoleForm(WordForm):
    """A contact role, and what those who have it are reached for."""

    reached_for = forms.ChoiceField(
        label=gettext_lazy("Reached first for"),
        choices=ReachedFor.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("Who has the role gets it before the primary contact does."),
    )


class RelationKindForm(WordForm):
    """A relation kind, named from both sides."""

    reverse = forms.CharField(
        label=gettext_lazy("Seen from the other side"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy(
            "Parent is Subsidiary from the other side. Leave it empty where both are the same, like partners."
        ),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "max_length": format_lazy(
                gettext_lazy("A name has at most {longest} characters; shorten it."),
                longest=LONGEST,
            )
        },
    )
    hierarchical = forms.BooleanField(
        label=gettext_lazy("The first stands above the other"),
        required=False,
        help_text=gettext_lazy("Makes groups: one above each, no circles, figures added up."),
    )


class RemoveForm(forms.Form):
    """Which word takes the place of one that goes."""

    into = forms.TypedChoiceField(
        label="", coerce=int, empty_value=None, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(
        self, *args: Any, others: list[Term], nobody: str, asks: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        if not asks:
            del self.fields["into"]
            return
        choices = [(word.pk, word.label) for word in others]
        field.label, field.required = asks, not nobody
        field.choices = [("", nobody), *choices] if nobody else choices  # type: ignore[attr-defined]
