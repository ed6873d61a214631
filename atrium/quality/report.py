"""How good the data about clients is: complete by what and by whom, and what is wrong (J22)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Sum

from atrium.clients import lexicon
from atrium.clients.completeness import WHOLE
from atrium.clients.filters import address
from atrium.clients.models import Client
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.quality.issues import ISSUES, Issue


class Gap(NamedTuple):
    """What some clients lack by a rule."""

    label: str
    clients: int
    share: int
    query: str


class Owned(NamedTuple):
    """How complete the clients of one owner are, in percent, and how many are not."""

    name: str
    clients: int
    average: int
    incomplete: int
    query: str


class Fault(NamedTuple):
    """An issue and how many clients have it."""

    issue: Issue
    clients: int


@dataclass
class Report:
    """The figures as one member may know them: of live clients that they see.

    Each figure is the count of the list that its address opens.
    """

    member: Member

    @cached_property
    def _groups(self) -> list[tuple[str, int | None, int, int]]:
        """Clients alike in what they lack and who owns them: gaps, owner, how many, percent in all."""
        clients = Client.objects.visible_to(self.member).live().order_by()
        found = clients.values_list("gaps", "owner").annotate(
            many=Count("pk"), percent=Sum("completeness")
        )
        return list(found)

    @cached_property
    def clients(self) -> int:
        return sum(many for _, _, many, _ in self._groups)

    @property
    def average(self) -> int:
        """The mean completeness in percent, rounded down; 100 where there is no client."""
        percent = sum(percent for *_, percent in self._groups)
        return percent // self.clients if self.clients else WHOLE

    @property
    def incomplete(self) -> int:
        return sum(many for gaps, _, many, _ in self._groups if gaps)

    @property
    def gaps(self) -> list[Gap]:
        """What is missing by rule, the most frequent first."""
        words = lexicon.of(self.member.organisation)
        lack: Counter[int] = Counter()
        for gaps, _, many, _ in self._groups:
            lack.update({int(key): many for key in gaps.split(",") if key})
        found = []
        for key, many in lack.most_common():
            rule = words.rules.get(key)
            if rule is not None and rule.asks is not None:
                label = rule.asks.words(rule.target, words)
                query = address([("where", f"lacks.is:{key}")])
                found.append(Gap(label, many, many * 100 // self.clients, query))
        return found

    @property
    def owners(self) -> list[Owned]:
        """Who owns how many, the least complete first."""
        members = lexicon.of(self.member.organisation).members
        many: Counter[int | None] = Counter()
        percent: Counter[int | None] = Counter()
        lacking: Counter[int | None] = Counter()
        for gaps, owner, count, sum_of in self._groups:
            many[owner] += count
            percent[owner] += sum_of
            lacking[owner] += count if gaps else 0
        found = [
            Owned(
                members[owner].name if owner in members else gettext("Nobody"),
                many[owner],
                percent[owner] // many[owner],
                lacking[owner],
                address([("owner", str(owner or "none")), ("below", "100")]),
            )
            for owner in many
        ]
        return sorted(found, key=lambda one: (one.average, one.name))

    @cached_property
    def faults(self) -> list[Fault]:
        """Every issue with its count; the rows to mend first."""
        issues = ISSUES.ordered(lambda issue: issue.order)
        return [Fault(each, each.clients(self.member).count()) for each in issues]

    def figures(self) -> dict[str, int]:
        """The figures by name, as a day keeps them."""
        counted = {fault.issue.slug: fault.clients for fault in self.faults}
        whole = {
            "clients": self.clients,
            "average": self.average,
            "incomplete": self.incomplete,
        }
        return whole | counted
