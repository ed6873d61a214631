"""E-mails for tests, as bytes."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any


def letter(text: str = "Hello", **headers: Any) -> bytes:
    """A plain e-mail from Ana to the office; a header that is None is left out. ``html`` makes it two-fold."""
    made = EmailMessage()
    html = headers.pop("html", None)
    given = {
        "From": "Ana Ruiz <ana@bakery.example>",
        "To": "office@acme.example",
        "Subject": "Rye",
        "Date": "Mon, 02 Mar 2026 09:30:00 +0100",
        "Message-ID": "<one@bakery.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value is not None:
            made[name] = value
    made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made.as_bytes()
