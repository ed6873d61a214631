"""The shape of what the pages of projects send. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.foundation.errors import Refusal
from atrium.projects.models import Column, Project
from atrium.projects.models.deed import DEEDS

MOST = 500
LARGEST = 2**31


class ForWhomForm(forms.Form):
    """The client that a project is made for, by its number."""

    client = forms.IntegerField(
        label="Client",
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": "Choose a client.", "invalid": "Choose a client."},
    )


class MoveForm(forms.Form):
    """Where a project goes: a column, and below which other one, by its number."""

    column = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": "Choose a column.", "invalid": "Choose a column."},
    )
    after = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)

    def into(self) -> Column:
        """The column that it goes to; Refusal where that is gone."""
        found: Column | None = Column.objects.filter(pk=self.cleaned_data["column"]).first()
        if found is None:
            msg = "That column was removed meanwhile; choose another."
            raise Refusal(msg, field="column")
        return found

    def below(self) -> Project | None:
        """The project that it goes below, where one is named and still there."""
        number = self.cleaned_data["after"]
        found: Project | None = Project.objects.filter(number=number).first() if number else None
        return found


class BulkForm(forms.Form):
    """What is to be done to which projects, by their numbers."""

    deed = forms.ChoiceField(
        choices=[(slug, deed.label) for slug, deed in DEEDS.items()],
        error_messages={"required": "Choose what to do.", "invalid_choice": "Choose what to do."},
    )
    selected = forms.MultipleChoiceField(
        error_messages={"required": "Choose at least one project."}
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = [one for one in data.getlist("selected") if one.isascii() and one.isdecimal()][:MOST]
        self.fields["selected"].choices = [(one, one) for one in sent if len(one) < 19]  # type: ignore[attr-defined]  # noqa: PLR2004 - digits of the largest key
