"""The shape of what is said of files, folders and links. Nothing here saves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from atrium.clients.models import Client, Contact
from atrium.documents.kinds import kinds_of
from atrium.documents.models import File, Folder, Visibility
from atrium.documents.models.folder_checking import DEEPEST
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation

_INPUT = {"class": "input", "autocomplete": "off"}
_DAY = {"class": "input", "type": "date"}
UNTIL = timedelta(days=14)


class FileForm(forms.Form):
    """What is said of a file."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={**_INPUT, "autofocus": True}),
    )
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may come to see it"),
        choices=Visibility.choices,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("Internal files are never offered to the client."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Expires on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    remind_before = forms.IntegerField(
        label=gettext_lazy("Remind so many days before"),
        min_value=0,
        max_value=730,
        widget=forms.NumberInput(attrs=_INPUT),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("With commas between: lease, signed"),
        widget=forms.TextInput(attrs=_INPUT),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, data: Any, *, file: File, organisation: Organisation) -> None:
        initial = {name: getattr(file, name) for name in self.base_fields}
        initial["kind"] = file.kind_id
        super().__init__(data, initial=initial)
        self.kinds = kinds_of(organisation)
        choices = [("", gettext("None")), *((key, kind.label) for key, kind in self.kinds.items())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        told = dict(self.cleaned_data)
        told["kind"] = self.kinds.get(told["kind"] or 0)
        return told


class FolderForm(forms.Form):
    """What a folder is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={**_INPUT, "autofocus": True}),
        error_messages={"required": gettext_lazy("Give the folder a name.")},
    )


class MoveForm(forms.Form):
    """Where files and folders are to go."""

    folder = forms.ChoiceField(
        label=gettext_lazy("Folder"), required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, data: Any, *, folders: list[Folder]) -> None:
        super().__init__(data)
        self.fields["folder"].choices = [("", gettext("No folder")), *_tree(folders)]  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """Until when a link opens, with which code, and for whom it is."""

    until = forms.DateField(
        label=gettext_lazy("Opens until"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        min_length=4,
        max_length=60,
        help_text=gettext_lazy("Tell it by another way than the link, for instance by telephone."),
        widget=forms.TextInput(attrs=_INPUT),
    )
    to = forms.ChoiceField(
        label=gettext_lazy("For"), required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, data: Any, *, client: Client) -> None:
        today = client.organisation.today()
        super().__init__(data, initial={"until": today + UNTIL})
        self.client = client
        rows: Any = Contact.objects.filter(links__client=client, links__ended_on=None)
        self.people: dict[str, Contact] = {
            str(person.public_id): person for person in rows.distinct().order_by("name")[:200]
        }
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["to"].choices = [("", gettext("Whoever has the link")), *names]  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: to the end of the day."""
        day: date = self.cleaned_data["until"]
        until = datetime.combine(day, time(23, 59, 59), self.client.organisation.zone)
        return {
            "until": until,
            "code": self.cleaned_data["code"],
            "to": self.people.get(self.cleaned_data["to"]),
        }


def _tree(folders: list[Folder]) -> list[tuple[str, str]]:
    """The folders that files can be put into, each with those above it: "Contracts / 2026"."""
    by_id = {folder.pk: folder for folder in folders}
    found = []
    for folder in folders:
        names, above = [folder.name], by_id.get(folder.parent_id or 0)
        while above is not None and len(names) < DEEPEST:
            names.insert(0, above.name)
            above = by_id.get(above.parent_id or 0)
        if not folder.keeper:
            found.append((str(folder.public_id), " / ".join(names)))
    return sorted(found, key=lambda pair: pair[1].casefold())
