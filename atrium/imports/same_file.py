"""Rows of one file that are about the same client."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from atrium.imports.content import Content

_NOWHERE: frozenset[str] = frozenset()


class _Seen(NamedTuple):
    row: int
    external_id: str
    postcodes: frozenset[str]
    tax_id: str
    has_person: bool


class Earlier:
    """What came before in the file. Only a key and a row number are kept of each row.

    ``several_per_company``: the file is a list of persons, so that rows of one company with
    different ids are still one client with several contacts. ``cards``: a card of a company, then
    those of its people.
    """

    def __init__(self, *, several_per_company: bool, cards: bool = False) -> None:
        self._several = several_per_company
        self._cards = cards
        self._by_id: dict[tuple[str, str], int] = {}
        self._by_reach: dict[tuple[str, str], _Seen] = {}
        self._companies: defaultdict[str, list[_Seen]] = defaultdict(list)

    def remember(self, content: Content) -> None:
        """Keep the row as the first of its client."""
        seen = _Seen(
            content.row,
            content.values.get("external_id", ""),
            frozenset(map(str.casefold, content.postcodes)) if content.places else _NOWHERE,
            content.values.get("tax_id", ""),
            bool(content.person),
        )
        if seen.external_id:
            self._by_id.setdefault((seen.external_id, content.name_key), seen.row)
        for key in _keys(content):
            self._by_reach.setdefault(key, seen)
        if content.kind == "company" and (content.person or self._cards):
            self._companies[content.name_key].append(seen)

    def row_of_same_client(self, content: Content) -> int:
        """The number of the earlier row about this client; 0 for none."""
        external = content.values.get("external_id", "")
        if external and (external, content.name_key) in self._by_id:
            return self._by_id[external, content.name_key]
        if content.kind == "company" and content.person:
            for seen in self._companies.get(content.name_key, ()):
                if self._same_company(seen, content, external):
                    return seen.row
        for key in _keys(content):
            met = self._by_reach.get(key)
            if met and not (external and met.external_id):
                return met.row
        return 0

    def _same_company(self, seen: _Seen, content: Content, external: str) -> bool:
        if external and seen.external_id and not self._several:
            return False
        here = {postcode.casefold() for postcode in content.postcodes}
        if here and seen.postcodes and not here & seen.postcodes:
            return False
        tax_id = content.values.get("tax_id", "")
        return not (tax_id and seen.tax_id and tax_id != seen.tax_id)


def _keys(content: Content) -> list[tuple[str, str]]:
    name, sound = content.name_key, [reach for reach in content.reach if reach.sound]
    keys = [(name, reach.normal) for reach in sound if reach.kind == "email"]
    keys += [(name, reach.normal) for reach in sound if reach.kind == "phone"]
    if content.places:
        keys += [(name, f"at {postcode.casefold()}") for postcode in content.postcodes]
    return keys
