from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.models import Mode, Outcome, Similar
from atrium.imports.targets import places_of
from atrium.imports.work.sorts import CLIENTS, WHATS
from atrium.organisations.models import Member

DELIMITERS = [
    ("", gettext_lazy("As found")),
    (",", gettext_lazy("Comma")),
    (";", gettext_lazy("Semicolon")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar")),
]
_LAST_HEADER = 240
_LAST_ROW = 2**62
# Not a decision, but that none is made: the row adds to an earlier one.
JOIN = "join"


class UploadForm(forms.Form):
    """A file of clients, or of what else it holds."""

    what = forms.ChoiceField(
        choices=WHATS,
        required=False,
        initial=CLIENTS,
        error_messages={"invalid_choice": gettext_lazy("Choose what is in the file.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )


class ReadingForm(forms.Form):
    """How the file is built, where the guess was wrong."""

    delimiter = forms.ChoiceField(choices=DELIMITERS, required=False)
    header_row = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=_LAST_HEADER,
        error_messages={"invalid": gettext_lazy("Write the number of the row; 0 for none.")},
    )
    sheet = forms.CharField(required=False, max_length=100)

    def reading(self) -> dict[str, Any]:
        """What overrules the guesses."""
        return {n: v for n, v in self.cleaned_data.items() if v not in {"", None}}


class DecisionForm(forms.Form):
    """What becomes of one row, by its number, or of all rows that look like something."""

    row = forms.IntegerField(required=False, min_value=1, max_value=_LAST_ROW)
    similar = forms.ChoiceField(choices=[("", ""), *Similar.choices], required=False)
    decision = forms.RegexField(r"^(create|skip|join|update(:[0-9]{1,18})?)$")

    def clean(self) -> None:
        """Only a row by itself can stay with an earlier one."""
        if self.cleaned_data.get("decision") == JOIN and not self.cleaned_data.get("row"):
            self.add_error("decision", gettext("Choose what becomes of all of them."))

    @property
    def leaves_it(self) -> bool:
        """Whether the row stays with the earlier one that it joins."""
        return bool(self.cleaned_data["decision"] == JOIN)

    def outcome(self) -> Outcome:
        """What is to become of the row."""
        return Outcome(self.cleaned_data["decision"].partition(":")[0])

    def client(self, member: Member) -> Client | None:
        """The client to update, where one is named. Refused where the member sees none such."""
        number = self.cleaned_data["decision"].partition(":")[2]
        if not number:
            return None
        found: Client | None = Client.objects.visible_to(member).filter(number=number).first()
        if found is None:
            raise Refusal(gettext("There is no such client any more. Choose another one."))
        return found


class MatchForm(forms.Form):
    """Where each column goes, and what may become of the rows."""

    mode = forms.ChoiceField(choices=Mode, initial=Mode.CREATE)
    names_once = forms.BooleanField(required=False)

    def __init__(self, *args: Any, columns: int, member: Member, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = places_of(what, member)
        for place in range(columns):
            self.fields[f"to_{place}"] = forms.ChoiceField(choices=choices, required=False)

    def targets(self) -> list[str]:
        """The chosen targets in the order of the columns."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("to_")]
