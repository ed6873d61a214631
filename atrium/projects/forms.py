"""The shape of what the pages of projects send. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.models import Contact
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.projects.models import Column, Project, Reply
from atrium.projects.models.deed import DEEDS
from atrium.projects.models.uploads import files_of

MOST = 500
LARGEST = 2**31


class ForWhomForm(forms.Form):
    """The client that a project is made for, by its number."""

    client = forms.IntegerField(
        label=gettext_lazy("Client"),
        min_value=1,
        max_value=LARGEST,
        error_messages={
            "required": gettext_lazy("Choose a client."),
            "invalid": gettext_lazy("Choose a client."),
        },
    )


class MoveForm(forms.Form):
    """Where a project goes: a column, and below which other one, by its number."""

    column = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        error_messages={
            "required": gettext_lazy("Choose a column."),
            "invalid": gettext_lazy("Choose a column."),
        },
    )
    after = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    # Sent by lanes of managers alone: the key of that into which it was put, 0 for nobody.
    manager = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def managed_by(self, members: dict[int, Member]) -> Member | None:
        """Whose lane it goes to; Refusal where nobody is."""
        key = self.cleaned_data["manager"]
        if key and key not in members:
            msg = gettext("Choose somebody who works here.")
            raise Refusal(msg, field="manager")
        return members.get(key or 0)

    def into(self) -> Column:
        """The column that it goes to; Refusal where that is gone."""
        found: Column | None = Column.objects.filter(pk=self.cleaned_data["column"]).first()
        if found is None:
            msg = gettext("That column was removed meanwhile; choose another.")
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
        choices=[(slug, slug) for slug in DEEDS],
        error_messages={
            "required": gettext_lazy("Choose what to do."),
            "invalid_choice": gettext_lazy("Choose what to do."),
        },
    )
    selected = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one project.")}
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = [one for one in data.getlist("selected") if fits(one)][:MOST]
        self.fields["selected"].choices = [(one, one) for one in sent if len(one) < 19]  # type: ignore[attr-defined]  # noqa: PLR2004 - digits of the largest key


class AnswerForm(forms.Form):
    """What the receiver of a deliverable says of it."""

    answer = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Reply if one],
        error_messages={
            "required": gettext_lazy("Choose an answer."),
            "invalid_choice": gettext_lazy("Choose an answer."),
        },
    )
    comment = forms.CharField(
        label=gettext_lazy("Anything to say?"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Where you ask for changes, say which."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 4}),
    )


class DeliverableForm(forms.Form):
    """One more deliverable: a new file, one that lies with the project, or a link."""

    upload = forms.FileField(label=gettext_lazy("File"), required=False)
    file = forms.ChoiceField(
        label=gettext_lazy("Or a file of the project"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "invalid_choice": gettext_lazy("That file does not lie with the project any more.")
        },
    )
    link = forms.CharField(
        label=gettext_lazy("Or a link"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "https://"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("That of the file, where you write none."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, project: Project) -> None:
        super().__init__(data, files)
        handed = set(project.deliverables.filter(removed_at=None).values_list("file_id", flat=True))
        self.lying = {str(one.public_id): one for one in files_of(project) if one.pk not in handed}
        named = [("", gettext("None")), *((key, one.name) for key, one in self.lying.items())]
        self.fields["file"].choices = named  # type: ignore[attr-defined]

    def clean_file(self) -> File | None:
        """The file that was chosen."""
        return self.lying.get(self.cleaned_data["file"])


class SendForm(forms.Form):
    """Which deliverables go to whom, when, and why all the same while the client is on hold."""

    deliverables = forms.MultipleChoiceField(
        label=gettext_lazy("What"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what to send.")},
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose to whom it goes.")},
    )
    words = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3}),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("At once, where you choose no time."),
        widget=forms.DateTimeInput(attrs={"class": "input", "type": "datetime-local"}),
    )
    override = forms.CharField(
        label=gettext_lazy("Send although the client is on hold, because"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(
        self, data: Any = None, *, project: Project, chosen: Any = (), may_override: bool = False
    ) -> None:
        self.known = {
            str(one.public_id): one
            for one in project.deliverables.filter(removed_at=None).order_by("id")
        }
        for one in self.known.values():
            one.project = project
        alone = list(self.known) if len(self.known) == 1 else []
        super().__init__(data, initial={"deliverables": list(chosen) or alone})
        links = (
            project.client.links.current()
            .select_related("contact")
            .prefetch_related("contact__points")
            .order_by("-is_primary", "id")[:100]
        )
        self.people = {str(link.contact.public_id): link.contact for link in links}
        named = [
            (key, gettext("{one}, version {number}").format(one=one, number=one.number))
            for key, one in self.known.items()
        ]
        self.fields["deliverables"].choices = named  # type: ignore[attr-defined]
        people = [(key, _reached(one)) for key, one in self.people.items()]
        self.fields["contacts"].choices = people  # type: ignore[attr-defined]
        if not may_override:
            del self.fields["override"]

    def told(self) -> dict[str, Any]:
        """As Sending.send() takes it."""
        data = self.cleaned_data
        return {
            "deliverables": [self.known[key] for key in data["deliverables"]],
            "contacts": [self.people[key] for key in data["contacts"]],
            "words": data["words"],
            "at": data["at"],
            "override": data.get("override", ""),
        }


def _reached(contact: Contact) -> str:
    """The name of somebody with the address that it would go to, as address_of() chooses it."""
    mails = (point.value for point in contact.points.all() if point.kind == "email")
    return f"{contact}, {next(mails, gettext('no e-mail address'))}"
