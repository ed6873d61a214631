"""One deed for many clients: one act in the journal, so one Undo, done in short transactions.

What does not fit a client is refused for that client alone and named; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.events import (
    Archived,
    OwnerChanged,
    Restored,
    StatusChanged,
    TagAdded,
    TagRemoved,
)
from atrium.clients.filters import Filters
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client, State, Tagging
from atrium.clients.models.client import ClientQuerySet
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting
from atrium.timeline.models import Act, Change, Event

AT_A_TIME = 500
MOST_NAMED = 200

type Reasons = dict[int, str]
type Perform = Callable[[Acting, list[Client], Any], Reasons]
type Choices = Callable[[Lexicon], dict[int, Any]]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done to many clients.

    ``perform`` does it to all it fits and answers why not for the others, by their keys.
    ``done`` says what was done, ``choices`` what there is to choose from.
    """

    slug: str
    label: str
    icon: str
    title: str
    done: str
    needs: Can
    perform: Perform
    choices: Choices | None = None
    none: str = ""
    archived: bool = False

    def allowed_to(self, member: Member) -> bool:
        return member.can(Can.CLIENTS_BULK) and member.can(self.needs)

    @property
    def asks(self) -> bool:
        """Whether something has to be chosen first."""
        return self.choices is not None

    def options(self, words: Lexicon) -> list[tuple[str, str]]:
        """What can be chosen, as value and label."""
        chosen = self.choices(words) if self.choices else {}
        none = [("none", self.none)] if self.none else []
        return none + [(str(key), str(word)) for key, word in chosen.items()]

    def choice(self, words: Lexicon, value: str) -> Any:
        """The row that a value names; None for nobody. Raises KeyError for one that is not there."""
        if self.choices is None or (self.none and value == "none"):
            return None
        by_text = {str(key): row for key, row in self.choices(words).items()}
        return by_text[value]


def _put_tag(act: Acting, clients: list[Client], tag: Any) -> Reasons:
    has = set(_tagged(clients, tag).values_list("client_id", flat=True))
    new = [client for client in clients if client.pk not in has]
    act.insert_many([Tagging(tag=tag, client=client) for client in new])
    act.record_many((TagAdded(tag=tag.label), client) for client in new)
    return dict.fromkeys(has, "has the tag already")


def _take_tag(act: Acting, clients: list[Client], tag: Any) -> Reasons:
    taggings = list(_tagged(clients, tag))
    has = {tagging.client_id for tagging in taggings}
    act.remove_many(taggings)
    act.record_many((TagRemoved(tag=tag.label), c) for c in clients if c.pk in has)
    return {c.pk: "does not have the tag" for c in clients if c.pk not in has}


def _tagged(clients: list[Client], tag: Any) -> Any:
    return Tagging.objects.filter(tag=tag, client__in=[client.pk for client in clients])


def _move(act: Acting, clients: list[Client], status: Any) -> Reasons:
    words = lexicon.of(status.organisation).statuses
    before = {client.pk: words[client.status_id].label for client in clients}
    moved = act.change_many(clients, status=status)
    act.record_many(
        (StatusChanged(before=before[client.pk], after=status.label), client) for client in moved
    )
    return _rest(clients, moved, "has this status already")


def _give(act: Acting, clients: list[Client], owner: Any) -> Reasons:
    members = lexicon.of(act.by.organisation).members if act.by else {}
    before = {c.pk: members[c.owner_id].name if c.owner_id else "nobody" for c in clients}
    given = act.change_many(clients, owner=owner)
    after = owner.name if owner else "nobody"
    act.record_many((OwnerChanged(before=before[c.pk], after=after), c) for c in given)
    reason = "belongs to them already" if owner else "has no owner already"
    return _rest(clients, given, reason)


def _archive(act: Acting, clients: list[Client], choice: None) -> Reasons:
    act.change_many(clients, state=State.ARCHIVED, state_since=now())
    act.record_many((Archived(), client) for client in clients)
    return {}


