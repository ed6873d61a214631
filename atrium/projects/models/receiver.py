"""To whom a deliverable can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.meetings.checking import address_of

if TYPE_CHECKING:
    from atrium.clients.models import Client, Contact


def address_for(contact: Contact, client: Client) -> str:
    """Where a deliverable goes for them; refused where that is nowhere."""
    if not client.links.current().filter(contact=contact).exists():
        msg = gettext("{contact} does not stand with {client}.").format(
            contact=contact, client=client
        )
        raise Refusal(msg, field="contacts")
    address = address_of(contact)
    if not address:
        msg = gettext("{contact} has no e-mail address.").format(contact=contact)
        raise Refusal(msg, field="contacts")
    return address
