"""Telephone numbers that regulators keep free for fiction; nobody's telephone ever rings.

Ofcom (UK), ComReg (Ireland), Arcep (France), Bundesnetzagentur (Germany), NANPA (US). Poland keeps none, so Polish
clients of the demo have no telephone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

# One list of patterns per place; every `x` is a digit that is free to vary.
RANGES: dict[str, tuple[str, ...]] = {
    "Bristol": ("+44 117 496 0xxx",),
    "Manchester": ("+44 161 496 0xxx",),
    "London": ("+44 20 7946 0xxx",),
    "GB": ("+44 7700 900xxx",),
    "US": ("+1 212 555 01xx", "+1 415 555 01xx", "+1 617 555 01xx"),
    "IE": ("+353 20 91x xxxx",),
    "Paris": ("+33 1 99 00 xx xx",),
    "Rennes": ("+33 2 61 91 xx xx",),
    "Strasbourg": ("+33 3 53 01 xx xx",),
    "Lyon": ("+33 4 65 71 xx xx",),
    "Bordeaux": ("+33 5 36 49 xx xx",),
    "FR": ("+33 6 39 98 xx xx",),
    "Berlin": ("+49 30 23125 xxx",),
    "Frankfurt am Main": ("+49 69 90009 xxx",),
    "Hamburg": ("+49 40 66969 xxx",),
    "Köln": ("+49 221 4710 xxx",),
    "München": ("+49 89 99998 xxx",),
    "DE": ("+49 171 39200xx", "+49 176 040690xx"),
}
ALIASES = {"Dublin": "IE"}
TRUNK = {"+44": "0", "+353": "0", "+33": "0", "+49": "0", "+1": ""}


def fill(pattern: str, index: int) -> str:
    """The pattern with its `x` replaced by the digits of `index`; indexes past the range wrap round."""
    free = pattern.count("x")
    digits = iter(f"{index % 10**free:0{free}d}")
    return "".join(next(digits) if sign == "x" else sign for sign in pattern)


def national(number: str) -> str:
    """The number as people at home write it: `+44 117 496 0123` is `0117 496 0123`."""
    code, _, rest = number.partition(" ")
    return TRUNK[code] + rest


@dataclass(slots=True)
class Exchange:
    """Hands out numbers, each once until its range is used up."""

    rng: random.Random
    given: dict[str, int] = field(default_factory=dict)
    start: dict[str, int] = field(default_factory=dict)

    def number(self, place: str) -> str:
        """The next number of a city (landline) or country code (mobile); empty where no range is reserved."""
        place = ALIASES.get(place, place)
        patterns = RANGES.get(place, ())
        if not patterns:
            return ""
        turn = self.given.get(place, 0)
        self.given[place] = turn + 1
        pattern = patterns[turn % len(patterns)]
        size = 10 ** pattern.count("x")
        offset = self.start.setdefault(place, self.rng.randrange(size))
        # 7 and 10 have no common divisor: the walk visits every number of the range before it repeats.
        step = max(1, size * 7 // 100) | 1
        while step % 5 == 0:
            step += 2
        return fill(pattern, offset + turn // len(patterns) * step)

    def written(self, place: str) -> str:
        """A number in one of the notations people type."""
        number = self.number(place)
        if not number:
            return ""
        return self.rng.choice(
            (number, national(number), national(number), number.replace(" ", ""))
        )
