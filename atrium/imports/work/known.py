"""Whom and what the rows of some work name: clients, members; each looked up once for a chunk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.foundation.formats.names import fold
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Member

type Values = Mapping[str, str]
_NAMING = ("client", "billing_client")


def number_in(text: str, letter: str) -> int | None:
    """The number in 12, J-0012 or j-12; None where there is none."""
    digits = text.strip().upper().removeprefix(f"{letter}-").lstrip("0")
    return int(digits) if fits(digits) else None


def parts_in(text: str) -> list[tuple[str, str]]:
    """The clients and their parts in "Mill Ltd (landlord); Tarn (Kent) Ltd"; no part is empty."""
    found = []
    for said in filter(None, (one.strip() for one in text.split(";"))):
        name, _, part = said.removesuffix(")").rpartition(" (") if said.endswith(")") else ("",) * 3
        found.append((name.strip() or said, part.strip()))
    return found


class Known:
    """What the rows of a chunk name, as far as the member sees it."""

    def __init__(self, rows: Iterable[Values], by: Member) -> None:
        self.by = by
        self.place = by.organisation
        self.members = lexicon.of(self.place).members
        some = list(rows)
        numbers = {number_in(row.get("client_number", ""), "C") for row in some} - {None}
        outside = {row.get("client_external_id", "") for row in some} - {""}
        names = {fold(row.get(name, "")) for row in some for name in _NAMING} - {""}
        names |= {fold(one) for row in some for one, _ in parts_in(row.get("other_clients", ""))}
        wanted = Q(number__in=numbers) | Q(external_id__in=outside) | Q(name_key__in=names)
        seen = Client.objects.visible_to(by).live().filter(wanted)
        self._clients = list(seen.order_by("number")) if numbers or outside or names else []
        for client in self._clients:
            client.organisation = self.place

    def client(self, values: Values) -> tuple[Client | None, str]:
        """The client that a row names by number, external ID or name; else why there is none."""
        number = number_in(values.get("client_number", ""), "C")
        if number is not None:
            found = [one for one in self._clients if one.number == number]
            return (
                (found[0], "")
                if found
                else (
                    None,
                    gettext("There is no client C-{number:04d} here.").format(number=number),
                )
            )
        outside = values.get("client_external_id", "")
        if outside:
            return self._one([c for c in self._clients if c.external_id == outside], outside)
        return self.client_called(values.get("client", ""))

    def client_called(self, name: str) -> tuple[Client | None, str]:
        """The one client of this name; else why there is none."""
        if not name.strip():
            return None, gettext("The row names no client.")
        return self._one([c for c in self._clients if c.name_key == fold(name)], name)

    @staticmethod
    def _one(found: list[Client], said: str) -> tuple[Client | None, str]:
        if len(found) == 1:
            return found[0], ""
        if not found:
            return None, gettext("There is no client {said} here.").format(said=said)
        several = ", ".join(client.code for client in found[:3])
        return None, gettext("Several clients are {said}: {several}. Give the number.").format(
            said=said, several=several
        )

    def member(self, text: str) -> Member | None:
        """Who works here and is called so, or has this e-mail address."""
        said = text.strip().casefold()
        for member in self.members.values():
            if member.is_active and said == member.name.casefold():
                return member
        return (
            next(
                (
                    member
                    for member in self.members.values()
                    if member.is_active and said == member.user.email.casefold()
                ),
                None,
            )
            if "@" in said
            else None
        )
