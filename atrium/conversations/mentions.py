"""Who is named in a text with an @."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atrium.clients import lexicon

if TYPE_CHECKING:
    from atrium.organisations.models import Member


def mentioned(text: str, *, by: Member | None) -> list[int]:
    """The keys of the active members whose whole name follows an @, but not the writer's own.

    The longest name wins: "@Ann Oakley" is not Ann Oak.
    """
    if by is None or "@" not in text:
        return []
    members = {m.name.casefold(): m for m in lexicon.of(by.organisation).active_members}
    names = "|".join(re.escape(name) for name in sorted(members, key=len, reverse=True))
    flat = " ".join(text.casefold().split())
    found = re.finditer(rf"(?<!\w)@({names})(?!\w)", flat)
    keys = dict.fromkeys(members[match[1]].pk for match in found)
    return [key for key in keys if key != by.pk]
