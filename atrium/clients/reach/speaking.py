"""In which language Atrium speaks to a client: their own, else what their browser asks for, else the organisation's."""

from __future__ import annotations

from contextlib import AbstractContextManager

from atrium.clients.models import Client, Contact
from atrium.foundation.speaking import heard, speaking


def spoken_to(client: Client, contact: Contact | None = None) -> AbstractContextManager[None]:
    """Say what follows in the language of this person, of their client, or of whoever asks."""
    own = contact.language if contact else ""
    return speaking(own, client.language, heard(), client.organisation.language)


def written_to(client: Client, contact: Contact | None = None) -> AbstractContextManager[None]:
    """Write what follows to this person, whatever the browser of the writer asks for."""
    own = contact.language if contact else ""
    return speaking(own, client.language, client.organisation.language)
