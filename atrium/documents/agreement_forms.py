"""The shape of what is said of agreements. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.models import Client
from atrium.documents.models import Agreement, AgreementKind, File
from atrium.documents.models.agreement import LONGEST
from atrium.foundation.translation import gettext, gettext_lazy

_LINE = {"class": "input", "autocomplete": "off"}
MOST_FILES = 200


def _day(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Write the day like 2026-11-24."),
            "required": gettext_lazy("Say on which day."),
        },
    )


class AgreementForm(forms.Form):
    """What was signed, by whom, for how long, and its paper."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=AgreementKind.choices,
        widget=forms.Select(attrs={"class": "input", "autofocus": True}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=LONGEST["title"],
        widget=forms.TextInput(attrs=_LINE),
    )
    signed_on = _day(gettext_lazy("Signed on"), required=True)
    signed_by = forms.CharField(
        label=gettext_lazy("Signed by"),
        required=False,
        max_length=LONGEST["signed_by"],
        help_text=gettext_lazy("Who signed for the client."),
        widget=forms.TextInput(attrs=_LINE),
    )
    valid_until = _day(
        gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("Its last day. Without one until somebody ends it."),
    )
    file = forms.TypedChoiceField(
        label=gettext_lazy("Document"),
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("One of the client's files."),
    )

    def __init__(
        self, data: Any = None, *, client: Client, row: Agreement | None = None, anew: bool = False
    ) -> None:
        """``anew``: the row is renewed, so its days and its paper are another one's."""
        start: dict[str, Any] = {"signed_on": client.organisation.today()}
        if row is not None:
            start = {name: getattr(row, name) for name in self.base_fields}
            start["file"] = str(row.file.public_id) if row.file else ""
        if anew:
            start |= {"signed_on": client.organisation.today(), "valid_until": None, "file": ""}
        super().__init__(data, initial=start)
        rows = File.objects.live().filter(client=client).defer("content__text")
        files = {str(file.public_id): file for file in rows.newest_first()[:MOST_FILES]}
        if row is not None and row.file is not None and not anew and row.file.binned_at is None:
            files.setdefault(str(row.file.public_id), row.file)
        field: Any = self.fields["file"]
        field.choices = [("", gettext("None")), *((key, file.name) for key, file in files.items())]
        field.coerce = lambda key: files[key]


class EndForm(forms.Form):
    """From which day on it holds no more, and why."""

    on = _day(gettext_lazy("Holds no more from"), required=True)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST["ended_why"],
        widget=forms.TextInput(attrs=_LINE),
    )
