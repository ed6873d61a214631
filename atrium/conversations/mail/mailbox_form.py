"""The shape of a mailbox in the settings. A password goes in and never comes out again."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.conversations.mail.lines import Security
from atrium.conversations.marked import from_marked, marked
from atrium.conversations.models import Level, Mailbox, Sending
from atrium.conversations.models.mailbox_provider import MailProvider
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Team

PLAIN = (
    "name",
    "address",
    "level",
    "sending",
    "smtp_host",
    "smtp_port",
    "smtp_security",
    "smtp_user",
    "provider",
    "provider_home",
    "provider_domain",
    "imap_on",
    "imap_host",
    "imap_port",
    "imap_security",
    "imap_user",
    "imap_oauth",
    "imap_since",
)


class MailboxForm(forms.Form):
    """One's own mailbox, or a shared one, which says with whom."""

    address = forms.EmailField(max_length=254, label=gettext_lazy("E-mail address"))
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What receivers read as the sender."),
    )
    level = forms.TypedChoiceField(
        choices=Level.choices,
        coerce=int,
        label=gettext_lazy("Who else sees its e-mail"),
        help_text=gettext_lazy(
            "With the client it is filed to. A single e-mail can be set otherwise."
        ),
    )
    teams: forms.ModelMultipleChoiceField[Team] = forms.ModelMultipleChoiceField(
        None,
        required=False,
        label=gettext_lazy("Shared with"),
        help_text=gettext_lazy(
            "Members of these teams read all of it and send from it. None chosen: everyone."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    signature = forms.CharField(
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Signature"),
    )
    sending = forms.ChoiceField(choices=Sending.choices, label=gettext_lazy("E-mail leaves by"))
    through: forms.ModelChoiceField[Mailbox] = forms.ModelChoiceField(
        None,
        required=False,
        label=gettext_lazy("That mailbox"),
        help_text=gettext_lazy("Only for the server of another mailbox."),
        to_field_name="public_id",
        empty_label=gettext_lazy("None"),
    )
    smtp_host = forms.CharField(
        required=False,
        max_length=253,
        label=gettext_lazy("Server"),
        help_text=gettext_lazy("Like smtp.example.org. Only for a server of its own."),
    )
    smtp_port = forms.IntegerField(
        min_value=1, max_value=65_535, initial=587, label=gettext_lazy("Port")
    )
    smtp_security = forms.ChoiceField(choices=Security.choices, label=gettext_lazy("Encryption"))
    smtp_user = forms.CharField(required=False, max_length=254, label=gettext_lazy("User name"))
    smtp_secret = forms.CharField(
        required=False,
        max_length=500,
        strip=False,
        label=gettext_lazy("Password"),
        help_text=gettext_lazy(
            "Kept sealed and never shown again. Left empty, the one that is kept stays."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    provider = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("None")), *MailProvider.choices],
        label=gettext_lazy("Provider"),
        help_text=gettext_lazy("Only for a provider, over HTTP."),
    )
    provider_key = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("Key of the provider"),
        help_text=gettext_lazy(
            "Kept sealed and never shown again. Left empty, the one that is kept stays."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    provider_home = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Address of the provider"),
        help_text=gettext_lazy(
            "Left empty: its usual one. Mailgun in the EU: https://api.eu.mailgun.net/v3"
        ),
    )
    provider_domain = forms.CharField(
        required=False,
        max_length=253,
        label=gettext_lazy("Domain at the provider"),
        help_text=gettext_lazy(
            "Only for Mailgun. Left empty: what stands after the @ of the e-mail address."
        ),
    )
    provider_signing = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("What signs its news"),
        help_text=gettext_lazy(
            "Of Mailgun the HTTP webhook signing key, of Postmark the name:password that you "
            "gave its webhook. Without it nothing tells what came back. Kept sealed, too."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    imap_on = forms.BooleanField(
        required=False,
        label=gettext_lazy("Fetch its e-mail"),
        help_text=gettext_lazy(
            "What comes in and what is sent elsewhere is filed to the clients it is with."
        ),
    )
    imap_host = forms.CharField(
        required=False,
        max_length=253,
        label=gettext_lazy("IMAP server"),
        help_text=gettext_lazy("Like imap.example.org."),
    )
    imap_port = forms.IntegerField(
        required=False, min_value=1, max_value=65_535, initial=993, label=gettext_lazy("IMAP port")
    )
    imap_security = forms.ChoiceField(
        required=False,
        choices=Security.choices,
        initial=Security.TLS,
        label=gettext_lazy("IMAP encryption"),
    )
    imap_user = forms.CharField(
        required=False,
        max_length=254,
        label=gettext_lazy("IMAP user name"),
        help_text=gettext_lazy("Left empty: the e-mail address."),
    )
    imap_secret = forms.CharField(
        required=False,
        max_length=4_000,
        strip=False,
        label=gettext_lazy("IMAP password or token"),
        help_text=gettext_lazy(
            "Kept sealed and never shown again. Left empty, the one that is kept stays."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    imap_oauth = forms.BooleanField(required=False, label=gettext_lazy("It is an OAuth token"))
    imap_folders = forms.CharField(
        required=False,
        max_length=2_000,
        label=gettext_lazy("Folders"),
        help_text=gettext_lazy("Parted by commas. Left empty: the inbox and what was sent."),
    )
    imap_since = forms.DateField(
        required=False,
        label=gettext_lazy("Fetch e-mail since"),
        help_text=gettext_lazy("For the first time. Left empty: the last 90 days."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, mailbox: Mailbox | None = None, shared: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        servers = Mailbox.objects.live().filter(member=None).exclude(sending=Sending.THROUGH)
        fields["through"].queryset = servers.exclude(pk=mailbox.pk) if mailbox else servers
        if shared:
            fields["teams"].queryset = Team.objects.all()
        else:
            del self.fields["teams"]

    @classmethod
    def begun(cls, mailbox: Mailbox) -> dict[str, Any]:
        """What the fields begin with."""
        found = {name: getattr(mailbox, name) for name in PLAIN}
        through = mailbox.through.public_id if mailbox.through else None
        teams = list(mailbox.teams.values_list("pk", flat=True))
        found["imap_folders"] = ", ".join(mailbox.imap_folders)
        return found | {"signature": marked(mailbox.signature), "through": through, "teams": teams}

    @property
    def values(self) -> dict[str, Any]:
        """As the verbs of Mailbox take them."""
        data = dict(self.cleaned_data)
        data["signature"] = from_marked(data["signature"])
        if data["sending"] != Sending.THROUGH:
            data["through"] = None
        names = data["imap_folders"].replace("\n", ",").split(",")
        data["imap_folders"] = [name.strip() for name in names if name.strip()][:50]
        data["imap_port"] = data["imap_port"] or 993
        data["imap_security"] = data["imap_security"] or Security.TLS
        if "teams" in data:
            data["teams"] = list(data["teams"])
        return data
