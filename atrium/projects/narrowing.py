"""Which projects an address asks for, and how they are to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models.organisation import ListStyle
from atrium.projects.models import Project

if TYPE_CHECKING:
    from atrium.organisations.models import Member

BOARD, TABLE, CARDS = "board", "table", "cards"
LOOKS = {BOARD: gettext_lazy("Board"), TABLE: gettext_lazy("Table"), CARDS: gettext_lazy("Cards")}
STATES = {
    "open": gettext_lazy("Open"),
    "overdue": gettext_lazy("Overdue"),
    "delivered": gettext_lazy("Delivered"),
    "bin": gettext_lazy("Deleted"),
}
LANES = {
    "": gettext_lazy("No lanes"),
    "client": gettext_lazy("By client"),
    "member": gettext_lazy("By manager"),
}
LONGEST_DIGITS = 18


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the address says: ``who`` is a member's key or "me", ``client`` a number."""

    member: Member
    look: str = BOARD
    state: str = "open"
    who: str = ""
    client: int | None = None
    lanes: str = ""
    q: str = ""

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Self:
        """As the address says; what it says wrongly is passed over."""
        look, who, client = query.get("view", BOARD), query.get("who", ""), query.get("client", "")
        if look == "list":
            look = member.list_style or member.organisation.list_style or ListStyle.TABLE
        keys = {str(one.pk) for one in lexicon.of(member.organisation).active_members}
        return cls(
            member=member,
            look=look if look in LOOKS else BOARD,
            state=query.get("state", "") if query.get("state") in STATES else "open",
            who=who if who == "me" or who in keys else "",
            client=int(client) if _is_number(client) else None,
            lanes=query.get("lanes", "") if query.get("lanes") in LANES else "",
            q=query.get("q", "").replace("\x00", "")[:200].strip(),
        )

    def rows(self) -> Any:
        """The projects, of those that the member sees, with their clients."""
        rows = Project.objects.visible_to(self.member)
        if self.look == BOARD or self.state == "open":
            rows = rows.open()
        elif self.state == "overdue":
            rows = rows.overdue(self.member.organisation.today())
        else:
            rows = rows.delivered() if self.state == "delivered" else rows.binned()
        if self.who:
            rows = rows.with_members([self.member.pk if self.who == "me" else int(self.who)])
        if self.client is not None:
            rows = rows.filter(client__number=self.client)
        if self.q:
            rows = rows.holding(self.q)
        return rows.select_related("client")

    @property
    def is_narrowed(self) -> bool:
        """Whether some projects are left out that the look would show."""
        return bool(self.who or self.q or self.client is not None)

    @property
    def named_client(self) -> Client | None:
        """The client that the projects are those of, where one is asked for."""
        if self.client is None:
            return None
        found: Client | None = (
            Client.objects.visible_to(self.member).filter(number=self.client).first()
        )
        return found

    def query(self, **changed: Any) -> str:
        """The query string that asks for the same but for these."""
        other = replace(self, **changed)
        told = {
            "view": "" if other.look == BOARD else other.look,
            "state": "" if other.state == "open" or other.look == BOARD else other.state,
            "who": other.who,
            "client": other.client or "",
            "lanes": other.lanes if other.look == BOARD else "",
            "q": other.q,
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def looks(self) -> list[tuple[str, str, str]]:
        """Each look: its slug, its name, the query that shows it."""
        return [(slug, label, self.query(look=slug)) for slug, label in LOOKS.items()]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_DIGITS
