"""The shape of a new client. Nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.duplicates.entry import typed
from atrium.clients.duplicates.profile import Profile
from atrium.clients.models import ClientKind, Tag
from atrium.foundation.formats import FormatError, phone
from atrium.foundation.naming import country_called
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member


def _line(label: str, longest: int, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)


class NewClientForm(forms.Form):
    """A new client: who it is, how to reach it, where it is."""

    kind = forms.ChoiceField(
        choices=ClientKind.choices,
        initial=ClientKind.COMPANY,
        widget=forms.RadioSelect,
        label=gettext_lazy("Kind"),
    )
    name = _line(gettext_lazy("Company name"), 300)
    given_name = _line(gettext_lazy("First name"), 150)
    family_name = _line(gettext_lazy("Last name"), 150)
    status = forms.ChoiceField(label=gettext_lazy("Status"))
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    email = _line(gettext_lazy("E-mail"), 300, inputmode="email")
    phone = _line(gettext_lazy("Phone"), 60, inputmode="tel")
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    street = _line(gettext_lazy("Street"), 300)
    postcode = _line(gettext_lazy("Postcode"), 20)
    city = _line(gettext_lazy("Town"), 120)
    country = _line(gettext_lazy("Country"), 60)
    anyway = _line(gettext_lazy("Create it anyway, because"), 500)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = lexicon.of(member.organisation)
        members = [(m.pk, m.name) for m in self.words.active_members]
        self.fields["status"].choices = _choices(self.words.statuses)  # type: ignore[attr-defined]
        self.fields["status"].initial = self.words.default_status.pk
        self.fields["owner"].choices = [("", gettext("Nobody")), *members]  # type: ignore[attr-defined]
        self.fields["owner"].initial = member.pk
        self.fields["tags"].choices = _choices(self.words.tags)  # type: ignore[attr-defined]
        home = member.organisation.country
        self.fields["country"].initial = country_called(home) if home else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ClientKind.INDIVIDUAL:
            parts = [data.get("given_name", ""), data.get("family_name", "")]
            data["name"] = " ".join(part for part in parts if part)
            if not data["name"]:
                self.add_error("given_name", gettext("Give the client a first or a last name."))
        elif not data.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Give the client a name."))
        return data

    @property
    def record(self) -> dict[str, Any]:
        """What stands in the client's own row, as Client.add takes it."""
        data = self.cleaned_data
        own = {"kind": data["kind"], "name": data["name"]}
        if data["kind"] == ClientKind.INDIVIDUAL:
            own |= {"given_name": data["given_name"], "family_name": data["family_name"]}
        owner = self.words.members.get(int(data["owner"] or 0))
        return own | {"status": self.words.statuses[int(data["status"])], "owner": owner}

    @property
    def address(self) -> dict[str, str]:
        """The parts of the address, or nothing where none was typed."""
        data = self.cleaned_data
        parts = {name: data[name] for name in ("street", "postcode", "city", "country")}
        # The country stands there from the beginning; alone it says nothing of this client.
        blank = {"country": self.fields["country"].initial}
        return (
            parts if any(text and text != blank.get(name) for name, text in parts.items()) else {}
        )

    @property
    def chosen_tags(self) -> list[Tag]:
        return [self.words.tags[int(key)] for key in self.cleaned_data["tags"]]


def _choices(words: dict[int, Any]) -> list[tuple[int, str]]:
    return [(key, str(word)) for key, word in words.items()]


def entered_so_far(data: Mapping[str, str], country: str) -> Profile:
    """What of a new client was typed so far, as it is compared with those that are here."""
    parts = {name: data.get(name, "")[:300] for name in ("given_name", "family_name")}
    person = data.get("kind") == ClientKind.INDIVIDUAL or any(parts.values())
    name = " ".join(filter(None, parts.values())) if person else data.get("name", "")[:300]
    points = [("email", data["email"][:300], "")] if data.get("email") else []
    if number := data.get("phone", "")[:60]:
        points.append(("phone", number, normal_number(number, country)))
    street, city, postcode = (data.get(part, "")[:300] for part in ("street", "city", "postcode"))
    return typed(
        name.replace("\x00", ""),
        kind=ClientKind.INDIVIDUAL if person else ClientKind.COMPANY,
        points=points,
        places=[(street, city, postcode)] if street or city or postcode else [],
        **(parts if person else {}),
    )


def normal_number(number: str, country: str) -> str:
    """A phone as machines dial it; empty where it is none."""
    try:
        return phone.parse(number, country).e164
    except FormatError:
        return ""
