"""What was agreed to or withdrawn goes before settings: an app that keeps consents says so here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from atrium.clients.models import Client
from atrium.clients.reach.deciding import Party
from atrium.clients.reach.words import NO, YES, Purpose


@dataclass(frozen=True)
class Said:
    """Whether somebody agreed to mailings, and where that stands."""

    yes: bool
    why: str


type Knows = Callable[[Client | None, list[str]], Mapping[str, Said]]
_KNOWS: list[Knows] = []


def knows_consents(knows: Knows) -> Knows:
    """Ask the function about a client ("" in its answer) and people by their public ids."""
    _KNOWS.append(knows)
    return knows


def with_consents(
    parties: Iterable[Party], purpose: Purpose, client: Client | None = None
) -> list[Party]:
    """The parties as they agreed or withdrew: a withdrawal is final, a yes passes all but their own no."""
    found = list(parties)
    if purpose != Purpose.MAILINGS or not found:
        return found
    said: dict[str, Said] = {}
    for knows in _KNOWS:
        said |= knows(client, [party.key for party in found if party.key])
    return [_settled(party, said[party.key]) if party.key in said else party for party in found]


def _settled(party: Party, said: Said) -> Party:
    own = party.chosen_by.startswith(("their own", "the client's"))
    if said.yes and (own or party.choice != NO):
        return party
    return replace(party, choice=YES if said.yes else NO, chosen_by=said.why)
