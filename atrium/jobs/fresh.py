"""A new client inside the form of a job, with the few fields that are required (J05).

It is incomplete by the rules of the organisation until somebody fills in the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.models import Client, ClientKind
from atrium.clients.name_taken import NameTaken
from atrium.clients.newcomer import take_in
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_LINE = {"class": "input", "autocomplete": "off"}


def _line(label: str, longest: int, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=_LINE | attrs)
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)


class FreshForm(forms.Form):
    """Who it is, and one way to reach them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ClientKind.choices,
        initial=ClientKind.COMPANY,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    name = _line(gettext_lazy("Name"), 300)
    phone = _line(gettext_lazy("Phone"), 60, inputmode="tel")
    email = _line("E-mail", 300, inputmode="email")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="new")
        self.taken: NameTaken | None = None

    def made(self, *, by: Member) -> Client | None:
        """The new client; None where something has to be mended, which the form then says."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        if not (told["phone"] or told["email"]):
            self.add_error("phone", gettext("Give a phone or an e-mail address."))
            return None
        try:
            return take_in(
                by=by,
                record=self._record(told, by),
                reach={name: told[name] for name in ("email", "phone")},
                address={},
                tags=[],
            )
        except NameTaken as error:
            self.taken = error
            self.add_error("name", str(error))
        except Refusal as error:
            self.add_error(error.field if error.field in self.fields else None, str(error))
        return None

    def _record(self, told: dict[str, Any], by: Member) -> dict[str, Any]:
        kind, name = told["kind"] or ClientKind.COMPANY, " ".join(told["name"].split())
        record: dict[str, Any] = {"kind": kind, "name": name, "owner": by}
        if kind == ClientKind.INDIVIDUAL:
            given, _, family = name.rpartition(" ")
            record |= {"given_name": given or family, "family_name": family if given else ""}
        return record | {"status": lexicon.of(by.organisation).default_status}
