"""The clients whose name resembles one that is being typed, and in what way (J09, X05)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rapidfuzz.distance import OSA

from atrium.clients.models import Client, State
from atrium.clients.search import candidate_keys
from atrium.clients.search.repair import slips_allowed
from atrium.foundation.formats.names import fold, legal_form
from atrium.organisations.models import Member

SHORTEST = 3
MOST = 5
MOST_LOOKED_AT = 60


@dataclass(frozen=True)
class Resembling:
    """A client, and why its name is like the one that was typed."""

    client: Client
    reason: str
    rank: int


def resembling(name: str, member: Member) -> list[Resembling]:
    """The clients the member may see whose names are like ``name``, the nearest first.

    Archived ones too. Nothing for fewer than three letters, which say nothing.
    """
    key = fold(name)[:400]
    if len(key) < SHORTEST:
        return []
    kept = Client.objects.visible_to(member).filter(state__in=[State.LIVE, State.ARCHIVED])
    begins = Q(name_key__gte=key, name_key__lt=key + "\U0010ffff")
    first = list(kept.filter(begins).order_by("state", "name_key", "id")[:MOST])
    alike = candidate_keys(member, _bare(key) or key)[:MOST_LOOKED_AT]
    found: dict[int, Any] = {client.pk: client for client in first}
    rest = [pk for pk in alike if pk not in found]
    found |= {client.pk: client for client in kept.filter(pk__in=rest)} if rest else {}
    judged = (_judged(key, client) for client in found.values())
    told = [each for each in judged if each is not None]
    return sorted(told, key=lambda each: (each.rank, each.client.name_key))[:MOST]


def _judged(key: str, client: Client) -> Resembling | None:
    for rank, (holds, reason) in enumerate(_reasons(key, client.name_key)):
        if holds:
            return Resembling(client, reason, rank)
    return None


def _reasons(typed: str, other: str) -> list[tuple[bool, str]]:
    """What may make two folded names alike, the strongest first."""
    one, two = _bare(typed), _bare(other)
    slips = OSA.distance(one, two)
    few = slips <= min(slips_allowed(len(one)), slips_allowed(len(two)))
    letters = "One letter differs" if slips == 1 else f"{slips} letters differ"
    return [
        (typed == other, "The same name"),
        (bool(one) and one == two, "The same name with another legal form"),
        (_joined(one) == _joined(two), "The same letters, written otherwise"),
        (sorted(one.split()) == sorted(two.split()), "The same words in another order"),
        (few, letters),
        (other.startswith(typed), "Begins the same"),
    ]


def _bare(key: str) -> str:
    """The words without legal forms and signs."""
    words = "".join(letter if letter.isalnum() else " " for letter in key).split()
    return " ".join(word for word in words if not legal_form(word) and word != "and")


def _joined(text: str) -> str:
    return text.replace(" ", "")