def _restore(act: Acting, clients: list[Client], choice: None) -> Reasons:
    act.change_many(clients, state=State.LIVE, state_since=now())
    act.record_many((Restored(), client) for client in clients)
    return {}


def _rest(clients: list[Client], done: list[Client], reason: str) -> Reasons:
    changed = {client.pk for client in done}
    return {client.pk: reason for client in clients if client.pk not in changed}


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed(
            slug="tag",
            label="Tag",
            icon="tag",
            title="Tag",
            done="Tagged",
            needs=Can.CLIENTS_EDIT,
            perform=_put_tag,
            choices=lambda words: words.tags,
        ),
        Deed(
            slug="untag",
            label="Take tag off",
            icon="x",
            title="Take a tag off",
            done="Took the tag off",
            needs=Can.CLIENTS_EDIT,
            perform=_take_tag,
            choices=lambda words: words.tags,
        ),
        Deed(
            slug="status",
            label="Status",
            icon="git-commit-horizontal",
            title="Set the status",
            done="Set the status of",
            needs=Can.CLIENTS_EDIT,
            perform=_move,
            choices=lambda words: words.statuses,
        ),
        Deed(
            slug="owner",
            label="Owner",
            icon="user-cog",
            title="Change the owner",
            done="Changed the owner of",
            needs=Can.CLIENTS_OWN,
            perform=_give,
            choices=lambda words: {m.pk: m for m in words.active_members},
            none="Nobody",
        ),
        Deed(
            slug="archive",
            label="Archive",
            icon="archive",
            title="Archive",
            done="Archived",
            needs=Can.CLIENTS_ARCHIVE,
            perform=_archive,
        ),
        Deed(
            slug="restore",
            label="Restore",
            icon="archive-restore",
            title="Restore",
            done="Restored",
            needs=Can.CLIENTS_ARCHIVE,
            perform=_restore,
            archived=True,
        ),
    )
}


def deeds_for(member: Member, filters: Filters) -> list[Deed]:
    """What the member may do to many clients of the list that the filters show."""
    fitting = [deed for deed in DEEDS.values() if deed.archived == filters.is_archived]
    return [deed for deed in fitting if deed.allowed_to(member)]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done to which clients: those numbered, or all that the filter lets through."""

    deed: str
    value: str = ""
    numbers: tuple[int, ...] = ()
    everything: bool = False
    filter: str = ""

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


def begin(order: Order, *, by: Member, label: str) -> Act:
    """Open the act that the whole order will be, so that its progress can be told."""
    with acting(by=by, label=label) as act:
        return act.row


def perform(order: Order, act: Act, *, by: Member) -> Outcome:
    """Do what was ordered, some clients at a time, each time in a transaction of its own.

    May be called again for the same act after a crash: what it did before counts as done.
    """
    deed = DEEDS[order.deed]
    choice = deed.choice(lexicon.of(by.organisation), order.value)
    outcome = Outcome(act=act.pk)
    for keys in _portions(order.clients(by)):
        with acting(by=by, label=act.label, continues=act) as doing:
            rows = Client.objects.filter(pk__in=keys).order_by("id")
            clients = doing.lock_many(rows)
            unfit = {c.pk: _unfit(c, deed) for c in clients if _unfit(c, deed)}
            reasons = unfit | deed.perform(doing, [c for c in clients if c.pk not in unfit], choice)
            outcome.add(clients, _without_ours(reasons, act))
    outcome.done = Event.objects.filter(act=act).values("client").distinct().count()
    return outcome


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
        return "" if client.is_archived else "is not archived"
    if client.is_archived:
        return "is archived already" if deed.slug == "archive" else "is archived; restore it first"
    return ""


def _without_ours(reasons: Reasons, act: Act) -> Reasons:
    if not reasons:
        return reasons
    ours = Change.objects.filter(act=act, client__in=reasons).values_list("client_id", flat=True)
    return {key: reason for key, reason in reasons.items() if key not in set(ours)}
