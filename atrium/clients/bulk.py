"""One deed for many clients: one act in the journal, so one Undo, done in short transactions.

What does not fit a client is refused for that client alone and named; the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from atrium.clients.deeds import DEEDS, Deed, Reasons
from atrium.clients.filters import Filters
from atrium.clients.models import Client, State
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.foundation.causes import ROLE
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting
from atrium.timeline.models import Act, Change, Event

AT_A_TIME = 500
MOST_NAMED = 200


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done to which clients: those numbered, or all that the filter lets through."""

    deed: str
    value: str = ""
    numbers: tuple[int, ...] = ()
    everything: bool = False
    filter: str = ""
    terms: dict[str, Any] = field(default_factory=dict)

    def clients(self, member: Member) -> ClientQuerySet:
        """The clients meant, of those that the member may see."""
        filters = Filters.parse(self.filter)
        if self.everything:
            return filters.choose(member)
        from_all: ClientQuerySet = Client.objects.visible_to(member)
        return from_all.filter(number__in=self.numbers)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Order:
        return cls(**(data | {"numbers": tuple(data["numbers"])}))


@dataclass
class Outcome:
    """What became of an order: how many were done, which were not and why."""

    act: int
    done: int = 0
    missed: int = 0
    left: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, clients: list[Client], reasons: Reasons) -> None:
        self.missed += len(reasons)
        named = [(c.number, c.name, reasons[c.pk]) for c in clients if c.pk in reasons]
        self.left += named[: MOST_NAMED - len(self.left)]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Plan:
    """What an order would do: how many it means, how many it changes, which it leaves and why."""

    total: int
    left: list[tuple[int, str]]

    @property
    def changes(self) -> int:
        return self.total - sum(count for count, _ in self.left)


def plan(order: Order, *, by: Member) -> Plan:
    """Counted before anything is done, by the same conditions that the deed will meet."""
    deed, clients = DEEDS[order.deed], order.clients(by).order_by()
    state = State.ARCHIVED if deed.archived else State.LIVE
    fitting = clients.filter(state=state)
    total = clients.count()
    why = gettext("not archived") if deed.archived else gettext("archived")
    left = [(total - fitting.count(), why)]
    if deed.already and order.value in dict(deed.options(by)):
        same, words = deed.already(deed.choice(by, order.value))
        left.append((fitting.filter(same).count(), words))
    return Plan(total, [(count, words) for count, words in left if count])


def begin(order: Order, *, by: Member, label: str) -> Act:
    """Open the act that the whole order will be, so that its progress can be told."""
    with acting(by=by, label=label) as act:
        return act.row


def perform(order: Order, act: Act, *, by: Member) -> Outcome:
    """Do what was ordered, some clients at a time, each time in a transaction of its own.

    May be called again for the same act after a crash: what it did before counts as done.
    """
    deed = DEEDS[order.deed]
    choice = deed.given(by, order.value, order.terms)
    outcome = Outcome(act=act.pk)
    _refuse_who_may_not(by, deed)
    for place, keys in enumerate(_portions(order.clients(by))):
        if place:
            by.refresh_from_db(fields=["role", "disabled_at"])
            _refuse_who_may_not(by, deed)
        with acting(by=by, label=act.label, continues=act) as doing:
            rows = Client.objects.filter(pk__in=keys).order_by("id")
            clients = doing.lock_many(rows)
            unfit = {c.pk: _unfit(c, deed) for c in clients if _unfit(c, deed)}
            reasons = unfit | deed.perform(doing, [c for c in clients if c.pk not in unfit], choice)
            outcome.add(clients, _without_ours(reasons, act))
    outcome.done = done_by(act)
    return outcome


def _refuse_who_may_not(by: Member, deed: Deed) -> None:
    """An order waits and takes its time; who gave it may have lost the right to it meanwhile."""
    if not (by.is_active and deed.allowed_to(by)):
        raise Refusal(gettext("{by} may not do this any more.").format(by=by), cause=ROLE)


def done_by(act: Act) -> int:
    """How many clients the act has reached so far."""
    return Event.objects.filter(act=act).values("client").distinct().count()


def _portions(clients: ClientQuerySet) -> Iterator[list[int]]:
    """The keys of the clients, ascending: what falls out of the filter by the deed lies behind."""
    last = 0
    while some := list(
        clients.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]
    ):
        yield some
        last = some[-1]


def _unfit(client: Client, deed: Deed) -> str:
    if deed.archived:
        return "" if client.is_archived else gettext("is not archived")
    if client.is_archived:
        return (
            gettext("is archived already")
            if deed.slug == "archive"
            else gettext("is archived; restore it first")
        )
    return ""


def _without_ours(reasons: Reasons, act: Act) -> Reasons:
    if not reasons:
        return reasons
    ours = Change.objects.filter(act=act, client__in=reasons).values_list("client_id", flat=True)
    return {key: reason for key, reason in reasons.items() if key not in set(ours)}
