"""Which clients a list shows, as its address, a saved view or a program says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client, State
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.narrowing import Condition, Group, Node, quick, text
from atrium.clients.narrowing.answer import Mark
from atrium.clients.narrowing.compiled import Compiled, compiled, said
from atrium.clients.narrowing.quick import SWITCHES, WHOLE, Pair, key
from atrium.clients.search import candidate_keys
from atrium.clients.value_types import OPERATORS
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

SHARES = [
    (100, gettext_lazy("Incomplete")),
    (80, gettext_lazy("Below 80 %")),
    (60, gettext_lazy("Below 60 %")),
    (40, gettext_lazy("Below 40 %")),
]
STATES = {
    "live": (State.LIVE,),
    "archived": (State.ARCHIVED,),
    "all": (State.LIVE, State.ARCHIVED),
}
LONGEST_Q = 200
MOST_PAIRS = 20
EVERYTHING = "all()"


@dataclass(frozen=True)
class Pill:
    """One filter that is on: what it says, and the address of the list without it."""

    label: str
    without: str
    wrong: str = ""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. What nobody can answer finds nothing, it is not passed over.

    ``broken`` says why the conditions of an address could not be read at all. ``strict`` makes
    what cannot be answered a FormatError, as programs want it. ``view`` is the saved view that the
    list was opened with.
    """

    q: str = ""
    tree: Group = field(default_factory=Group)
    state: str = "live"
    broken: str = ""
    strict: bool = False
    view: int = 0
    _searched: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)
    _compiled: dict[int, Compiled] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """The filters in an address."""
        parts: list[Node] = [*quick.conditions(query), *_pairs(query)]
        broken = ""
        try:
            parts += text.read(query.get("where", "")).parts
            tree = Group(parts=tuple(parts)).checked()
        except FormatError as error:
            tree, broken = Group(parts=tuple(quick.conditions(query))), str(error)
        return cls(
            q=" ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_Q],
            tree=tree,
            state="archived" if query.get("state") == "archived" else "live",
            broken=broken,
        )

    @classmethod
    def parse(cls, address: str) -> Self:
        """The filters in the text that ``urlencoded`` gave."""
        return cls.read(QueryDict(address[:8000]))

    def pairs(self) -> list[Pair]:
        short, rest = quick.parted(self.tree)
        pairs = [("q", self.q)]
        pairs += [pair for name in quick.ORDER for pair in short if pair[0] == name]
        pairs += [("state", "archived" if self.is_archived else "")]
        pairs += [pair for name in SWITCHES for pair in short if pair[0] == name]
        pairs += [("where", text.written(Group(parts=tuple(rest))))]
        return [(name, value) for name, value in pairs if value]

    def _address(self, pairs: Iterable[Pair]) -> str:
        """The query of an address; of a view that nothing narrows any more it says so."""
        some = list(pairs)
        if not self.view:
            return address(some)
        return address([("view", str(self.view)), *(some or [("where", EVERYTHING)])])

    def urlencoded(self) -> str:
        return self._address(self.pairs())

    @property
    def states(self) -> tuple[State, ...]:
        """Where the records stand that are listed."""
        return STATES[self.state]

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"

    @property
    def any(self) -> bool:
        """Whether anything is narrowed beyond live or archived."""
        return bool(self.q or self.tree or self.broken)

    @property
    def rest(self) -> Group:
        """The conditions that the list has no inputs of their own for."""
        return Group(parts=tuple(quick.parted(self.tree)[1]))

    def _asked(self, member: Member) -> Compiled:
        if member.pk not in self._compiled:
            self._compiled[member.pk] = compiled(self.tree, member, strict=self.strict)
        return self._compiled[member.pk]

    def plain(self, member: Member) -> ClientQuerySet:
        """The clients by what can be asked of each; the marks are to be asked for beside it."""
        clients: ClientQuerySet = Client.objects.visible_to(member).standing(self.states)
        if self.broken:
            return clients.none()
        if asked := self._asked(member).plain:
            clients = clients.filter(asked)
        return clients.filter(pk__in=self._found(member)) if self.q else clients

    def marks(self, member: Member) -> tuple[Mark, ...]:
        """Rows that point at the clients wanted, one set for each mark that is asked for."""
        return self._asked(member).marks

    def choose(self, member: Member) -> ClientQuerySet:
        """All clients that the member may see and that the filters let through."""
        clients = self.plain(member)
        for mark in self.marks(member):
            clients = clients.filter(Exists(mark.rows.filter(client=OuterRef("pk"))))
        return clients

    def pills(self, words: Lexicon, member: Member) -> list[Pill]:
        """The filters that are on, each with the way to take it off."""
        found = [("q", self.q, f"“{self.q}”")] if self.q else []
        for name, value in self.pairs():
            if name not in {"q", "where"}:
                found.append((name, value, _short_words(name, value, words)))
        pills = [Pill(label, self._without(name, value)) for name, value, label in found]
        if self.broken:
            pills.append(
                Pill(
                    gettext("Conditions: {broken}").format(broken=self.broken),
                    self.urlencoded(),
                    self.broken,
                )
            )
        return pills + [self._pill(part, member) for part in self.rest.parts]

    def _pill(self, part: Node, member: Member) -> Pill:
        rest = tuple(each for each in self.tree.parts if each is not part)
        told = said(part, member)
        without = replace(self, tree=Group(parts=rest), _searched={}, _compiled={})
        return Pill(told.text, without.urlencoded(), told.wrong)

    def on(self, switch: str) -> bool:
        return Condition(switch, "is", ("yes",)) in self.tree.parts

    def _values(self, name: str) -> list[str]:
        return [value for each, value in self.pairs() if each == name]

    @property
    def statuses(self) -> list[int]:
        return [key(value) for value in self._values("status")]

    @property
    def tags(self) -> list[int]:
        return [key(value) for value in self._values("tag")]

    @property
    def owner(self) -> str:
        return next(iter(self._values("owner")), "")

    @property
    def kind(self) -> str:
        return next(iter(self._values("kind")), "")

    @property
    def below(self) -> int:
        return key(next(iter(self._values("below")), ""))

    @property
    def where(self) -> str:
        """The other conditions as the address says them."""
        return text.written(self.rest) or (EVERYTHING if self.view else "")

    def _without(self, name: str, value: str) -> str:
        return self._address(pair for pair in self.pairs() if pair != (name, value))

    def _found(self, member: Member) -> list[int]:
        """The clients that the search finds for what was typed, searched for once per page."""
        if member.pk not in self._searched:
            archived = self.state != "live"
            self._searched[member.pk] = candidate_keys(member, self.q, archived=archived)
        return self._searched[member.pk]


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """The pairs as the query of an address; what reads well unencoded stays so."""
    return urlencode(list(pairs), safe=",:|()")


