"""The queue of clients that look like one, as it is worked through: pairs with both summaries (J21)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from atrium.clients import lexicon
from atrium.clients.models import Client, Different, DuplicatePair, DuplicateScan, Location, Point
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

PAGE = 20
MOST_COUNTED = 1000
LEVELS = (
    ("", gettext_lazy("All")),
    ("certain", gettext_lazy("Certain")),
    ("possible", gettext_lazy("Possible")),
)


@dataclass
class Summary:
    """What tells one client of a pair from another at a glance."""

    client: Client
    status: str
    owner: str
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and value of each line; the same lines for either of two."""
        kind = self.client.get_kind_display()
        return [
            (gettext("Kind"), kind),
            (gettext("E-mail"), ", ".join(self.emails[:2])),
            (gettext("Phone"), ", ".join(self.phones[:2])),
            (gettext("Address"), "; ".join(self.places[:2])),
            (gettext("Status"), self.status),
            (gettext("Owner"), self.owner),
        ]


@dataclass
class Pair:
    """Two clients that may be one, beside each other."""

    row: DuplicatePair
    first: Summary
    second: Summary
    next: int | None = None

    @property
    def sides(self) -> tuple[Summary, Summary]:
        return self.first, self.second

    @property
    def is_certain(self) -> bool:
        return self.row.level == "certain"

    @property
    def lines(self) -> list[tuple[str, str, str, bool]]:
        """Label, what each says, and whether both say the same; what neither says is left out."""
        both = zip_longest(self.first.lines, self.second.lines)
        return [(a[0], a[1], b[1], a[1] == b[1]) for a, b in both if a[1] or b[1]]


@dataclass
class Queue:
    """A page of the pairs that a member may decide about, the surest first."""

    pairs: list[Pair]
    level: str
    counts: dict[str, int]
    more: str
    last: DuplicateScan | None

    @classmethod
    def read(cls, member: Member, level: str = "", after: str = "") -> Queue:
        """The page that an address asks for; what cannot be read of it is the beginning."""
        rows = DuplicatePair.objects.visible_to(member)
        counts = {
            name: rows.filter(level=name).order_by()[:MOST_COUNTED].count()
            for name in ("certain", "possible")
        }
        if level in counts:
            rows = rows.filter(level=level)
        if (place := _place(after)) is not None:
            at, score, key = place
            rows = rows.filter(
                Q(level__gt=at)
                | Q(level=at, score__lt=score)
                | Q(level=at, score=score, pk__gt=key)
            )
        found = list(rows.surest_first()[: PAGE + 1])
        shown, more = found[:PAGE], len(found) > PAGE
        last = f"{shown[-1].level}:{shown[-1].score}:{shown[-1].pk}" if more else ""
        return cls(paired(shown, member), level, counts, last, DuplicateScan.objects.first())

    @property
    def levels(self) -> list[tuple[str, str, int]]:
        """The pills: level, label, count."""
        total = sum(self.counts.values())
        return [(slug, label, self.counts.get(slug, total)) for slug, label in LEVELS]


def _place(text: str) -> tuple[str, float, int] | None:
    level, _, rest = text.partition(":")
    score, _, key = rest.partition(":")
    try:
        return level, float(score), int(key)
    except ValueError:
        return None


def paired(rows: list[DuplicatePair], member: Member) -> list[Pair]:
    """The pairs with their summaries, by few statements for all."""
    told = summaries({key for row in rows for key in (row.first_key, row.second_key)}, member)
    after = [*(row.pk for row in rows[1:]), None]
    return [
        Pair(row, told[row.first_key], told[row.second_key], following)
        for row, following in zip(rows, after, strict=False)
    ]


def summaries(keys: set[int], member: Member) -> dict[int, Summary]:
    """What tells these clients apart, by key; of those that the member may see."""
    words = lexicon.of(member.organisation)
    found: dict[int, Summary] = {}
    for client in Client.objects.visible_to(member).filter(pk__in=keys):
        client.organisation = member.organisation
        owner = words.members.get(client.owner_id or 0)
        status = words.statuses[client.status_id].label
        found[client.pk] = Summary(client, status, str(owner or ""))
    reach: defaultdict[str, Any] = defaultdict(list)
    points = Point.objects.filter(client__in=found).order_by("-preferred", "id")
    for client_id, kind, value in points.values_list("client_id", "kind", "value"):
        reach[kind].append((client_id, value))
    for client_id, value in reach["email"]:
        found[client_id].emails.append(value)
    for client_id, value in reach["phone"]:
        found[client_id].phones.append(value)
    places = Location.objects.filter(client__in=found).order_by("-is_default", "id")
    for place in places:
        place.organisation = member.organisation
        found[place.client_id].places.append(place.line)
    return found


def told_apart(member: Member) -> list[Different]:
    """What was told apart and may be compared again, the latest first."""
    rows = Different.objects.visible_to(member).select_related("first", "second", "by")
    return list(rows[:200])
