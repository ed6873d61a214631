"""The shape of what people type about a person and how they stand with a client. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, ContactRole, Link
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation


def day_field(label: str) -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")},
    )


def roles_field(
    organisation: Organisation, label: str = gettext_lazy("Roles")
) -> forms.TypedMultipleChoiceField:
    """Any of the organisation's contact roles."""
    roles = lexicon.of(organisation).contact_roles

    def role(key: str) -> ContactRole:
        return roles[int(key)]

    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, role.label) for key, role in roles.items()],
        coerce=role,
    )


class PersonForm(forms.Form):
    """A person and how to reach them."""

    given_name = forms.CharField(
        label=gettext_lazy("Given name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=150, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=80, required=False)
    preferred_channel = forms.CharField(
        label=gettext_lazy("Prefers"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Like “Phone, mornings”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "input")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("given_name") and not data.get("family_name"):
            self.add_error("given_name", gettext("Give the contact a given name or a family name."))
        return data


class ContactForm(PersonForm):
    """A person and what they are to the client."""

    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    began_on = day_field(gettext_lazy("From"))

    def __init__(self, *args: Any, client: Client, link: Link | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = roles_field(client.organisation)
        others = client.links.current().exclude(pk=link.pk if link else 0)
        self.above = {str(o.public_id): o for o in others.select_related("contact")[:500]}
        choices = [(key, other.contact.name) for key, other in self.above.items()]
        self.fields["reports_to"] = forms.TypedChoiceField(
            label=gettext("Reports to"),
            required=False,
            choices=[
                ("", gettext("Nobody")),
                *sorted(choices, key=lambda pair: pair[1].casefold()),
            ],
            coerce=self._link,
            empty_value=None,
        )
        for name, each in self.fields.items():
            if name != "roles":
                each.widget.attrs.setdefault("class", "input")

    def _link(self, key: str) -> Link:
        return self.above[key]


class PastLinkForm(forms.Form):
    """As what, from when and until when somebody stood with a client."""

    job_title = forms.CharField(
        label=gettext_lazy("Job title at the time"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    began_on = day_field(gettext_lazy("From"))
    ended_on = day_field(gettext_lazy("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "input")


class AssignContactsForm(forms.Form):
    """People that are there already, by their public ids, and what they are to the client."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"] = forms.ModelMultipleChoiceField(
            Contact.objects.visible_to(member),
            to_field_name="public_id",
            label=gettext("Contacts"),
            error_messages={
                "required": gettext("Choose at least one contact from the list."),
                "invalid_choice": gettext("One of them is not there any more. Choose again."),
                "invalid_pk_value": gettext("One of them is not there any more. Choose again."),
            },
        )
        self.fields["roles"] = roles_field(member.organisation, gettext("As"))


class StandWithForm(forms.Form):
    """A client that a person is to stand with."""

    client = forms.IntegerField(
        label=gettext_lazy("Client"),
        min_value=1,
        error_messages={"required": gettext_lazy("Choose a client from the list.")},
    )
    job_title = forms.CharField(
        label=gettext_lazy("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["roles"] = roles_field(member.organisation)

    def clean_client(self) -> Client:
        number = min(self.cleaned_data["client"], 2**63 - 1)
        found: Client | None = Client.objects.visible_to(self.member).filter(number=number).first()
        if found is None:
            msg = gettext("Choose a client from the list.")
            raise forms.ValidationError(msg)
        found.organisation = self.member.organisation
        return found
