"""The client page as a place where every app may hang something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.registry import Registry

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from atrium.clients.models import Client
    from atrium.clients.models.client_queryset import ClientQuerySet
    from atrium.clients.portrait import Portrait
    from atrium.organisations.middleware import MemberRequest
    from atrium.organisations.models import Member, Organisation
    from atrium.organisations.permissions import Can

type Context = dict[str, Any]
type Draw = Callable[[MemberRequest, Portrait], Context]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab in the middle of the page, with a URL of its own. ``count`` names a fact.

    ``key`` opens it behind g; each letter once, by default the first of the slug.
    """

    slug: str
    label: str
    order: int
    needs: Can
    template: str
    count: str = ""
    key: str = ""
    context: Draw


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block of a pane: ``side`` is left, right, or story (above the timeline)."""

    slug: str
    side: str
    order: int
    needs: Can
    template: str
    context: Draw


@dataclass(frozen=True, kw_only=True)
class Action:
    """A line of the three-dot menu.

    ``url_name`` answers with a dialog; where ``dialog`` is off it is a page, or a post of the
    field that ``posts`` names. One with a ``key`` stands in the header too; the one that is
    ``primary`` as the button that people look for.
    """

    slug: str
    label: str
    icon: str
    order: int
    needs: Can
    url_name: str
    dialog: bool = True
    posts: str = ""
    key: str = ""
    primary: bool = False
    when: Callable[[Client], bool] = field(default=lambda _client: True)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How a fact reads in the header: the value, the reason under it, a tone, where it leads."""

    value: str
    reason: str = ""
    tone: str = ""
    url: str = ""
    unit: str = ""
    points: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Total:
    """That a figure can be added up over a group of clients, what narrows a list to those, and how it reads."""

    label: str
    part: Callable[[Organisation], Combinable]
    narrows: dict[str, str] = field(default_factory=dict)
    shown: Callable[[int, Organisation], str] = field(default=lambda value, _: f"{spoken(value):,}")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A figure about a client.

    ``parts`` are the expressions that answer it, each by its name; the first is the value. The
    same expressions serve header, list column, filter, sort, export and API, so that no two
    screens can disagree. ``shown`` makes words of them; ``total`` adds it up over a group.
    """

    slug: str
    label: str
    order: int
    needs: Can
    parts: Callable[[Organisation], dict[str, Combinable]]
    shown: Callable[[Client, Organisation], Figure] | None = None
    header: bool = True
    total: Total | None = None
    totals: dict[str, Total] = field(default_factory=dict)

    @property
    def added_up(self) -> dict[str, Total]:
        """All that can be added up of it, by name."""
        return ({self.slug: self.total} if self.total else {}) | self.totals


@dataclass(frozen=True, kw_only=True)
class Attention:
    """A line of "Needs attention": what it is, why, and the most useful thing to do."""

    icon: str
    title: str
    reason: str
    tone: str
    action: str
    url: str
    order: int = 50
    dialog: bool = True


TABS: Registry[Tab] = Registry()
PANELS: Registry[Panel] = Registry()
ACTIONS: Registry[Action] = Registry()
FACTS: Registry[Fact] = Registry()
ATTENTION: list[Callable[[MemberRequest, Portrait], list[Attention]]] = []


def tab(**options: Any) -> Callable[[Draw], Draw]:
    """Hang a tab on the client page. Put it in the app's client_page.py."""

    def register(context: Draw) -> Draw:
        options.setdefault("key", options["slug"][0])
        if any(each.key == options["key"] for each in TABS):
            msg = f"g {options['key']} opens another tab; give {options['slug']} a key of its own"
            raise ValueError(msg)
        TABS.add(options["slug"], Tab(context=context, **options))
        return context

    return register


def panel(**options: Any) -> Callable[[Draw], Draw]:
    """Hang a block into the left or the right pane."""

    def register(context: Draw) -> Draw:
        PANELS.add(options["slug"], Panel(context=context, **options))
        return context

    return register


def action(**options: Any) -> None:
    """Put a line into the three-dot menu."""
    ACTIONS.add(options["slug"], Action(**options))


def fact(item: Fact) -> Fact:
    """Hang a figure into the header, and let lists use it."""
    FACTS.add(item.slug, item)
    return item


def attention(
    find: Callable[[MemberRequest, Portrait], list[Attention]],
) -> Callable[[MemberRequest, Portrait], list[Attention]]:
    """Add lines to "Needs attention". Reads what the page has fetched already where it can."""
    ATTENTION.append(find)
    return find


def tabs_for(member: Member) -> list[Tab]:
    """The tabs that the member may open and the organisation does not hide (B01)."""
    hidden = set(member.organisation.hidden_tabs)
    allowed = [t for t in TABS if member.can(t.needs) and t.slug not in hidden]
    return sorted(allowed, key=lambda t: t.order)


def facts_for(member: Member) -> list[Fact]:
    return sorted((f for f in FACTS if member.can(f.needs)), key=lambda f: f.order)


def with_facts(
    clients: ClientQuerySet, member: Member, only: frozenset[str] | None = None
) -> ClientQuerySet:
    """Answer the facts the member may see (or those named), in the query that fetches the clients."""
    parts: dict[str, Combinable] = {}
    for each in facts_for(member):
        if only is None or each.slug in only:
            parts |= each.parts(member.organisation)
    return clients.annotate(**parts)
