"""Finding clients by whatever is known of them: one search for page, list, palette, API and command (J02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from atrium.clients.models import Client
from atrium.clients.search.finding import find
from atrium.clients.search.nothing import Asked, nothing
from atrium.clients.search.query import Query
from atrium.clients.search.rank import Ranked
from atrium.clients.search.why import why
from atrium.foundation.among import filled_up
from atrium.foundation.causes import Explanation
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

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
    """What was found, best first. ``nothing`` tells why nobody was, and what to try next (J20)."""

    hits: list[Hit]
    nothing: Explanation | None = None

    @property
    def note(self) -> str:
        """Why nobody was found, in words."""
        return self.nothing.text if self.nothing else ""


def search(
    member: Member,
    query: str,
    *,
    limit: int = 20,
    archived: bool = False,
    memberships: Iterable[Member] = (),
) -> Results:
    """The clients that ``member`` may see and may have meant, best first.

    ``archived`` looks in the archive as well. Whom the member may not see is neither found nor
    counted, whatever is typed. ``memberships``: all of the person's, where a person asks; where
    nobody is found here, they are told that somebody is there.
    """
    read = Query.read(query)
    ranked, clients = _seen(member, read, limit=limit, archived=archived)
    hits = [Hit(clients[r.client], round(r.score, 4), why(r)) for r in ranked]
    if hits or not read.text:
        return Results(hits)
    return Results([], why_nothing(member, query, archived=archived, memberships=memberships))


def why_nothing(
    member: Member, query: str, *, archived: bool = False, memberships: Iterable[Member] = ()
) -> Explanation:
    """Why a search that found nobody did, as far as the member may know."""
    asked = Asked(member, Query.read(query), archived, tuple(memberships), _look_again)
    return nothing(asked)


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
    depth, mend = 1, False
    while True:
        ranked, more = find(query, archived=archived, most=limit, depth=depth, mend=mend)
        shown, clients = _visible(member, ranked, limit)
        if not mend and ranked and ranked[0].whole and not (shown and shown[0].whole):
            # That a hidden client fits wholly must not keep slips of the finger from being mended.
            mend = True
            continue
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
        keys = filled_up([one.client for one in some])
        clients |= {client.pk: client for client in _rows(member=member, keys=keys)}
        shown += [one for one in some if one.client in clients]
        if len(shown) >= limit:
            break
    kept = shown[:limit]
    return kept, {one.client: clients[one.client] for one in kept}


@prepared()
def _rows(*, member: Member, keys: list[int]) -> QuerySet[Client]:
    rows: QuerySet[Client] = Client.objects.visible_to(member).filter(pk__each=keys)
    return rows.only(*READ)


def _look_again(member: Member, words: str, most: int, archived: bool) -> list[Client]:  # noqa: FBT001 - as Asked asks
    ranked, clients = _seen(member, Query.read(words), limit=most, archived=archived)
    return [clients[one.client] for one in ranked]
