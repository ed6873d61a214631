"""The Activity tab: the story as one page of it shows it, with the ways to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.utils.safestring import SafeString

from atrium.clients.activity import EPOCH, Asked, Cursor, beside, stretch
from atrium.clients.telling import Day, by_day, kind_options, told
from atrium.foundation.translation import gettext
from atrium.timeline.kinds import Strand

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.models import Member


@dataclass
class Story:
    """A page of a client's story. The ways to go on are query strings, empty where it ends."""

    portrait: Portrait
    asked: Asked
    days: list[Day]
    earlier: str
    later: str
    news: str
    fresh: bool

    @classmethod
    def read(cls, portrait: Portrait, query: Mapping[str, str]) -> Self:
        """The page that the URL asks for; a place that cannot be read is the beginning."""
        asked = Asked.read(query, portrait.member.organisation)
        before, after = (Cursor.read(query.get(name, "")) for name in ("before", "after"))
        later = Cursor.read(query.get("later", ""))
        start = None if after or later else before or asked.start
        found = stretch(portrait.client, portrait.member, asked, before=start, after=after or later)
        events = found.events
        days = by_day(told(portrait, events), asked.organisation, query.get("day", ""))
        newest = beside(events[0]) if events else after or later or Cursor(EPOCH, 0)
        tail = later or (found.more and not after)
        last = days[-1].day.isoformat() if days else ""
        older = {"before": str(beside(events[-1])), "day": last} if events and tail else {}
        return cls(
            portrait=portrait,
            asked=asked,
            days=days,
            earlier=asked.query(**older, on="") if older else "",
            later=asked.query(later=str(newest), on="") if start or (later and found.more) else "",
            news="" if start or (later and found.more) else asked.query(after=str(newest), on=""),
            fresh=after is not None,
        )

    @property
    def strands(self) -> list[tuple[str, str, bool]]:
        """The pills: words, query string, whether chosen."""
        chosen = self.asked.strand
        pills = [(gettext("Everything"), self.asked.query(strand="", kind=""), not chosen)]
        return pills + [
            (str(s.label), self.asked.query(strand=s, kind=""), chosen == s) for s in Strand
        ]

    @property
    def kind_options(self) -> SafeString:
        return kind_options(self.portrait.member, self.asked.kind)

    @property
    def people(self) -> list[Member]:
        return list(self.portrait.words.members.values())

    @property
    def is_searched(self) -> bool:
        """Whether more than a pill narrows it, so that the search stands open."""
        return bool(self.asked.given.keys() - {"strand"})
