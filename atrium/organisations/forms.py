"""The shape of what the organisation's pages take in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from atrium.accounts.models import User
from atrium.foundation.formats import email
from atrium.foundation.formats.error import FormatError
from atrium.foundation.naming import countries_called
from atrium.foundation.speaking import offered
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Invitation, Member, Organisation
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Role
from atrium.organisations.role_forms import RoleField
from atrium.organisations.settings_pages import tabs_to_hide

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_AT_ONCE = 50


class InviteForm(forms.Form):
    """One or several addresses and the role they all get."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy("One or several, separated by commas, spaces or new lines."),
    )
    role = RoleField(label=gettext_lazy("Role"), initial=Role.STAFF)

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(by)  # type: ignore[attr-defined]

    def clean_emails(self) -> list[str]:
        """Each address once, folded."""
        words = self.cleaned_data["emails"].replace(",", " ").replace(";", " ").split()
        if len(words) > MOST_AT_ONCE:
            msg = gettext("Invite at most {most} at once; these are {count}.").format(
                most=MOST_AT_ONCE, count=len(words)
            )
            raise ValidationError(msg)
        return list(dict.fromkeys(address for word in words for address in self._checked(word)))

    def _checked(self, word: str) -> Iterable[str]:
        try:
            yield email.parse(word).key
        except FormatError as error:
            msg = f"{word}: {error}"
            raise ValidationError(msg) from error


class MemberForm(forms.Form):
    """How a member is called here, and their role where one may give it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    role = RoleField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("Changing it signs the person out everywhere."),
    )

    def __init__(self, *args: Any, by: Member, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"name": member.name, "job_title": member.job_title, "role": member.given}
        )
        super().__init__(*args, **kwargs)
        if by.may_manage(member):
            self.fields["role"].offer(by)  # type: ignore[attr-defined]
        else:
            del self.fields["role"]


def makes_an_owner(form: InviteForm | MemberForm) -> bool:
    """Whether what was sent gives the role of an owner."""
    return form.is_bound and form.is_valid() and form.cleaned_data.get("role") == Role.OWNER


class TeamForm(forms.Form):
    """What a team is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class TeamMemberForm(forms.Form):
    """Who is to be added to a team."""

    member: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        queryset=None, to_field_name="public_id"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active()  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """The organisation's own settings."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Phone numbers and postcodes without one are read so."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(c, c) for c in CURRENCIES]
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Decides what today is, and what is overdue."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=offered,
        help_text=gettext_lazy(
            "For guests and mails where nobody chose another. Each member chooses their own."
        ),
    )
    list_style = forms.ChoiceField(
        label=gettext_lazy("Lists of clients are shown as"),
        choices=ListStyle,
        help_text=gettext_lazy("Each member can choose otherwise."),
    )
    second_person = forms.BooleanField(
        label=gettext_lazy("Changes of account details need a second person"),
        required=False,
        help_text=gettext_lazy(
            "Admins cannot approve what they asked for themselves, as long as there is another admin."
        ),
    )
    shows_presence = forms.BooleanField(
        label=gettext_lazy("Show who else looks at a client"),
        required=False,
        help_text=gettext_lazy(
            "Small pictures beside the name, and the field that somebody edits."
        ),
    )
    outdated_after = forms.IntegerField(
        label=gettext_lazy("Contact data is outdated after so many months"),
        min_value=0,
        max_value=120,
        required=False,
        help_text=gettext_lazy("Who links such a contact is warned. 0 never warns."),
    )
    hidden_tabs = forms.MultipleChoiceField(
        label=gettext_lazy("Hide these tabs of the client page"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For parts of Atrium that you do not use. Nothing is removed."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        values = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs | {"initial": values})
        choices: dict[str, list[tuple[str, str]]] = {
            "country": countries_called(),
            "timezone": [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
            "hidden_tabs": tabs_to_hide(),
        }
        for name, those in choices.items():
            self.fields[name].choices = those  # type: ignore[attr-defined]
        if not choices["hidden_tabs"]:
            del self.fields["hidden_tabs"]

    def clean_outdated_after(self) -> int:
        """What is left empty stays as it is."""
        typed: int | None = self.cleaned_data["outdated_after"]
        return int(self.initial["outdated_after"]) if typed is None else typed


class NetworksForm(forms.Form):
    """From where the organisation is reached."""

    networks = forms.CharField(
        label=gettext_lazy("Networks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line, like 203.0.113.0/24, 2001:db8::/32 or 203.0.113.7. Empty for everywhere."
        ),
    )


class JoinForm(forms.Form):
    """What a new person says to accept an invitation."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters, not a common word."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        super().__init__(*args, **kwargs | {"initial": {"name": invitation.name}})

    def clean_password(self) -> str:
        """Held against the rules for passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(
            password, User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        )
        return password


def _own_languages() -> list[tuple[str, str]]:
    return [("", gettext("As the browser asks")), *offered()]


class ProfileForm(forms.Form):
    """How a person is called, spoken to, and how the keyboard behaves for them."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=_own_languages, required=False
    )
    single_key_shortcuts = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        help_text=gettext_lazy(
            "Keys such as / and n run commands while you are not typing. Ctrl+K works either way."
        ),
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
