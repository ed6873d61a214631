"""Who lets a mailbox sign in without a password (OAuth 2.0), as the operator registered Atrium there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """One of them; ``hosts`` are its servers for IMAP and SMTP, where they are the same for everyone."""

    key: str
    label: str
    authorize: str
    token: str
    scope: str
    client: str = ""
    secret: str = field(default="", repr=False)
    more: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, str] | None = None


KNOWN = (
    Issuer(
        key="google",
        label="Google",
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scope="https://mail.google.com/",
        # Without these no refresh token is given a second time.
        more=(("access_type", "offline"), ("prompt", "consent")),
        hosts=("imap.gmail.com", "smtp.gmail.com"),
    ),
    Issuer(
        key="microsoft",
        label="Microsoft",
        authorize="https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        token="https://login.microsoftonline.com/common/oauth2/v2.0/token",  # noqa: S106 - as above
        scope="offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
        hosts=("outlook.office365.com", "smtp.office365.com"),
    ),
)
OTHER = ("AUTHORIZE_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET", "SCOPE")


def read() -> dict[str, Issuer]:
    """Those that are set up, by key; an unusable value raises ImproperlyConfigured with the mend."""
    found = {}
    for known in KNOWN:
        name = f"ATRIUM_OAUTH_{known.key.upper()}"
        text = os.environ.get(name, "")
        client, _, secret = text.partition(":")
        if text and not (client and secret):
            msg = f"{name} has no colon in it; write CLIENT_ID:CLIENT_SECRET."
            raise ImproperlyConfigured(msg)
        if text:
            found[known.key] = replace(known, client=client, secret=secret)
    text = os.environ.get("ATRIUM_OAUTH_OTHER", "")
    words = text.split(None, len(OTHER) - 1)
    if text and len(words) < len(OTHER):
        msg = f"ATRIUM_OAUTH_OTHER is too short; write {' '.join(OTHER)} with spaces between."
        raise ImproperlyConfigured(msg)
    if text:
        authorize, token, client, secret, scope = words
        found["other"] = Issuer(
            key="other",
            label=os.environ.get("ATRIUM_OAUTH_OTHER_NAME", "") or "your organisation",
            authorize=authorize,
            token=token,
            client=client,
            secret=secret,
            scope=scope,
        )
    return found
