"""What speaks for and against two clients being one, in bits.

Each field adds the logarithm of how much likelier what is seen is for one client than for two
(Fellegi and Sunter 1969). Agreement weighs by how rare the value is; evidence that comes in
bundles (the words of a name, the lines of an address) is not independent, so each further piece
counts less. The same figures for every organisation: nothing is learned from labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from atrium.clients.duplicates.likeness import Alignment, align, alike, written_together
from atrium.clients.duplicates.profile import Place, Profile
from atrium.clients.duplicates.rarity import Rarity, tail
from atrium.clients.duplicates.words import PLAIN_STREET_WORDS, TELLING_APART

FURTHER = 0.62
MISTYPED = 2.0
# A company's name and address are shared by its branches and neighbours: more is asked of it.
COMPANY = -5.0
MOST_FOR_COMPANY_NAME, MOST_FOR_PLACE = 14.0, 15.0
OTHER_PERSON, OTHER_COMPANY = -8.0, -14.0
OTHER_WORDS, OTHER_BRANCH = -3.2, -6.0
OTHER_HOUSE, NEIGHBOURING_HOUSE, OTHER_STREET = -5.0, -1.0, -3.5
OTHER_TOWN, OTHER_POSTCODE, NEAR_POSTCODE = -2.0, -1.5, 2.0
OTHER_BIRTHDAY, OTHER_PHONE, OTHER_EMAIL, OTHER_ID = -4.0, -2.5, -2.0, -4.0
STRONG = 4.0


@dataclass(slots=True)
class Evidence:
    """The bits by field, and in words what they rest on. ``doubtful``: both names have words of their own."""

    bits: dict[str, float] = field(default_factory=dict)
    doubtful: bool = False

    @property
    def total(self) -> float:
        return sum(self.bits.values())


def weigh(a: Profile, b: Profile, rarity: Rarity) -> Evidence:
    """All that speaks for and against ``a`` being ``b``."""
    found = Evidence()
    bits = found.bits
    persons = _are_persons(a, b)
    bits["name"] = _name(a, b, rarity, found)
    bits["phone"] = _phone(a, b, rarity)
    bits["email"] = _email(a, b, rarity)
    bits["birthday"] = _birthday(a.birthday, b.birthday, rarity)
    bits["id"] = _ids(a, b, rarity)
    if sum(bits.values()) + MOST_FOR_PLACE > 0:
        bits["place"] = _places(a, b, rarity)
    if not persons:
        bits["kind"] = COMPANY
        if bits.get("place", 0) < 0 and bits["phone"] > STRONG and sorted(a.name) == sorted(b.name):
            # Moved, or two doors of one house: name and phone are the same.
            bits["place"] = 0.0
    return found


def _are_persons(a: Profile, b: Profile) -> bool:
    """Whether they are judged as persons.

    Where neither has a date of birth, as much is asked as of companies: a household shares name,
    address and phone as branches do.
    """
    return a.is_person and b.is_person and bool(a.birthday or b.birthday)


def _bundled(bits: Iterable[float]) -> float:
    return sum(bit * FURTHER**place for place, bit in enumerate(sorted(bits, reverse=True)))


def _agreement(bits: float, share: float) -> float:
    return bits if share == 1 else max(0.3, (bits - MISTYPED) * share)


def _weighed(found: Alignment, kind: str, rarity: Rarity) -> float:
    return _bundled(_agreement(rarity.rarer(kind, a, b), share) for a, b, share in found.pairs)


def _name(a: Profile, b: Profile, rarity: Rarity, evidence: Evidence) -> float:
    if not a.name or not b.name:
        return 0.0
    persons = _are_persons(a, b)
    found = align(a.name, b.name)
    alone = {*found.left, *found.right}
    if alone and not alone & TELLING_APART and written_together(a.name, b.name):
        return _bundled(rarity.bits("name", word) for word in a.name) - 1
    if not found.pairs:
        if persons and a.half and b.half and a.half != b.half:
            # Of the one only the given name is known, of the other only the family name.
            return 0.0
        evidence.doubtful = True
        return OTHER_PERSON if persons else OTHER_COMPANY
    bits = _weighed(found, "name", rarity)
    if not persons:
        bits = min(bits, MOST_FOR_COMPANY_NAME) + _branches(a.name, b.name, found)
    if found.left and found.right:
        evidence.doubtful = True
        return bits + OTHER_WORDS * min(1.6, _exclusive(found, rarity))
    return bits - 0.4 * min(2, len(found.left) + len(found.right))


def _exclusive(found: Alignment, rarity: Rarity) -> float:
    """How many words of the one exclude words of the other; common ones count less."""
    left, right = (
        sorted((rarity.bits("name", word) for word in side), reverse=True)
        for side in (found.left, found.right)
    )
    return sum(min(1.0, min(pair) / 6) for pair in zip(left, right, strict=False))


def _branches(a: tuple[str, ...], b: tuple[str, ...], found: Alignment) -> float:
    """Against: Little Tykes I is not Little Tykes II, Crane Center West not Crane Center North."""
    left, right = ({w for w in name if w in TELLING_APART or w.isdigit()} for name in (a, b))
    if left and right and not left & right:
        return OTHER_BRANCH
    only_that = bool(left) != bool(right) and not {*found.left, *found.right} - TELLING_APART
    return -1.0 if only_that else 0.0


def _phone(a: Profile, b: Profile, rarity: Rarity) -> float:
    if not a.phones or not b.phones:
        return 0.0
    best = 0.0
    for one in a.phones:
        for other in b.phones:
            length = min(len(one), len(other))
            if one[-length:] == other[-length:]:
                best = max(best, rarity.rarer("phone", tail(one), tail(other)))
            elif OSA.distance(tail(one), tail(other), score_cutoff=1) == 1:
                best = max(best, 3.0)
    return best or OTHER_PHONE


def _email(a: Profile, b: Profile, rarity: Rarity) -> float:
    if not a.emails or not b.emails:
        return 0.0
    best = 0.0
    for one in a.emails:
        for other in b.emails:
            if one == other:
                best = max(best, rarity.bits("email", one))
                continue
            slips = OSA.distance(one, other)
            if slips <= max(2, len(one) // 6):
                best = max(best, 9.0 - slips)
            elif (local := one.partition("@")[0]) == other.partition("@")[0] and len(local) > 4:  # noqa: PLR2004 - info, mail
                best = max(best, 5.0)
    return best or OTHER_EMAIL


def _birthday(a: str, b: str, rarity: Rarity) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return rarity.bits("birthday", a)
    slips = OSA.distance(a, b, score_cutoff=2)
    year, month, day = (a[place] == b[place] for place in (slice(4), slice(4, 6), slice(6, 8)))
    turned = year and a[4:6] == b[6:] and a[6:] == b[4:6]
    stories = (
        (slips == 1, 5.0),
        (year + month + day == 2, 4.0),  # noqa: PLR2004 - two of three
        (turned, 6.0),
        (year, 0.5),
        (slips == 2, 0.0),  # noqa: PLR2004 - two digits mistyped
    )
    return next((bits for likely, bits in stories if likely), OTHER_BIRTHDAY)


def _ids(a: Profile, b: Profile, rarity: Rarity) -> float:
    if not a.ids or not b.ids:
        return 0.0
    same = a.ids & b.ids
    return max(rarity.bits("id", one) for one in same) if same else OTHER_ID / 2


def _places(a: Profile, b: Profile, rarity: Rarity) -> float:
    """The best pair of addresses; a client with many is not less itself for the others."""
    if not a.places or not b.places:
        return 0.0
    return max(_place(one, other, rarity) for one in a.places for other in b.places)


def _place(a: Place, b: Place, rarity: Rarity) -> float:
    street = _street(a, b, rarity)
    found = [
        street,
        _house(a, b, rarity, street),
        _town(a.town, b.town, rarity),
        _postcode(a.postcode, b.postcode, rarity),
    ]
    against = sum(bits for bits in found if bits < 0)
    return min(MOST_FOR_PLACE, _bundled(bits for bits in found if bits > 0)) + against


def _house(a: Place, b: Place, rarity: Rarity, street: float) -> float:
    if not a.houses or not b.houses:
        return 0.0
    if same := a.houses & b.houses:
        bits = max(rarity.bits("house", one) for one in same)
        return bits / 2 if street < 0 else bits
    return NEIGHBOURING_HOUSE if street > 0 and _nearly(a.houses, b.houses) else OTHER_HOUSE


def _town(a: str, b: str, rarity: Rarity) -> float:
    if not a or not b:
        return 0.0
    share = alike(a, b)
    return _agreement(rarity.rarer("town", a, b), share) if share else OTHER_TOWN


def _postcode(a: str, b: str, rarity: Rarity) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return rarity.bits("postcode", a)
    return NEAR_POSTCODE if OSA.distance(a, b, score_cutoff=1) == 1 else OTHER_POSTCODE


def _street(a: Place, b: Place, rarity: Rarity) -> float:
    if not a.street or not b.street:
        return 0.0
    found = align(a.street, b.street)
    if any(one not in PLAIN_STREET_WORDS for one, _, _ in found.pairs):
        return _weighed(found, "street", rarity)
    return 2 * STRONG if written_together(a.street, b.street) else OTHER_STREET


def _nearly(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(len(one) > 2 and OSA.distance(one, other, score_cutoff=1) == 1 for one in a for other in b)  # fmt: skip  # noqa: PLR2004 - 12 and 13 are neighbours, 1212 and 1213 may be a slip
