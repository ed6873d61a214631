"""The client that somebody names in a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_NUMBER = re.compile(r"(?:C-)?0*([0-9]{1,9})", re.IGNORECASE)


def the_named(text: str, member: Member) -> Client:
    """By its number or its whole name; refused where the member sees none, or several."""
    text = " ".join(text.split())
    rows = Client.objects.visible_to(member)
    number = _NUMBER.fullmatch(text)
    rows = rows.filter(number=int(number[1])) if number else rows.filter(name_key=fold(text)[:400])
    found: list[Client] = list(rows[:2]) if text else []
    if len(found) != 1:
        msg = gettext("Write the number of the client like C-0482, or its whole name.")
        raise Refusal(msg, field="client")
    return found[0]
