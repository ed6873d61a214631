"""The shape of a relation as people type it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.absent import LARGEST, cannot_be_linked
from atrium.clients.models import Client, RelationKind
from atrium.clients.models.relation import LONGEST_NOTE
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member


class RelationForm(forms.Form):
    """Another client, what it is to this one, since when, and a note."""

    client = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": gettext_lazy("Choose a client from the list.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("It is"), widget=forms.Select(attrs={"class": "input"})
    )
    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        kinds = lexicon.of(member.organisation).relation_kinds.values()
        self.sides: dict[str, tuple[RelationKind, bool]] = {}
        for kind in kinds:
            self.sides[f"{kind.pk}"] = (kind, True)
            if not kind.symmetric:
                self.sides[f"{kind.pk}-reverse"] = (kind, False)
        choices = [(key, kind.word(first=first)) for key, (kind, first) in self.sides.items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_client(self) -> Client:
        """The client with this number, if the member may see it."""
        number = self.cleaned_data["client"]
        seen = Client.objects.visible_to(self.member).filter(number=number)
        client: Client | None = seen.first()
        if client is None:
            raise forms.ValidationError(cannot_be_linked(self.member).text)
        return client

    def pair(self, here: Client) -> tuple[RelationKind, Client, Client]:
        """The kind, who is first in it and who second, seen from the client ``here``."""
        kind, other_first = self.sides[self.cleaned_data["kind"]]
        there = self.cleaned_data["client"]
        return (kind, there, here) if other_first else (kind, here, there)

    @property
    def chosen(self) -> Client | None:
        """The client that was chosen, to show it again beside an error."""
        return getattr(self, "cleaned_data", {}).get("client")
