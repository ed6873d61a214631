"""Which pairs are one client: certainly, or possibly."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from atrium.clients.duplicates.evidence import Evidence, weigh
from atrium.clients.duplicates.profile import Profile
from atrium.clients.duplicates.rarity import FEWEST, Rarity

CERTAIN = 8.0
ROUNDS = 20
# Of so few bits not one pair in a thousand is one client, whatever the share turns out to be.
NEGLIGIBLE = 2.0
# A list has between one duplicate in fifty clients and two for each: beyond that an estimate is wrong.
FEWEST_DUPLICATES, MOST_DUPLICATES = 0.02, 2.0
# A third client that both surely are makes them one, unless much speaks against it.
SURE, NOT_AGAINST, BY_ANOTHER = 3.0, -9.0, 0.5
MOST_OF_ONE = 30


class Level(StrEnum):
    """How sure we are that two clients are one."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clients that look like one. ``score``: bits above what two strangers would need."""

    a: Profile
    b: Profile
    score: float
    evidence: Evidence
    through: Profile | None = None

    @property
    def level(self) -> Level:
        sure = self.score >= CERTAIN and not self.evidence.doubtful and self.through is None
        return Level.CERTAIN if sure else Level.POSSIBLE


class Judge:
    """Weighs pairs of one organisation's clients.

    The share of pairs that are one client is estimated from the scores themselves, by expectation
    maximisation: no labels, and no figure that fits one list alone.
    """

    def __init__(self, profiles: Sequence[Profile], rarity: Rarity) -> None:
        self._profiles = profiles
        self._rarity = rarity
        self._weighed: dict[tuple[int, int], Evidence] = {}
        self.needed = 0.0

    def judge(self, candidates: Iterable[tuple[int, int]]) -> list[Pair]:
        """The pairs that may be one client, the surest first. ``candidates`` by place in the list."""
        for i, j in candidates:
            evidence = weigh(self._profiles[i], self._profiles[j], self._rarity)
            if evidence.total > NEGLIGIBLE:
                self._weighed[i, j] = evidence
        totals = [evidence.total for evidence in self._weighed.values()]
        needed = self.needed = needed_bits(totals, self._rarity.clients)
        found = [*self._direct(needed), *self._through_another(needed)]
        return sorted(found, key=lambda pair: (-pair.score, pair.a.key, pair.b.key))

    def _direct(self, needed: float) -> Iterator[Pair]:
        for (i, j), evidence in self._weighed.items():
            if evidence.total >= needed:
                yield Pair(self._profiles[i], self._profiles[j], evidence.total - needed, evidence)

    def _through_another(self, needed: float) -> Iterator[Pair]:
        near: defaultdict[int, list[int]] = defaultdict(list)
        for (i, j), evidence in self._weighed.items():
            if evidence.total - needed >= SURE:
                near[i].append(j)
                near[j].append(i)
        seen: set[tuple[int, int]] = set()
        for middle, others in near.items():
            if len(others) > MOST_OF_ONE:
                continue
            for i, j in combinations(sorted(others), 2):
                if (i, j) in seen:
                    continue
                seen.add((i, j))
                a, b = self._profiles[i], self._profiles[j]
                evidence = self._weighed.get((i, j)) or weigh(a, b, self._rarity)
                if NOT_AGAINST <= evidence.total - needed < 0:
                    yield Pair(a, b, BY_ANOTHER, evidence, through=self._profiles[middle])


def needed_bits(totals: Sequence[float], clients: int) -> float:
    """How many bits make a pair as likely one client as two, among so many clients."""
    clients = max(clients, FEWEST)
    pairs = clients * (clients - 1) / 2
    share = 0.1 * clients / pairs
    for _ in range(ROUNDS):
        base = math.log2(share)
        expected = sum(_likelihood(total + base) for total in totals)
        share = min(max(FEWEST_DUPLICATES * clients, expected), MOST_DUPLICATES * clients) / pairs
    return -math.log2(share)


def _likelihood(bits: float) -> float:
    return float(1 / (1 + 2 ** -max(-60.0, min(60.0, bits))))


def judged(one: Profile, others: Iterable[Profile], rarity: Rarity, needed: float) -> list[Pair]:
    """Those of ``others`` that may be the client ``one``, the surest first."""
    found = []
    for other in others:
        evidence = weigh(one, other, rarity)
        if evidence.total >= needed:
            found.append(Pair(one, other, evidence.total - needed, evidence))
    return sorted(found, key=lambda pair: (-pair.score, pair.b.key))
