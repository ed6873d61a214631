"""How much it tells that two clients have the same: the fewer have it, the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from atrium.clients.duplicates.profile import Profile

FEWEST = 200
PHONE_TAIL = 7


def tail(number: str) -> str:
    """The end of a phone number that is the same however it is dialled."""
    return number[-PHONE_TAIL:]


@dataclass
class Rarity:
    """How many clients have each value.

    Bits of information, -log2 of the share of clients that have the value: what agreement by
    chance would have to overcome (Fellegi and Sunter 1969, with value-specific weights).
    """

    clients: int = 0
    _having: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def among(cls, profiles: Iterable[Profile]) -> Rarity:
        found = cls()
        for profile in profiles:
            found.clients += 1
            for kind, values in told_by(profile):
                found._having.setdefault(kind, Counter()).update(values)
        return found

    @classmethod
    def counted(cls, clients: int, having: dict[str, Counter[str]]) -> Rarity:
        """From what was counted before; a value that is not there is had by one."""
        return cls(clients, having)

    def scaled(self, by: int) -> Rarity:
        """As it is likely to be among ``by`` times as many clients."""
        having = {
            kind: Counter({value: count * by for value, count in counter.items() if count > 1})
            for kind, counter in self._having.items()
        }
        return Rarity(self.clients * by, having)

    def common(self) -> Iterator[tuple[str, str, int]]:
        """Kind, value and number of those that more than one client has."""
        for kind, counter in self._having.items():
            for value, count in counter.items():
                if count > 1:
                    yield kind, value, count

    def bits(self, kind: str, value: str) -> float:
        """What it tells to have this value, at least nothing."""
        having = self._having.get(kind)
        count = max(1, having[value]) if having else 1
        return math.log2(max(self.clients, FEWEST, count) / count)

    def rarer(self, kind: str, a: str, b: str) -> float:
        """What the commoner of two values tells: a typo is always rare."""
        return min(self.bits(kind, a), self.bits(kind, b))


def told_by(profile: Profile) -> Iterable[tuple[str, set[str]]]:
    """What of a profile is counted, by kind."""
    yield "name", set(profile.name)
    yield "phone", {tail(number) for number in profile.phones}
    yield "email", set(profile.emails)
    yield "id", set(profile.ids)
    yield "birthday", {profile.birthday} - {""}
    yield "house", {house for place in profile.places for house in place.houses}
    yield "street", {word for place in profile.places for word in place.street}
    yield "town", {place.town for place in profile.places} - {""}
    yield "postcode", {place.postcode for place in profile.places} - {""}
