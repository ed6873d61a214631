"""How a way to reach somebody is named where an import tells what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Contact


def said_of(kind: str, contact: Contact | None = None) -> str:
    """E-mail of Ann Quay; where nobody is named, that of the client itself: E-mail."""
    if contact is None:
        return {"email": gettext("E-mail"), "phone": gettext("Phone"), "link": gettext("Link")}[
            kind
        ]
    words = {
        "email": gettext("E-mail of {contact}"),
        "phone": gettext("Phone of {contact}"),
        "link": gettext("Link of {contact}"),
    }
    return words[kind].format(contact=contact)
