"""Saved views as lists: what one opens with, and whether the list was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from atrium.clients.filters import Filters
from atrium.clients.models import SavedView, ViewPin
from atrium.clients.narrowing import Group, tree
from atrium.clients.narrowing.compiled import keyed, said
from atrium.clients.narrowing.quick import SWITCHES, key
from atrium.clients.value_types.where import identifier_in
from atrium.foundation.among import filled_up
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

MOST_TABS = 100
MOST_REMOVED = 10
LARGEST = 2**63 - 1
NARROWING = frozenset("q status tag owner kind group below state where".split()) | set(SWITCHES)


def named(member: Member, text: str) -> SavedView | None:
    """The view that an address names, where the member may see it."""
    number = key(text)
    if not number:
        return None
    seen = SavedView.objects.visible_to(member).filter(pk=number)
    view: SavedView | None = seen.select_related("owner").first()
    return view


def named_by(member: Member, identifier: str) -> SavedView | None:
    """The view with this identifier, where the member may see it."""
    seen = SavedView.objects.visible_to(member).filter(public_id=identifier)
    view: SavedView | None = seen.select_related("owner").first()
    return view


def filters_of(view: SavedView) -> Filters:
    """The filters that the view keeps."""
    try:
        kept = tree.from_json(view.conditions) if view.conditions else Group()
        return Filters(q=view.q, tree=kept, state=view.state, view=view.pk)
    except FormatError as error:
        return Filters(q=view.q, state=view.state, broken=str(error), view=view.pk)


def opened(view: SavedView, query: QueryDict) -> Filters:
    """The filters of a list with this view: those of the address, where it has any."""
    if any(name in NARROWING or name.startswith("by.") for name in query):
        return replace(Filters.read(query), view=view.pk)
    return filters_of(view)


def kept(member: Member, filters: Filters) -> dict[str, Any]:
    """The filters as a view keeps them: words by their keys, so that renaming changes nothing."""
    group = keyed(filters.tree, member)
    assert isinstance(group, Group), "a group stays one"
    return {"q": filters.q, "state": filters.state, "conditions": group.as_json()}


def is_changed(view: SavedView, filters: Filters, ordering: str) -> bool:
    """Whether a list shows something else than its view keeps."""
    return filters.pairs() != filters_of(view).pairs() or ordering != view.sort


def losses(filters: Filters, member: Member) -> list[str]:
    """What a list asks for that is not there any more or not for the member, in sentences."""
    return [f"{told.text}. {told.wrong}".replace("..", ".") for told in _wrong(filters, member)]


def _wrong(filters: Filters, member: Member) -> Iterable[Any]:
    for each in filters.tree.conditions():
        told = said(each, member)
        if told.wrong:
            yield told


def every(member: Member) -> list[SavedView]:
    """All views that the member has, by name."""
    seen = SavedView.objects.visible_to(member).select_related("owner")
    return list(seen.by_label())


def removed(member: Member) -> list[SavedView]:
    """One's own that were removed, the latest first."""
    gone = SavedView.objects.filter(owner=member, removed_at__isnull=False)
    return list(gone.order_by("-removed_at")[:MOST_REMOVED])


def removed_one(member: Member, number: int) -> SavedView | None:
    """A view that the member may bring back."""
    gone = SavedView.objects.filter(pk=min(number, LARGEST)).select_related("owner").first()
    return gone if gone and gone.may_be_changed_by(member) else None


def pinned(member: Member) -> list[ViewPin]:
    """The member's views above the list, in the order in which they pinned them."""
    return _pinned(member=member)


@prepared()
def _pinned(*, member: Member) -> QuerySet[ViewPin]:
    seen = SavedView.objects.visible_to(member)
    pins: QuerySet[ViewPin] = ViewPin.objects.filter(member=member, view__in=seen)
    return pins.select_related("view").order_by("id")


def pin_of(view: SavedView, member: Member) -> ViewPin | None:
    """How the member has the view in the tabs, if so."""
    return ViewPin.objects.filter(member=member, view=view).first()


def tabs_of(member: Member, view: SavedView | None) -> dict[str, Any]:
    """The tabs above the list: the pinned views, and the one that is open; the others by name."""
    pins = pinned(member)
    tabs = [pin.view for pin in pins]
    if view and view not in tabs:
        tabs.append(view)
    others = _others(member=member, tabs=filled_up([each.pk for each in tabs]))
    return {"tabs": tabs, "others": others, "opens": next((p.view_id for p in pins if p.opens), 0)}


@prepared()
def _others(*, member: Member, tabs: list[int]) -> QuerySet[SavedView]:
    rest: QuerySet[SavedView] = SavedView.objects.visible_to(member).exclude(pk__each=tabs)
    return rest.order_by("label_key", "id")[:MOST_TABS]


def opening(member: Member) -> int | None:
    """The key of the view that the list opens with."""
    found: list[int] = _opening(member=member)
    return found[0] if found else None


@prepared()
def _opening(*, member: Member) -> QuerySet[Any]:
    seen = SavedView.objects.visible_to(member)
    pins = ViewPin.objects.filter(member=member, opens=True, view__in=seen)
    return pins.values_list("view_id", flat=True)


def called(member: Member, name: str) -> SavedView:
    """The view of this name or identifier that the member has, one's own before others'. Refused."""
    seen = SavedView.objects.visible_to(member).select_related("owner")
    asked = Q(label_key=fold(name))
    if identifier := identifier_in(name):
        asked |= Q(public_id=identifier)
    found = sorted(seen.filter(asked), key=lambda view: view.owner_id != member.pk)
    if not found:
        raise Refusal(
            gettext("There is no view “{name}” that {member} has.").format(name=name, member=member)
        )
    return found[0]
