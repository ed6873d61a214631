"""Why two clients look like one, in words (X05)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.duplicates.evidence import STRONG
from atrium.clients.duplicates.judging import Pair
from atrium.clients.duplicates.profile import Place, Profile
from atrium.clients.duplicates.rarity import tail
from atrium.foundation.translation import gettext, gettext_lazy

TELLS = 2.0


def reasons(pair: Pair, *, naming: bool = True) -> list[str]:
    """What speaks for it, most telling first, then what speaks against it.

    ``naming``: whether the reader may learn of which third client both remind.
    """
    bits = pair.evidence.bits
    said = {field: _WORDS[field](pair.a, pair.b, bits[field]) for field in _WORDS if field in bits}
    order = sorted(said, key=lambda field: -bits[field])
    found = [said[field] for field in order if bits[field] >= TELLS and said[field]]
    if pair.through is not None:
        found.append(
            gettext("both look like {shown}").format(
                shown=pair.through.shown if naming else gettext("a third client")
            )
        )
    return found + [gettext("but {against}").format(against=against) for against in _against(bits)]


def _against(bits: dict[str, float]) -> Iterator[str]:
    for field, words in _OTHERWISE.items():
        if bits.get(field, 0) <= -TELLS:
            yield words


_OTHERWISE = {
    "name": gettext_lazy("the names differ"),
    "birthday": gettext_lazy("the dates of birth differ"),
    "place": gettext_lazy("the addresses differ"),
    "phone": gettext_lazy("the phones differ"),
    "email": gettext_lazy("the e-mail addresses differ"),
    "id": gettext_lazy("the tax ID, registration or web site differ"),
}


def _name(a: Profile, b: Profile, bits: float) -> str:
    if a.name == b.name:
        return gettext("the same name")
    if sorted(a.name) == sorted(b.name):
        return gettext("the same name in another order")
    return gettext("a similar name")


def _phone(a: Profile, b: Profile, bits: float) -> str:
    same = {tail(one) for one in a.phones} & {tail(one) for one in b.phones}
    return gettext("the same phone") if same else gettext("a phone that differs by one digit")


def _email(a: Profile, b: Profile, bits: float) -> str:
    if same := a.emails & b.emails:
        return gettext("the same e-mail address {same}").format(same=min(same))
    return gettext("a similar e-mail address")


def _birthday(a: Profile, b: Profile, bits: float) -> str:
    return (
        gettext("the same date of birth")
        if a.birthday == b.birthday
        else gettext("a similar date of birth")
    )


def _ids(a: Profile, b: Profile, bits: float) -> str:
    return gettext("the same tax ID, registration or web site")


def _place(a: Profile, b: Profile, bits: float) -> str:
    if any(_same_door(one, other) for one in a.places for other in b.places):
        return gettext("the same address")
    return gettext("a similar address") if bits >= STRONG else gettext("the same town")


def _same_door(a: Place, b: Place) -> bool:
    return bool(a.houses & b.houses) and bool(set(a.street) & set(b.street))


_WORDS = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "birthday": _birthday,
    "id": _ids,
    "place": _place,
}
