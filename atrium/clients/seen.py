"""Reading the log of who saw what: filters and pages (J24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from atrium.clients.absent import LARGEST
from atrium.clients.models import Client, Sighting
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.asked import beginning, end, the_member

PAGE = 100
LONGEST_KEY = 18


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the log is asked for: of a client by number, of a member by public id, from day to day."""

    client: str = ""
    member: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        names = ("client", "member", "since", "until")
        return cls(**{name: query.get(name, "").strip()[:60] for name in names})

    def urlencoded(self, **more: object) -> str:
        pairs = {"client": self.client, "member": self.member}
        pairs |= {"since": self.since, "until": self.until}
        return urlencode({k: v for k, v in (pairs | more).items() if v})

    def the_client(self) -> Client | None:
        """The client that is named, if there is one."""
        return self._among(Client.objects.all())

    def seen_client(self, by: Member) -> Client | None:
        """The client that is named, if ``by`` sees it."""
        return self._among(Client.objects.visible_to(by))

    def _among(self, clients: QuerySet[Client]) -> Client | None:
        text = self.client.upper().removeprefix("C-")
        if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_KEY:
            return None
        return clients.filter(number=int(text)).first() if int(text) <= LARGEST else None

    def rows(self, by: Member) -> QuerySet[Sighting]:
        """The lines asked for, newest first. Refused with the field that cannot be read."""
        rows: Any = Sighting.objects.select_related("member", "client").order_by("-id")
        if self.client:
            client = self.the_client()
            if client is None:
                msg = gettext("There is no client with this number.")
                raise Refusal(msg, field="client")
            rows = rows.filter(client=client)
        if self.member:
            rows = rows.filter(member=the_member(self.member))
        zone = by.organisation.zone
        if self.since:
            rows = rows.filter(at__gte=beginning(self.since, zone))
        if self.until:
            rows = rows.filter(at__lt=end(self.until, zone))
        chosen: QuerySet[Sighting] = rows
        return chosen


def page(rows: QuerySet[Sighting], before: str) -> tuple[list[Sighting], int | None]:
    """The lines older than the one with the key ``before``, and where the next page begins."""
    if fits(before):
        rows = rows.filter(pk__lt=int(before))
    some = list(rows[: PAGE + 1])
    return some[:PAGE], some[PAGE - 1].pk if len(some) > PAGE else None
