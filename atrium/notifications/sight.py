"""What the storey of clients knows and this one must ask: who may see a client, and where an event is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.timeline.models import Event

type Door = Callable[[Member], QuerySet[Any]]
type Veil = Callable[[Member, Event], bool]
type Address = Callable[[Event], str]
_DOORS: list[Door] = []
_ADDRESSES: list[Address] = []
_VEILS: dict[str, Veil] = {}


def seen_through(door: Door) -> Door:
    """Let this answer the clients that a member may see."""
    _DOORS[:] = [door]
    return door


def shown_at(address: Address) -> Address:
    """Let this answer the path of the page that shows an event, with all that is around it."""
    _ADDRESSES[:] = [address]
    return address


def veiled(prefix: str, veil: Veil) -> None:
    """Let the function say of events, whose kind begins so, whether a member may know of them."""
    _VEILS[prefix] = veil


def clients_seen_by(member: Member) -> QuerySet[Any]:
    """The clients that the member may see now."""
    return _DOORS[0](member)


def may_see(member: Member, event: Event) -> bool:
    """Whether the member may know of the event."""
    veil = _VEILS.get(event.kind.partition(".")[0])
    if veil is not None and not veil(member, event):
        return False
    return clients_seen_by(member).filter(pk=event.client_id).exists()


def address_of(event: Event) -> str:
    """The path of the page that shows the event."""
    return _ADDRESSES[0](event)
