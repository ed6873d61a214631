"""What is kept of each client so that it can be compared: its profile, its keys, how rare values are.

A change of a client only marks it as stale, by one statement; its keys are made anew by the
background scan, a minute later at most. Whoever asks in between reads the stale ones afresh.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from atrium.clients.duplicates import keys as telling
from atrium.clients.duplicates.profile import Profile, profiles
from atrium.clients.duplicates.rarity import Rarity, told_by
from atrium.clients.models import (
    Client,
    DuplicateCount,
    DuplicateKey,
    DuplicateProfile,
    DuplicateScan,
    DuplicateStale,
)
from atrium.organisations import current
from atrium.organisations.prepared import prepared

KEYS_AT_ONCE = 40
COUNTED_AT_ONCE = 250
MOST_STALE = 60
_KEYS, _COUNTS = DuplicateKey._meta.db_table, DuplicateCount._meta.db_table
_PROFILES, _STALE = DuplicateProfile._meta.db_table, DuplicateStale._meta.db_table


def number_of(text: str) -> int:
    """A text as a signed number of 64 bits; two that differ have the same by no likely chance."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def mark(clients: Iterable[int]) -> None:
    """Say that these clients changed, in the transaction that changes them."""
    keys = sorted(set(clients))
    if not keys:
        return
    at = DuplicateStale._meta.get_field("at").get_db_prep_save(timezone.now(), connection)
    organisation = current.required()
    with connection.cursor() as cursor:
        begin = f"INSERT INTO {_STALE} (organisation_id, client_id, at)"
        end = " ON CONFLICT (organisation_id, client_id) DO UPDATE SET at = EXCLUDED.at"
        if connection.vendor == "postgresql":
            each = f"{begin} SELECT %s, key, %s FROM unnest(%s::bigint[]) AS of(key){end}"  # noqa: S608 - our own words
            cursor.execute(each, [organisation, at, keys])
            return
        rows = [(organisation, key, at) for key in keys]
        cursor.executemany(f"{begin} VALUES (%s, %s, %s){end}", rows)


def refresh(clients: Sequence[int]) -> list[Profile]:
    """Make profiles and keys of these clients what they are now; those that have one come back.

    Inside a transaction.
    """
    before = {one.key: one for one in load(clients)}
    after = {one.key: one for one in profiles(clients)}
    gone: list[tuple[int, int, int]] = []
    new: list[tuple[int, int, int]] = []
    organisation = current.required()
    for key in clients:
        had, has = (_numbers(state.get(key)) for state in (before, after))
        gone += [(organisation, number, key) for number in had - has]
        new += [(organisation, number, key) for number in has - had]
    _write_keys(gone, sorted(new))
    left = DuplicateProfile.objects.filter(client_key__in=before.keys() - after.keys())
    left._raw_delete("default")  # noqa: SLF001 - derived rows, by key
    _write_profiles(
        one
        for key, one in after.items()
        if before.get(key) != one or before[key].shown != one.shown
    )
    return list(after.values())


def _write_profiles(changed: Iterable[Profile]) -> None:
    told = DuplicateProfile._meta.get_field("told")
    organisation = current.required()
    rows = [
        (organisation, one.key, told.get_db_prep_save(one.as_json(), connection)) for one in changed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_PROFILES} (organisation_id, client_id, told) VALUES (%s, %s, %s)"  # noqa: S608 - our own words
            " ON CONFLICT (organisation_id, client_id) DO UPDATE SET told = EXCLUDED.told",
            rows,
        )


def load(clients: Collection[int] | None = None) -> list[Profile]:
    """The kept profiles of these clients, of all by default."""
    rows = DuplicateProfile.objects.order_by("client_key")
    if clients is not None:
        rows = rows.filter(client_key__in=clients)
    return [Profile.from_json(key, told) for key, told in rows.values_list("client_key", "told")]


def profile_of(client: Client) -> Profile:
    """A client as it is compared at this moment."""
    [one] = profiles([client.pk])
    return one


