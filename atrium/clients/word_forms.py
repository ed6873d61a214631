"""The shape of the organisation's own words, as the settings take them in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.models.contact_role import ReachedFor
from atrium.clients.models.location_type import Receives
from atrium.clients.models.status import Tone
from atrium.clients.models.term import LONGEST, Term

HUES = [
    (1, "Red"),
    (2, "Orange"),
    (3, "Olive"),
    (4, "Green"),
    (5, "Teal"),
    (6, "Blue"),
    (7, "Indigo"),
    (8, "Violet"),
    (9, "Magenta"),
    (10, "Pink"),
]
ICONS = [
    ("map-pin", "Pin"),
    ("credit-card", "Card"),
    ("building-2", "Offices"),
    ("wrench", "Wrench"),
    ("mailbox", "Mailbox"),
    ("house", "House"),
    ("store", "Shop"),
    ("warehouse", "Warehouse"),
    ("factory", "Factory"),
    ("truck", "Delivery"),
    ("hospital", "Hospital"),
    ("school", "School"),
    ("hotel", "Hotel"),
    ("anchor", "Harbour"),
    ("trees", "Grounds"),
]


class WordForm(forms.Form):
    """A word: its label."""

    label = forms.CharField(
        label="Name",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autofocus": True}),
        error_messages={
            "required": "Give it a name.",
            "max_length": f"A name has at most {LONGEST} characters; shorten it.",
        },
    )


class StatusForm(WordForm):
    """A status with its tone."""

    tone = forms.ChoiceField(
        label="Colour", choices=Tone.choices, initial=Tone.NEUTRAL, widget=forms.RadioSelect
    )
    is_closed = forms.BooleanField(
        label="The work rests or has ended",
        required=False,
        help_text="Before a client gets it, a dialog lists what is still open.",
    )


class TagWordForm(WordForm):
    """A tag with its hue."""

    hue = forms.TypedChoiceField(
        label="Colour", choices=HUES, coerce=int, initial=1, widget=forms.RadioSelect
    )


class LocationTypeForm(WordForm):
    """A location type with its icon, whether people go there and what is posted there."""

    icon = forms.ChoiceField(
        label="Icon", choices=ICONS, initial="map-pin", widget=forms.RadioSelect
    )
    visited = forms.BooleanField(
        label="Our people go there",
        required=False,
        help_text="Its addresses must be complete, and say how to get in.",
    )
    receives = forms.ChoiceField(
        label="Is posted first",
        choices=Receives.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text="Letters and bills go to an address of this type before any other.",
    )


class ContactRoleForm(WordForm):
    """A contact role, and what those who have it are reached for."""

    reached_for = forms.ChoiceField(
        label="Reached first for",
        choices=ReachedFor.choices,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        help_text="Who has the role gets it before the primary contact does.",
    )


class RelationKindForm(WordForm):
    """A relation kind, named from both sides."""

    reverse = forms.CharField(
        label="Seen from the other side",
        max_length=LONGEST,
        required=False,
        help_text="Parent is Subsidiary from the other side. Leave it empty where both are the same, like partners.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"max_length": f"A name has at most {LONGEST} characters; shorten it."},
    )
    hierarchical = forms.BooleanField(
        label="The first stands above the other",
        required=False,
        help_text="Makes groups: one above each, no circles, figures added up.",
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
