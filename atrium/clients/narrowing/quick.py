"""The conditions that the list has inputs of their own for, as its address says them: status=3&hold=1."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict

from atrium.clients.models import ClientKind
from atrium.clients.narrowing.tree import Condition, Group, Node
from atrium.clients.value_types.base import IS, TO
from atrium.foundation.translation import gettext_lazy

DIGITS = 18
WHOLE = 100
MOST = 50
SWITCHES = {
    "favourite": (gettext_lazy("Favourites"), "star"),
    "flagged": (gettext_lazy("Flagged"), "flag"),
    "hold": (gettext_lazy("On hold"), "circle-pause"),
    "no_contact": (gettext_lazy("Do not contact"), "ban"),
    "restricted": (gettext_lazy("Restricted"), "lock"),
}
ORDER = ("status", "tag", "owner", "kind", "group", "below")
type Pair = tuple[str, str]


def key(text: str) -> int:
    """The number that the text is; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0


def conditions(query: QueryDict) -> list[Condition]:
    """The conditions that the short pairs of an address mean."""
    found: list[Condition] = []

    def asks(slug: str, *values: str, by: str = IS.slug) -> None:
        found.append(Condition(slug, by, values))

    if statuses := _keys(query, "status"):
        asks("status", *statuses)
    for tag in _keys(query, "tag"):
        asks("tag", tag)
    if owner := query.get("owner", "")[:DIGITS].strip():
        asks("owner", owner)
    if (kind := query.get("kind", "")) in ClientKind.values:
        asks("kind", kind)
    if group := key(query.get("group", "")):
        asks("group", str(group))
    if below := min(key(query.get("below", "")), WHOLE):
        asks("complete", str(below - 1), by=TO.slug)
    for name in SWITCHES:
        if query.get(name):
            asks(name, "yes")
    return found


def parted(group: Group) -> tuple[list[Pair], list[Node]]:
    """The short pairs of the parts that have such, each kind once, and the other parts."""
    pairs: list[Pair] = []
    rest: list[Node] = []
    seen: set[str] = set()
    for part in group.parts:
        short = _short(part) if isinstance(part, Condition) else []
        name = short[0][0] if short else ""
        if not short or (name in seen and name != "tag") or set(short) & set(pairs):
            rest.append(part)
            continue
        seen.add(name)
        pairs += short
    return pairs, rest


def _short(part: Condition) -> list[Pair]:
    values = part.values
    if part.slug == "complete":
        fits = part.operator == TO.slug and 0 <= key(values[0]) < WHOLE
        return [("below", str(key(values[0]) + 1))] if fits and values[0].isdecimal() else []
    if part.operator != IS.slug:
        return []
    if part.slug in SWITCHES:
        return [(part.slug, "1")] if values == ("yes",) else []
    if part.slug == "status":
        return [("status", v) for v in values] if all(map(str.isdecimal, values)) else []
    fits_one = _ONE.get(part.slug)
    return [(part.slug, values[0])] if fits_one and len(values) == 1 and fits_one(values[0]) else []


_ONE: dict[str, Callable[[str], bool]] = {
    "tag": str.isdecimal,
    "owner": lambda value: len(value) <= DIGITS,
    "kind": lambda value: value in ClientKind.values,
    "group": str.isdecimal,
}


def _keys(query: QueryDict, name: str) -> list[str]:
    texts = query.getlist(name)[:MOST]
    return list(dict.fromkeys(str(key(text)) for text in texts if text))
