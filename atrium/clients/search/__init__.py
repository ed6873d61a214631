"""Finding clients by whatever is known of them: one search for page, list, palette, API and command (J02)."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.clients.models import Client
from atrium.clients.search.finding import find
from atrium.clients.search.query import Query
from atrium.clients.search.rank import Ranked
from atrium.clients.search.why import why
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

DEEPER = 8
DEEPEST = 64
READ = (
    *("id", "organisation", "public_id", "number", "name", "kind", "status", "owner"),
    *("state", "restricted", "bars"),
)


@dataclass(frozen=True)
class Hit:
    """A client that was found; ``why`` says by what, ``score`` how well (about 1 is all of it)."""

    client: Client
    score: float
    why: str


@dataclass(frozen=True)
class Results:
    """What was found, best first. ``note`` tells why nothing was, or what only the archive has (J20)."""

    hits: list[Hit]
    note: str = ""
    archived: int = 0


def search(member: Member, query: str, *, limit: int = 20, archived: bool = False) -> Results:
    """The clients that ``member`` may see and may have meant, best first.

    ``archived`` looks in the archive as well. Whom the member may not see is neither found nor
    counted, whatever is typed.
    """
    read = Query.read(query)
    ranked, clients = _seen(member, read, limit=limit, archived=archived)
    hits = [Hit(clients[r.client], round(r.score, 4), why(r)) for r in ranked]
    if hits or not read.text:
        return Results(hits)
    return _nothing(member, read, archived=archived)


def candidate_keys(
    member: Member, query: str, limit: int = 500, *, archived: bool = False
) -> list[int]:
    """The keys of the clients that ``member`` may see and may have meant, best first."""
    ranked, _ = _seen(member, Query.read(query), limit=limit, archived=archived)
    return [one.client for one in ranked]


def _seen(
    member: Member, query: Query, *, limit: int, archived: bool
) -> tuple[list[Ranked], dict[int, Client]]:
    """The best ``limit`` that the member may see, with their rows; looks deeper where many are hidden."""
    depth = 1
    while True:
        ranked, more = find(query, archived=archived, most=limit, depth=depth)
        shown, clients = _visible(member, ranked, limit)
        if len(shown) >= limit or not more or depth >= DEEPEST or len(shown) == len(ranked):
            return shown, clients
        depth *= DEEPER


def _visible(
    member: Member, ranked: list[Ranked], limit: int
) -> tuple[list[Ranked], dict[int, Client]]:
    shown: list[Ranked] = []
    clients: dict[int, Client] = {}
    for start in range(0, len(ranked), max(limit, 1)):
        some = ranked[start : start + limit]
        rows = Client.objects.visible_to(member).filter(pk__in=[one.client for one in some])
        rows = rows.only(*READ)
        clients |= {client.pk: client for client in rows}
        shown += [one for one in some if one.client in clients]
        if len(shown) >= limit:
            break
    kept = shown[:limit]
    return kept, {one.client: clients[one.client] for one in kept}


def _nothing(member: Member, query: Query, *, archived: bool) -> Results:
    """Why nothing was found, as far as the member may know."""
    if not archived:
        put_away, _ = _seen(member, query, limit=10, archived=True)
        if put_away:
            some = "One archived client matches" if len(put_away) == 1 else "Archived clients match"
            return Results([], f"{some} “{query.text}”. Include the archive to see.", len(put_away))
    note = (
        f"Nothing matches “{query.text}”. Try part of a name, an e-mail address or a phone number."
    )
    if not member.can(Can.CLIENTS_SEE_ALL):
        note += " Clients whose access is restricted are found only by those who may see them."
    return Results([], note)
