"""How the events of a client are told: as cards, lines and folds, by day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from atrium.clients.events_seen import hidden_from
from atrium.clients.sorting import SORTS
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext
from atrium.organisations.permissions import Can
from atrium.timeline.kinds import KINDS, Strand
from atrium.timeline.models import Event
from atrium.timeline.source import Source

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.models import Member, Organisation

type Load = Callable[[Portrait, list[Event]], dict[int, Any]]

FOLDS_FROM = 3
FOLDS_WITHIN = timedelta(minutes=15)
FOLDABLE = re.compile(
    r"client\.(detail_changed|field_changed|(point|location)_\w+|tag_(added|removed)|contact_changed)"
)
# What is taken back elsewhere: a client is archived, a note has its own menu.
# Apps add the kinds whose acts are decided, not undone.
NO_UNDO = {
    "client.added",
    "client.detail_changed",
    "client.left_the_team",
    "act.undone",
    "note.written",
    # What left cannot be called back.
    "message.sent",
    "message.failed",
    "message.unsure",
    "message.received",
}
# What one value of is brought back by itself (X04).
RESTORABLE = frozenset({"client.detail_changed", "client.field_changed"})
UNDO_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """How an app shows its own events: one loader for all of a page, one template for each."""

    kinds: tuple[str, ...]
    template: str
    load: Load


CARDS: Registry[Card] = Registry()
BESIDE: dict[str, Callable[[], Combinable]] = {}


def card(*kinds: str, template: str) -> Callable[[Load], Load]:
    """Show events of these kinds as cards.

    The function fetches what the cards need for all events of a page by one statement and answers
    it by the events' keys; an event it leaves out is told as a line.
    """

    def register(load: Load) -> Load:
        CARDS.add(kinds[0], Card(kinds, template, load))
        return load

    return register


def told_beside(name: str) -> Callable[[Callable[[], Combinable]], Callable[[], Combinable]]:
    """Let each event of a story carry what the expression answers, under this name.

    So that a card needs no statement of its own. Ask for nothing where the kind is another one.
    """

    def register(expression: Callable[[], Combinable]) -> Callable[[], Combinable]:
        BESIDE[name] = expression
        return expression

    return register


def beside() -> dict[str, Combinable]:
    """What events of a story carry besides, by its name."""
    return {name: expression() for name, expression in BESIDE.items()}


def clock(at: datetime, *, dated: bool = False) -> SafeString:
    """When it was, at the end of its line, ``dated`` with its day. In Python: a page has dozens."""
    day = f"{spoken(at):%-d %b} " if dated else ""
    html = (
        f'<time class="item-time" datetime="{at.isoformat(timespec="seconds")}" '
        f'title="{spoken(at):%A %-d %B %Y, %H:%M:%S}">{day}{at.hour:02}:{at.minute:02}</time>'
    )
    return mark_safe(html)  # noqa: S308 - nothing but numbers and names of days


@dataclass
class Entry:
    """One event as it is told."""

    event: Event
    at: datetime
    sentence: SafeString
    icon: str
    template: str = ""
    row: Any = None
    may_undo: bool = False
    may_restore: bool = False
    of: int | None = None

    @property
    def source(self) -> str:
        """The door it came through, where that is not the page."""
        return "" if self.event.source == Source.PAGE else Source(self.event.source).label

    @property
    def clock(self) -> SafeString:
        return clock(self.at)

    @property
    def has_acts(self) -> bool:
        """Whether the line ends with something to press, or says that it was undone."""
        return self.may_restore or self.may_undo or bool(getattr(self.event, "undone", False))


@dataclass
class Fold:
    """Several small changes by one person close together, as one line that opens."""

    entries: list[Entry]

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def event(self) -> Event:
        return self.entries[0].event

    @property
    def source(self) -> str:
        return self.entries[0].source

    @property
    def clock(self) -> SafeString:
        return clock(self.at)

    @property
    def summary(self) -> str:
        return gettext("{actor} changed {count} details").format(
            actor=self.event.actor or gettext("Atrium"), count=len(self.entries)
        )


@dataclass
class Day:
    """What happened on one day where the organisation is."""

    day: date
    label: str
    items: list[Entry | Fold] = field(default_factory=list)
    goes_on: bool = False


def told(portrait: Portrait, events: list[Event]) -> list[Entry]:
    """Each event with what its card shows."""
    client, member, members = portrait.client, portrait.member, portrait.words.members
    entries = {}
    for event in events:
        brought = event.client_id if event.client_id != client.pk else None
        event.client = client
        event.actor = members.get(event.actor_id or 0)
        entries[event.pk] = _entry(event, client, member, brought)
    for each in CARDS:
        mine = [event for event in events if event.kind in each.kinds]
        loaded = each.load(portrait, mine) if mine else {}
        for key, row in loaded.items():
            entries[key].template, entries[key].row = each.template, row
    return list(entries.values())


def _entry(event: Event, client: Any, member: Member, brought: int | None) -> Entry:
    """``brought``: the client it was told of, where that one was merged into this one."""
    entry = Entry(event, client.organisation.local(event.at), event.sentence, event.icon)
    entry.of = brought
    if member.can(Can.CLIENTS_EDIT) and event.act_id is not None and brought is None:
        of_client = event.kind in RESTORABLE and not event.particulars.get("person")
        entry.may_restore = of_client and not client.is_archived
        entry.may_undo = (
            event.kind not in NO_UNDO
            and not of_client
            and event.source in {Source.PAGE, Source.API}
            and not getattr(event, "undone", False)
            and (event.actor_id == member.pk or member.can(Can.CLIENTS_BULK))
            and timezone.now() - event.at < UNDO_FOR
        )
    return entry


def by_day(entries: Iterable[Entry], organisation: Organisation, shown: str = "") -> list[Day]:
    """The entries under the days they happened on; ``shown`` is the day that stands there already."""
    today = organisation.today()
    return [
        Day(day, day_label(day, today), folded(list(some)), goes_on=day.isoformat() == shown)
        for day, some in groupby(entries, key=lambda entry: entry.at.date())
    ]


def day_label(day: date, today: date) -> str:
    """The day as people say it: Today, Yesterday, Monday 16 November."""
    if day == today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    return f"{spoken(day):%A %-d %B}" if day.year == today.year else f"{spoken(day):%A %-d %B %Y}"


def folded(entries: list[Entry]) -> list[Entry | Fold]:
    """The entries with runs of small changes folded."""
    items: list[Entry | Fold] = []
    run: list[Entry] = []
    for entry in entries:
        if run and not _joins(run[-1], entry):
            items += _closed(run)
            run = []
        run.append(entry)
    return items + _closed(run)


def _joins(one: Entry, other: Entry) -> bool:
    same = (one.event.actor_id, one.event.source) == (other.event.actor_id, other.event.source)
    small = FOLDABLE.fullmatch(one.event.kind) and FOLDABLE.fullmatch(other.event.kind)
    return bool(same and small and one.at - other.at <= FOLDS_WITHIN)


def _closed(run: list[Entry]) -> list[Entry | Fold]:
    return [Fold(run)] if len(run) >= FOLDS_FROM else list(run)


def kinds_by_strand(member: Member) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds the member may choose from, with their words, under the strands."""
    return _kinds(frozenset(hidden_from(member)))


def kind_options(member: Member, chosen: str) -> SafeString:
    """The same as the options of a <select>: a page has two hundred, alike for all of a role."""
    options = _options(get_language() or "", frozenset(hidden_from(member)))
    marked = options.replace(f'value="{escape(chosen)}"', f'value="{escape(chosen)}" selected')
    return mark_safe(marked if chosen else options)  # noqa: S308 - each word is escaped


def _kinds(hidden: frozenset[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    shown = [kind for kind in KINDS if kind.code.partition(".")[0] not in hidden]
    found = []
    for strand in Strand:
        words = sorted((str(k.called), k.code) for k in shown if k.strand == strand)
        if words:
            sorts = [(s.code, s.label) for s in SORTS if s.kind in {code for _, code in words}]
            found.append((str(strand.label), [(c, n) for n, c in words] + sorts))
    return found


@lru_cache(maxsize=256)
def _options(language: str, hidden: frozenset[str]) -> str:
    """In the language that is being spoken, which is named only to tell them apart."""
    return "".join(
        f'<optgroup label="{escape(strand)}">'
        + "".join(
            f'<option value="{escape(code)}">{escape(words)}</option>' for code, words in kinds
        )
        + "</optgroup>"
        for strand, kinds in _kinds(hidden)
    )