def rivals(profile: Profile, most: int, *, stale_too: bool = True) -> list[Profile]:
    """The clients that share the most telling keys with a profile.

    ``stale_too``: those that changed since they were compared are read as they are now.
    """
    stale = [row["client_key"] for row in _stale()] if stale_too else []
    shared = _sharing(profile)
    for key in (profile.key, *stale):
        shared.pop(key, None)
    best = sorted(shared, key=lambda key: (-shared[key], key))[:most]
    found = [
        Profile.from_json(row["client_key"], row["told"]) for row in _told(keys=padded(best, most))
    ]
    if stale:
        found += [one for one in profiles(sorted(stale)) if one.key != profile.key]
    return found


@prepared()
def _stale() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = DuplicateStale.objects.order_by("-client_key")
    return rows.values("client_key")[:MOST_STALE]


@prepared()
def _told(*, keys: list[int]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = DuplicateProfile.objects.filter(client_key__in=keys)
    return rows.order_by("client_key").values("client_key", "told")


@prepared()
def last_scan() -> QuerySet[Any, Any]:
    """What the last look at all clients learned, if there was one."""
    rows: QuerySet[Any, Any] = DuplicateScan.objects.order_by("id")
    return rows[:1]


@prepared()
def _counted(*, keys: list[int]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = DuplicateCount.objects.filter(key__in=keys)
    return rows.order_by().values("key", "clients")


def padded(keys: list[int], width: int) -> list[int]:
    """The keys with as many of nobody as make the list so long: one statement for all lengths."""
    return keys + [0] * (-len(keys) % width if keys else width)


def _sharing(profile: Profile) -> dict[int, float]:
    """How telling the keys are that each client shares, by its key."""
    shared: defaultdict[int, float] = defaultdict(float)
    most = telling.MOST_IN_A_BLOCK + 1
    for some in batched(sorted(_numbers(profile)), KEYS_AT_ONCE):
        parts = [
            f"SELECT * FROM (SELECT {place} AS place, client_id FROM {_KEYS}"  # noqa: S608 - our own words
            f" WHERE organisation_id = %s AND key = %s LIMIT {most}) AS k{place}"
            for place in range(len(some))
        ]
        blocks: defaultdict[int, list[int]] = defaultdict(list)
        with connection.cursor() as cursor:
            parameters = [part for number in some for part in (current.required(), number)]
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for place, client in cursor.fetchall():
                blocks[place].append(client)
        for block in blocks.values():
            if len(block) < most:
                for client in block:
                    shared[client] += 1 / len(block)
    return shared


def rarity(some: Iterable[Profile], clients: int) -> Rarity:
    """How rare the values of these profiles are, as the last scan counted them."""
    named = {
        number_of(f"{kind} {value}"): (kind, value)
        for profile in some
        for kind, found in told_by(profile)
        for value in found
    }
    having: dict[str, Counter[str]] = {}
    for chunk in batched(sorted(named), COUNTED_AT_ONCE):
        for row in _counted(keys=padded(list(chunk), COUNTED_AT_ONCE)):
            kind, value = named[row["key"]]
            having.setdefault(kind, Counter())[value] = row["clients"]
    return Rarity.counted(clients, having)


def keep_counts(found: Rarity, needed: float) -> None:
    """Keep what a scan of all clients learned. Inside a transaction."""
    DuplicateCount.objects.all()._raw_delete("default")  # noqa: SLF001 - derived rows
    organisation = current.required()
    rows = sorted({number_of(f"{kind} {value}"): n for kind, value, n in found.common()}.items())
    _insert(_COUNTS, "key, clients", [(organisation, key, count) for key, count in rows])
    DuplicateScan.objects.update_or_create(
        organisation_id=organisation,
        defaults={"clients": found.clients, "needed": needed, "at": timezone.now()},
    )


def _numbers(profile: Profile | None) -> set[int]:
    return {number_of(key) for key in telling.keys(profile)} if profile is not None else set()


def _write_keys(gone: list[tuple[int, int, int]], new: list[tuple[int, int, int]]) -> None:
    if gone:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {_KEYS} WHERE organisation_id = %s AND key = %s AND client_id = %s",  # noqa: S608
                gone,
            )
    _insert(_KEYS, "key, client_id", new)


def _insert(table: str, columns: str, rows: list[tuple[int, int, int]]) -> None:
    """Add rows of three numbers; one that is there stays. PostgreSQL takes an array per column."""
    if not rows:
        return
    into = f"INSERT INTO {table} (organisation_id, {columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"{into} SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])"  # noqa: S608
                " ON CONFLICT DO NOTHING",
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            cursor.executemany(f"{into} VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)
