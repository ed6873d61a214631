"""The shape of a request as people type it. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from atrium.clients.models import Client
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.profile.account_fields import FIELDS, SECTIONS, Values, in_force, read_all
from atrium.profile.models.change_request import LONGEST_REASON


class AccountForm(forms.Form):
    """All account details as they stand; what is typed otherwise is asked for.

    Who may not see bank details finds those inputs empty, and leaves them so to keep what stands.
    """

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("What an admin needs to know to decide."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input"}),
    )

    def __init__(
        self, *args: Any, client: Client, member: Member, standing: Values, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.standing = client, standing
        bank_too = member.can(Can.ACCOUNTS_BANK)
        currency = in_force(standing, client)
        for name, field in FIELDS.items():
            hidden = field.bank and not bank_too
            value = "" if hidden else field.entered(standing[name], currency)
            shown = field.shown(standing[name], currency) if hidden else ""
            self.fields[name] = self._made(field, value, shown)
        self.order_fields([*FIELDS, "reason"])

    def _made(self, field: Any, value: str, shown: str) -> forms.Field:
        options: dict[str, Any] = {
            "label": field.label,
            "help_text": gettext("Now {shown}; leave it empty to keep it.").format(shown=shown)
            if shown
            else field.help,
            "required": False,
            "initial": value,
            "show_hidden_initial": True,
        }
        attrs = {"autocomplete": "off", "class": "input"}
        if field.choices:
            choices = [("", gettext("Not said")), *field.choices]
            return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=attrs), **options)
        widget = forms.EmailInput if field.input == "email" else forms.TextInput
        return forms.CharField(
            widget=widget(attrs=attrs | {"maxlength": str(field.longest)}), **options
        )

    def clean(self) -> dict[str, Any]:
        """Each text as its field reads it, all of them together."""
        _, wrong = read_all(self.client, self.standing, self.texts())
        for name, message in wrong.items():
            self.add_error(name, message)
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        """What was typed otherwise than it stood when the form was opened."""
        return {
            name: str(self.cleaned_data[name])
            for name in self.changed_data
            if name in FIELDS and name in self.cleaned_data
        }

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The inputs under their headings."""
        return [
            (section, [self[name] for name, f in FIELDS.items() if f.section == section])
            for section in SECTIONS
        ]

    def as_opened(self) -> SafeString:
        """What stood in each input when the form was opened, hidden, so that only changes are sent on."""
        return format_html_join(
            "", "{}", ((self[name].as_hidden(only_initial=True),) for name in FIELDS)
        )
