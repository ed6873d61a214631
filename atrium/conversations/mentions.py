"""Who is named in a text with an @.

The editor marks a mention with the member's own key, ``<span data-mention="…">@Ann Oak</span>``.
Programs, and people without the editor, write ``@[Ann Oak]`` or ``@[key]``, or just @Ann Oak.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html

from atrium.clients import lexicon
from atrium.conversations.richtext import plain
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

_MARKED = re.compile(r'data-mention="([0-9a-f-]{36})"')
_ASKED = re.compile(r"@\[([^\[\]<>]{1,250})\]")


def mentioned(html: str, *, by: Member | None) -> list[int]:
    """The keys of the active members named in the text, each once, but not the writer's own.

    Of bare names the longest wins: "@Ann Oakley" is not Ann Oak.
    """
    if by is None or "@" not in html:
        return []
    active = lexicon.of(by.organisation).active_members
    by_key = {str(member.public_id): member.pk for member in active}
    by_name = {member.name.casefold(): member.pk for member in active}
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    flat = " ".join(plain(html).casefold().split())
    marked = [by_key[key] for key in _MARKED.findall(html) if key in by_key]
    bare = [by_name[match[1]] for match in re.finditer(rf"(?<!\w)@({names})(?!\w)", flat)]
    # Of two people with one name, a mark says which: its bare name then means nobody else.
    sure = {member.name.casefold() for member in active if member.pk in marked}
    loose = [key for key in bare if key in marked or _name_of(key, by_name) not in sure]
    return [key for key in dict.fromkeys([*marked, *loose]) if key != by.pk]


def _name_of(key: int, by_name: dict[str, int]) -> str:
    return next(name for name, found in by_name.items() if found == key)


def named(html: str, *, by: Member | None) -> str:
    """The text with each ``@[name]`` or ``@[key]`` of an active member marked; others stay as written."""
    if by is None or "@[" not in html:
        return html
    active = lexicon.of(by.organisation).active_members
    known = {escape(m.name).casefold(): m for m in active} | {str(m.public_id): m for m in active}

    def marked(match: re.Match[str]) -> str:
        member = known.get(match[1].strip().casefold())
        if member is None:
            return match[0]
        return format_html('<span data-mention="{}">@{}</span>', member.public_id, member.name)

    return _ASKED.sub(marked, html)


def to_mention(client: Client, member: Member) -> list[tuple[Member, bool]]:
    """The other active members, and of each whether they may see the client's notes; those first."""
    others = [m for m in lexicon.of(member.organisation).active_members if m.pk != member.pk]
    near = _near(client) if client.restricted else {m.pk for m in others}
    found = [
        (m, m.can(Can.NOTES_SEE) and (m.pk in near or m.can(Can.CLIENTS_SEE_ALL))) for m in others
    ]
    return sorted(found, key=lambda pair: not pair[1])


def _near(client: Client) -> set[int]:
    """Who sees a restricted client without seeing all."""
    let_in = {m.pk for g in client.grants.select_related("member", "team") for m in g.members()}
    team = set(client.assignments.current().values_list("member_id", flat=True))
    return let_in | team | {client.owner_id or 0}
