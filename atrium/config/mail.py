"""Where mail leaves, from ATRIUM_EMAIL_URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "django.core.mail.backends"
FOLDER = "atrium.foundation.mail_folder.EmailBackend"
PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 20


def mailer(url: str, data: Path) -> dict[str, Any]:
    """The mailer that the URL names; without one, mails are laid into the folder ``mail`` beside the data.

    An unusable URL raises ImproperlyConfigured with the mend.
    """
    if not url:
        return {"BACKEND": FOLDER, "OPTIONS": {"file_path": str(data / "mail")}}
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme not in PORTS or not parts.hostname:
        msg = f"ATRIUM_EMAIL_URL begins with {parts.scheme!r}; write it like smtp://user:password@mail.example.org:587."
        raise ImproperlyConfigured(msg)
    options = {
        "host": parts.hostname,
        "port": _port(url) or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        # Without a password nothing secret is sent: a relay in the same house may know no encryption.
        "use_tls": parts.scheme == "smtp" and bool(parts.password),
        "timeout": SECONDS,
    }
    return {"BACKEND": f"{BACKENDS}.smtp.EmailBackend", "OPTIONS": options}


def sender(url: str, base_url: str) -> str:
    """Whom mail comes from: ``?from=`` of the URL, else atrium@ the host of the installation."""
    named = parse_qs(urlsplit(url).query).get("from")
    return named[0] if named else f"atrium@{urlsplit(base_url).hostname}"


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as error:
        msg = "ATRIUM_EMAIL_URL has a port that is none; write it like smtp://mail.example.org:587."
        raise ImproperlyConfigured(msg) from error
