"""Picking the clients of a job: search, add, repeat, review, confirm (J03), with what to know before (J04).

A form carries what was picked so far (``client``, ``part-7``); each step reads it anew, so that
nothing is kept before the job is saved, and the form works without a script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atrium.clients.absent import LARGEST, absent
from atrium.clients.causes import ARCHIVED, restore
from atrium.clients.completeness import gaps_of
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.models import Client, Location
from atrium.foundation.causes import Explanation
from atrium.foundation.translation import gettext
from atrium.jobs import roles
from atrium.jobs.models import Part, Participation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from atrium.clients.completeness import Gap
    from atrium.jobs.models import Job
    from atrium.organisations.models import Member

MOST = 20
STEPS = ("picked", "drop", "fresh")


@dataclass
class Picked:
    """A client that was picked, as what, and what is worth knowing before it is linked."""

    client: Client
    part: str = Part.SECONDARY
    own: str = ""
    warnings: list[Explanation] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, str, bool]]:
        """What it can be to the job: as choices write it, in words, and whether it is that."""
        now = roles.written(self.part, self.own)
        offered = roles.choices(self.client.organisation, self.own)
        return [(key, words, key == now) for key, words in offered]


class Picking:
    """The clients that were picked so far, in their order."""

    def __init__(
        self, member: Member, picked: Iterable[Picked] = (), job: Job | None = None
    ) -> None:
        self.member = member
        self.job = job
        self.picked = list(picked)
        self.refused: Explanation | None = None

    @classmethod
    def read(cls, member: Member, data: QueryDict, job: Job | None = None) -> Picking:
        """What the form carries, with the step that was taken: one added (``pick``), one dropped."""
        found = cls(member, job=job)
        dropped = data.get("drop", "")
        for text in list(dict.fromkeys(data.getlist("client")))[:MOST]:
            if text != dropped and (client := found._seen(text)):
                part, own = roles.read(data.get(f"part-{text}", ""))
                found.picked.append(Picked(client, part, own))
        # The field for those without a script comes along, empty, once the picker was drawn anew.
        wished = [text for text in data.getlist("pick") if text]
        if "picked" in data and wished:
            found.add(wished[0])
        found._settle(data.get("primary", ""))
        return found

    def add(self, text: str) -> None:
        """Add the client of this number; where that cannot be, ``refused`` says why."""
        client = self._seen(text)
        if client is None:
            number = int(text) if _is_number(text) else 0
            self.refused = absent(self.member, number)
        elif client.is_archived:
            words = gettext(
                "{client} is archived and cannot be linked until it is restored."
            ).format(client=client)
            self.refused = Explanation(ARCHIVED, words, (restore(client),))
        elif client.pk not in self._keys and len(self.picked) < MOST:
            self.picked.append(Picked(client))
            self._settle("")

    def told(self) -> Picking:
        """With the warnings about each, and what its record lacks."""
        for each in self.picked:
            linking = Linking(member=self.member, client=each.client, other=each.client)
            each.warnings = warnings_of(linking)
            each.gaps = gaps_of(each.client, self.member.organisation)
        return self

    @property
    def primary(self) -> Picked | None:
        """The one that is to be primary."""
        return next((each for each in self.picked if each.part == Part.PRIMARY), None)

    @property
    def others(self) -> list[tuple[Client, str, str]]:
        """The others, as Job.add takes them."""
        return [(p.client, p.part, p.own) for p in self.picked if p.part != Part.PRIMARY]

    @property
    def places(self) -> list[Location]:
        """Where the job can be: the locations of those picked, and of those linked already."""
        rows = Location.objects.filter(client__in=self._keys).select_related("client", "type")
        found = list(rows.order_by("client_id", "-is_default", "id")[:200])
        for place in found:
            place.organisation = self.member.organisation
        return found

    @property
    def _keys(self) -> set[int]:
        return {each.client.pk for each in self.picked}

    def _seen(self, text: str) -> Client | None:
        if not _is_number(text):
            return None
        seen = Client.objects.visible_to(self.member).filter(number=int(text))
        client: Client | None = seen.first()
        if client is None:
            return None
        client.organisation = self.member.organisation
        linked = self.job and Participation.objects.filter(job=self.job, client=client).exists()
        return None if linked else client

    def _settle(self, was: str) -> None:
        """One primary, at most one that pays: where two are, the one that was chosen just now."""
        if self.job is None:
            wanted = [each for each in self.picked if each.part == Part.PRIMARY]
            new = [each for each in wanted if str(each.client.number) != was]
            first = next(iter(new or wanted or self.picked), None)
            for each in wanted:
                each.part = Part.SECONDARY
            if first is not None:
                first.part = Part.PRIMARY
        paying = [each for each in self.picked if each.part == Part.BILLING]
        for each in paying[:-1]:
            each.part = Part.SECONDARY


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LARGEST  # noqa: PLR2004 - digits of the largest number
