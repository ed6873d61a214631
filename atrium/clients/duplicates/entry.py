"""Who a client that is being entered may be, of those that are here: one question, one answer (J09).

Form, import, API and warnings ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from atrium.clients.duplicates import kept
from atrium.clients.duplicates.judging import Level, Pair, judged, needed_bits
from atrium.clients.duplicates.profile import Profile
from atrium.clients.duplicates.reasons import reasons
from atrium.clients.models import Client
from atrium.clients.resembling import in_what_way
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

MOST = 5
RIVALS = 30
READ = ("id", "organisation", "public_id", "number", "name", "name_key", "kind", "state")
SHORTEST = 3
_ORDER = {Level.CERTAIN: 0, Level.POSSIBLE: 1, None: 2}


@dataclass(frozen=True)
class Likely:
    """A client that the entered one may be, and why; ``level`` is None where only the names are alike."""

    client: Client
    level: Level | None
    score: float
    reasons: list[str]


def typed(  # noqa: PLR0913 - each is something that may be known of a client
    name: str = "",
    *,
    kind: str = "company",
    given_name: str = "",
    family_name: str = "",
    tax_id: str = "",
    registration_number: str = "",
    birthday: Any = None,
    points: Iterable[tuple[str, str, str]] = (),
    places: Iterable[tuple[str, str, str]] = (),
) -> Profile:
    """What was entered, as it is compared. ``points``: kind, value, normal; ``places``: street, town, postcode."""
    columns = {
        "pk": 0,
        "kind": kind,
        "name": name,
        "given_name": given_name,
        "family_name": family_name,
        "birthday": birthday,
        "tax_id": tax_id,
        "registration_number": registration_number,
    }
    return Profile.of(columns, points, places)


def likely(entered: Profile, member: Member, most: int = MOST) -> list[Likely]:
    """The clients that the member may see and that the entered one may be, the surest first.

    Archived ones too. Then those whose name is like the one that is being typed: of three letters
    at least, which fewer say nothing.
    """
    others = kept.rivals(entered, RIVALS)
    found = {pair.b.key: pair for pair in _judged(entered, others)}
    key = fold(entered.shown)[:400]
    near = [one.key for one in others]
    if len(key) >= SHORTEST:
        beginning = _beginning(member=member, start=key, end=key + "\U0010ffff")
        near += [row["pk"] for row in beginning if row["pk"] not in set(near)]
    rows = _seen(member=member, keys=kept.padded(near, RIVALS + MOST)) if near else []
    told = []
    for client in rows:
        if client.pk == entered.key:
            continue
        pair, named = found.get(client.pk), in_what_way(key, client.name_key)
        if pair is not None:
            told.append(
                Likely(client, pair.level, round(pair.score, 2), reasons(pair, naming=False))
            )
        elif named is not None and len(key) >= SHORTEST:
            told.append(Likely(client, None, -float(named[0]), [named[1]]))
    told.sort(key=lambda one: (_ORDER[one.level], -one.score, one.client.name_key))
    return told[:most]


def _judged(entered: Profile, others: list[Profile]) -> list[Pair]:
    if not others:
        return []
    last = next(iter(kept.last_scan()), None)
    clients = last.clients if last else 0
    needed = last.needed if last else needed_bits([], clients)
    return judged(entered, others, kept.rarity([entered, *others], clients), needed)


@prepared()
def _beginning(*, member: Member, start: str, end: str) -> QuerySet[Any, Any]:
    begins = Q(name_key__gte=start, name_key__lt=end)
    rows: QuerySet[Any, Any] = Client.objects.visible_to(member).live().filter(begins)
    return rows.order_by("name_key", "id").values("pk")[:MOST]


@prepared()
def _seen(*, member: Member, keys: list[int]) -> QuerySet[Client]:
    rows: QuerySet[Client] = Client.objects.visible_to(member).filter(pk__in=keys)
    return rows.only(*READ)
