"""How complete the record of a client is, and what exactly it lacks (B10, J07).

The figure and the keys of the rules that are not met stand in the client's own row, kept there in
the transaction of every change: a list of 100,000 clients is sorted and filtered by it, which the
rules themselves take a second for (docs/architecture.md). The doctor counts anew and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse

from atrium.clients import lexicon
from atrium.clients.models import Client, Rule
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

AT_ONCE = 1000
WHOLE = 100


@dataclass(frozen=True)
class Gap:
    """One thing that a client lacks, or has wrong, and the editor that mends it for who ``needs``."""

    rule: Rule
    label: str
    wrong: bool
    action: str
    url: str
    into: str
    swap: str
    needs: Can

    def opens_for(self, member: Member) -> bool:
        """Whether the member may use the editor that mends it."""
        return member.can(self.needs)

    @property
    def sentence(self) -> str:
        said = gettext("Has {what}") if self.wrong else gettext("Lacks {what}")
        return said.format(what=self.label)

    @property
    def short(self) -> str:
        """The sentence without what explains it."""
        return self.sentence.split(":")[0]


def gaps_of(client: Any, organisation: Organisation) -> list[Gap]:
    """What the client lacks by the rules, the weightiest first; read from its own row."""
    rules = lexicon.of(organisation).rules
    found = (rules.get(int(key)) for key in client.gaps.split(",") if key)
    return [_gap(client, rule, organisation) for rule in found if rule is not None]


def gaps_shown(client: Any, member: Member) -> list[tuple[Gap, bool]]:
    """The gaps, each with whether the member may mend it."""
    return [(gap, gap.opens_for(member)) for gap in gaps_of(client, member.organisation)]


def _gap(client: Any, rule: Rule, organisation: Organisation) -> Gap:
    asks = rule.asks
    assert asks is not None, "only rules with a requirement leave gaps"
    opens = asks.opens
    parts = [part.format(target=rule.target) for part in opens.args]
    url = reverse(opens.url_name, args=[organisation.slug, client.number, *parts])
    return Gap(
        rule=rule,
        label=asks.words(rule.target, lexicon.of(organisation)),
        wrong=asks.wrong,
        action=opens.word,
        url=url + opens.query,
        into=opens.into.format(target=rule.target),
        swap=opens.swap,
        needs=opens.needs,
    )


def recount(keys: Iterable[int]) -> int:
    """Count these clients of the current organisation anew; answers how many figures changed.

    Inside a transaction, after the rows it reads from were written.
    """
    with transaction.atomic(savepoint=False):
        return sum(_write(chunk, _read(chunk)) for chunk in batched(sorted(set(keys)), AT_ONCE))


def stale() -> Iterator[int]:
    """The clients of the current organisation whose figure is not what their rows say."""
    keys = Client.objects.order_by("id").values_list("pk", flat=True)
    last = 0
    while some := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        for key, was, now in _read(some):
            if was != now:
                yield key
        last = some[-1]


type Figure = tuple[int, str]
type Asked = tuple[str, ...]


def _read(keys: Iterable[int]) -> list[tuple[int, Figure, Figure]]:
    """Each client with the figure it has and the one it should have."""
    chosen = sorted(keys)
    rules = [rule for rule in _active_rules() if rule.asks and rule.about]
    if connection.features.has_select_for_update and connection.in_atomic_block:
        # Who changes another row of the same client waits, and then counts with ours.
        clients = Client.objects.filter(pk__in=chosen).order_by("pk")
        list(clients.select_for_update(of=("self",)).values_list("pk"))
    asked = tuple(rule.asked for rule in rules)
    known: dict[tuple[int, ...], Figure] = {}
    read = []
    for pk, was, gaps, *marks in _marks_of(chosen, asked):
        key = tuple(marks)
        if key not in known:
            known[key] = figure(rules, marks)
        read.append((pk, (was, gaps), known[key]))
    return read


def _marks_of(chosen: list[int], asked: tuple[Asked, ...]) -> list[Any]:
    # One length of list, one statement: nearly every change is of one client.
    if len(chosen) == 1:
        return _marked(asked=asked, keys=chosen)
    if chosen and chosen[-1] - chosen[0] < 2 * len(chosen):
        wanted = set(chosen)
        rows = _marked_between(asked=asked, first=chosen[0], last=chosen[-1])
        return [row for row in rows if row[0] in wanted]
    return _marked.plain(asked=asked, keys=chosen)


@prepared()
def _active_rules() -> QuerySet[Rule]:
    return Rule.objects.filter(active=True)


@prepared(shape=("asked",))
def _marked(*, asked: tuple[Asked, ...], keys: list[int]) -> QuerySet[Any]:
    """Clients with figure, gaps, and the mark of each rule (``Rule.gap``), in their order."""
    return _with_marks(Client.objects.filter(pk__in=keys), asked)


@prepared(shape=("asked",))
def _marked_between(*, asked: tuple[Asked, ...], first: int, last: int) -> QuerySet[Any]:
    """The same of a stretch of clients, such as an import adds: one statement however many."""
    return _with_marks(Client.objects.filter(pk__gte=first, pk__lte=last), asked)


def _with_marks(clients: QuerySet[Client], asked: tuple[Asked, ...]) -> QuerySet[Any]:
    marks = {f"mark_{place}": Rule.asking(each).gap() for place, each in enumerate(asked)}
    return (
        clients.order_by("pk").annotate(**marks).values_list("pk", "completeness", "gaps", *marks)
    )


def figure(rules: list[Rule], marks: list[int]) -> Figure:
    """The share in percent, rounded down, and the keys of the unmet rules, the weightiest first."""
    asked = sum(rule.weight for rule, mark in zip(rules, marks, strict=True) if mark >= 0)
    unmet = [rule for rule, mark in zip(rules, marks, strict=True) if mark > 0]
    unmet.sort(key=lambda rule: (-rule.weight, rule.pk))
    lacking = sum(rule.weight for rule in unmet)
    share = WHOLE * (asked - lacking) // asked if asked else WHOLE
    return share, ",".join(str(rule.pk) for rule in unmet)


def _write(keys: Iterable[int], read: list[tuple[int, Figure, Figure]]) -> int:
    alike: defaultdict[Figure, list[int]] = defaultdict(list)
    for key, was, now in read:
        if was != now:
            alike[now].append(key)
    for (share, gaps), some in alike.items():
        Client.objects.filter(pk__among=some).update(completeness=share, gaps=gaps)
    return sum(map(len, alike.values()))