def _pairs(query: QueryDict) -> list[Node]:
    """Conditions as single pairs: by.field.fee.min=18."""
    found: list[Node] = []
    for name in query:
        head, _, operator = name.rpartition(".")
        if head.startswith("by.") and operator in OPERATORS:
            for value in query.getlist(name):
                try:
                    one = Condition.made(head.removeprefix("by."), operator, [value[:200]])
                except FormatError:
                    continue
                if value.strip():
                    found.append(one)
    return list(dict.fromkeys(found))[:MOST_PAIRS]


def _short_words(name: str, value: str, words: Lexicon) -> str:
    """What the pill of a short pair says."""
    match name:
        case "status":
            return _word(words.statuses, value, "status")
        case "tag":
            return _word(words.tags, value, "tag")
        case "owner":
            mine = {"me": gettext("Mine"), "none": gettext("No owner")}
            return mine.get(value) or gettext("Owner: {word}").format(
                word=_word(words.members, value, "member")
            )
        case "group":
            return gettext("Group of C-{value}").format(value=f"{int(value):04d}")
        case "below":
            return (
                gettext("Incomplete")
                if key(value) == WHOLE
                else gettext("Below {value} % complete").format(value=value)
            )
    fixed = {
        "kind": gettext("Companies") if value == "company" else gettext("People"),
        "state": gettext("Archived"),
    }
    return fixed.get(name) or SWITCHES[name][0]


def _word(words: dict[int, Any], value: str, noun: str) -> str:
    return str(words.get(key(value), gettext("Unknown {noun}").format(noun=noun)))
