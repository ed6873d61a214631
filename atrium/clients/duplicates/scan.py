"""The duplicates among the clients of an organisation: all of them, or what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from atrium.clients.duplicates import kept
from atrium.clients.duplicates.judging import Judge, Level, Pair, judged, needed_bits
from atrium.clients.duplicates.keys import candidates
from atrium.clients.duplicates.profile import Profile, profiles
from atrium.clients.duplicates.rarity import Rarity
from atrium.clients.duplicates.reasons import reasons
from atrium.clients.models import (
    Client,
    DuplicatePair,
    DuplicateProfile,
    DuplicateScan,
    DuplicateStale,
)

AT_A_TIME = 200
# Where nothing is compared yet, a portion is a matter of keys alone.
KEYED_AT_A_TIME = 1000
# What one client is compared with when it changed.
RIVALS = 60
# From so many changes on, all clients are compared anew: that costs less and estimates better.
MANY, SHARE = 500, 0.2
# More are not compared all at once, which takes 14 kB of memory for each: one after another.
MOST_AT_ONCE = 150_000


def scan(level: Level = Level.POSSIBLE) -> list[Pair]:
    """The pairs of the current organisation of this level or surer, the surest first."""
    everyone = profiles()
    found = Judge(everyone, Rarity.among(everyone)).judge(candidates(everyone))
    return [pair for pair in found if level is Level.POSSIBLE or pair.level is Level.CERTAIN]


def look() -> int:
    """Bring keys and pairs up to date, in short transactions; answers how many pairs were written.

    Killed at any place, it goes on with what is stale still.
    """
    if _is_first():
        _mark_all()
    whole = _needs_all()
    if whole and (clients := Client.objects.count()) > MOST_AT_ONCE:
        _learn(clients)
        whole = False
    written = 0
    while True:
        with transaction.atomic():
            stale = DuplicateStale.objects.order_by("client_key")
            keys = stale.select_for_update().values_list("client_key", flat=True)
            some = list(keys[: KEYED_AT_A_TIME if whole else AT_A_TIME])
            if not some:
                break
            fresh = kept.refresh(some)
            if not whole:
                written += _compare(some, fresh)
            DuplicateStale.objects.filter(client_key__in=some)._raw_delete("default")  # noqa: SLF001
    return _compare_all() if whole else written


def _is_first() -> bool:
    return not DuplicateScan.objects.exists() and not DuplicateProfile.objects.exists()


def _mark_all() -> None:
    last, everyone = 0, Client.objects.order_by("pk").values_list("pk", flat=True)
    while keys := list(everyone.filter(pk__gt=last)[: 10 * AT_A_TIME]):
        with transaction.atomic():
            kept.mark(keys)
        last = keys[-1]


def _learn(clients: int) -> None:
    """Estimate from every so manyth client how rare values are."""
    step = -(-clients // MOST_AT_ONCE)
    sample = list(Client.objects.order_by("pk").values_list("pk", flat=True))[::step]
    rarity = Rarity.among(profiles(sample)).scaled(step)
    with transaction.atomic():
        kept.keep_counts(rarity, needed_bits([], clients))


def _needs_all() -> bool:
    """Whether so much changed that what the last scan learned holds no more."""
    last = DuplicateScan.objects.first()
    if last is None:
        return True
    changed = DuplicateStale.objects.order_by()[: MANY + int(SHARE * last.clients) + 1].count()
    return bool(changed > MANY + SHARE * last.clients)


def _compare_all() -> int:
    """Find all pairs anew; they take the place of the kept ones in one transaction."""
    everyone = kept.load()
    rarity = Rarity.among(everyone)
    judge = Judge(everyone, rarity)
    found = judge.judge(candidates(everyone))
    with transaction.atomic():
        kept.keep_counts(rarity, judge.needed)
        DuplicatePair.objects.all()._raw_delete("default")  # noqa: SLF001 - derived rows
        return _keep(found)


def _compare(some: Sequence[int], fresh: Iterable[Profile]) -> int:
    """Find the pairs of clients that changed anew."""
    last = DuplicateScan.objects.get()
    either = Q(first_key__in=some) | Q(second_key__in=some)
    DuplicatePair.objects.filter(either)._raw_delete("default")  # noqa: SLF001 - derived rows
    found: dict[tuple[int, int], Pair] = {}
    for one in fresh:
        others = kept.rivals(one, RIVALS, stale_too=False)
        rarity = kept.rarity([one, *others], last.clients)
        for pair in judged(one, others, rarity, last.needed):
            found.setdefault(_in_order(pair), pair)
    return _keep(found.values())


def _keep(pairs: Iterable[Pair]) -> int:
    rows = []
    for pair in pairs:
        first, second = _in_order(pair)
        rows.append(
            DuplicatePair(
                first_key=first,
                second_key=second,
                level=pair.level.value,
                score=round(pair.score, 2),
                reasons=reasons(pair, naming=False),
            )
        )
    DuplicatePair.objects.bulk_create(rows, batch_size=AT_A_TIME, ignore_conflicts=True)
    return len(rows)


def _in_order(pair: Pair) -> tuple[int, int]:
    return min(pair.a.key, pair.b.key), max(pair.a.key, pair.b.key)
