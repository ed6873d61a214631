"""What an address or a form asks of a merge: which clients, which one stays, whose values stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from atrium.clients.models import Client
from atrium.foundation.numbers import fits
from atrium.organisations.models import Member

PICK = "pick."
LARGEST = 2**31 - 1


@dataclass
class Asked:
    """The clients by their numbers, as far as the member may see them; the first one stays."""

    keep: Client
    absorb: list[Client]
    picks: dict[str, int]
    missing: list[str]

    @classmethod
    def read(cls, query: QueryDict, member: Member) -> Asked | None:
        """What is asked for; None where it names no client."""
        typed = [text.strip().upper().removeprefix("C-") for text in query.getlist("client")]
        wanted = [t for t in dict.fromkeys(typed) if t]
        numbers = {int(t): t for t in wanted if fits(t, LARGEST)}
        rows = Client.objects.visible_to(member).filter(number__in=numbers)
        known = {client.number: client for client in rows.select_related("status", "owner")}
        for client in known.values():
            client.organisation = member.organisation
        clients = [known[number] for number in numbers if number in known]
        if not clients:
            return None
        keep = next((c for c in clients if str(c.number) == query.get("keep", "")), clients[0])
        absorb = [client for client in clients if client is not keep]
        sent = {name: query.get(name, "") for name in query}
        picks = {
            name.removeprefix(PICK): known[int(value)].pk
            for name, value in sent.items()
            if name.startswith(PICK) and fits(value) and int(value) in known
        }
        missing = [t for t in wanted if not fits(t) or int(t) not in known]
        return cls(keep, absorb, picks, missing)

    @property
    def clients(self) -> list[Client]:
        """All of them in the order of their numbers, which stays when another one is kept."""
        return sorted([self.keep, *self.absorb], key=lambda client: client.number)
