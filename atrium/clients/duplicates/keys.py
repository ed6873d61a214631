"""Which clients are worth comparing: those that share a key that few have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import jellyfish

from atrium.clients.duplicates.profile import Place, Profile
from atrium.clients.duplicates.rarity import tail

# A key that more have than this tells too little; whoever is alike shares another one as well.
MOST_IN_A_BLOCK = 60
# A key tells one part in as many as have it. Who shares keys of neighbourhoods only, and few of them, is not compared: of
# 100,000 clients that leaves a fifth of the pairs. The labelled sets come out the same anywhere from 0 to 0.12.
ENOUGH = 0.07


def keys(profile: Profile) -> set[str]:
    """The keys of one client."""
    return set(_keys(profile))


def _keys(profile: Profile) -> Iterator[str]:
    name = profile.name
    sounds = sorted({jellyfish.metaphone(word) or word for word in name})
    yield from (f"nn {a} {b}" for a, b in combinations(sounds, 2))
    if len(name) == 1:
        yield f"n {sounds[0]}"
    if len(name) > 1:
        yield f"j {''.join(sorted(''.join(name)))}"
    yield from (f"p {tail(number)}" for number in profile.phones)
    yield from (f"i {one}" for one in profile.ids)
    for address in profile.emails:
        local, _, domain = address.partition("@")
        yield from (f"e {address}", f"el {local}", f"ed {domain}")
    if profile.birthday:
        yield from _born(profile.birthday, name, profile.places)
    for place in profile.places:
        yield from _at(place, name)


def _born(day: str, name: Sequence[str], places: Sequence[Place]) -> Iterator[str]:
    yield f"d {day}"
    for word in name:
        yield from (f"dy {day[:4]} {word[:3]}", f"dm {day[4:]} {word[:3]}")
    yield from (f"dt {day[:6]} {place.town[:3]}" for place in places if place.town)


def _at(place: Place, name: Sequence[str]) -> Iterator[str]:
    telling = [word for word in place.street if len(word) > 2]  # noqa: PLR2004 - st, n, rd
    for house in place.houses:
        yield from (f"hs {house} {word[:4]}" for word in telling)
        yield from (f"hn {house} {word[:4]}" for word in name)
        if not place.street:
            yield f"ht {house} {place.town[:4]}"
    for word in name:
        if place.postcode:
            yield f"zn {place.postcode[:3]} {word[:4]}"
        if place.town:
            yield f"tn {place.town[:4]} {word[:4]}"
        yield from (f"sn {street[:5]} {word[:3]}" for street in telling[:2])


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """The pairs, by their places in the list, whose keys tell enough together; each once.

    One after another, in the memory of the keys alone: there are far more pairs than clients.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for key in keys(profile):
            blocks[key].append(place)
    telling: list[list[list[int]]] = [[] for _ in profiles]
    for block in blocks.values():
        if 1 < len(block) <= MOST_IN_A_BLOCK:
            for place in block:
                telling[place].append(block)
    del blocks
    for one, mine in enumerate(telling):
        shared: defaultdict[int, float] = defaultdict(float)
        for block in mine:
            for other in block:
                if other > one:
                    shared[other] += 1 / len(block)
        yield from ((one, other) for other, told in shared.items() if told >= ENOUGH)
