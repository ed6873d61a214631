"""What this app adds to the frame: the person's own pages, at the head of the settings' side list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from atrium.foundation.shell import shell_part
from atrium.foundation.translation import gettext_lazy

PAGES = [
    (gettext_lazy("Profile"), "user-round", "profile"),
    (gettext_lazy("E-mail address"), "at-sign", "account_email"),
    (gettext_lazy("Password"), "lock-keyhole", "account_change_password"),
    (gettext_lazy("Two-step sign-in"), "shield-check", "mfa_index"),
    (gettext_lazy("Passkeys"), "fingerprint-pattern", "mfa_list_webauthn"),
    (gettext_lazy("Single sign-on"), "key-round", "sign-ins"),
    (gettext_lazy("Sessions"), "monitor-smartphone", "usersessions_list"),
]


@dataclass(frozen=True)
class AccountLink:
    """A page of the person's own, in the side list."""

    label: str
    icon: str
    url: str
    current: bool


@shell_part("account_pages")
def account_pages(request: HttpRequest) -> list[AccountLink]:
    """The person's own pages; nothing for nobody."""
    if not request.user.is_authenticated:
        return []
    urls = [(label, icon, reverse(name)) for label, icon, name in PAGES]
    here = max((url for _, _, url in urls if request.path.startswith(url)), key=len, default="")
    return [AccountLink(label, icon, url, url == here) for label, icon, url in urls]
