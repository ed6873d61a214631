"""What the demo's clients have that is looked after, with the services it had."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from atrium.organisations.models import Member
from atrium.profile.events import EquipmentServiced
from atrium.profile.models import Equipment
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.demo.world import shapes
    from atrium.organisations.models import Organisation

# Name, maker, model, where it stands, what is done to it.
_KITS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "harbour": (
        ("Boiler", "Hestley", "Combi 30", "Kitchen cupboard", "Burner cleaned, pressure set"),
        ("Consumer unit", "Wharfe", "CU-12", "Under the stairs", "Tested, one breaker renewed"),
        ("Heat pump", "Nordvane", "AW 11", "Back wall", "Filters rinsed, refrigerant checked"),
        ("Water pump", "Sluice & Son", "P2", "Plant room", "Bearings greased"),
    ),
    "northlight": (
        ("Interview kiosk", "Lodestar", "Desk 2", "Reception", "Camera and forms updated"),
        ("Badge printer", "Inkwell", "B40", "Front office", "Head cleaned"),
    ),
    "okapi": (
        ("Web server", "Eigenbau", "Debian 13", "Rack 4, Falkenstein", "Updates, restore tried"),
        ("Shop system", "Ladentisch", "6.2", "Shared hosting", "Upgrade from 6.1"),
        ("Ticket printer", "Papierkram", "T1", "Box office", "Driver renewed"),
    ),
}
_EVERY = 3
_OF_STARS = 2


def equip(
    world: shapes.World,
    organisation: Organisation,
    members: dict[str, Member],
    clients: dict[int, Client],
) -> None:
    """Two clients in three have equipment, the first ones two pieces; half of it was serviced."""
    kit, today, made = _KITS[world.slug], organisation.today(), list[Equipment]()
    hands = [member for key, member in members.items() if key not in {"viewer", "owner"}]
    for told in world.clients:
        if told.number % _EVERY == 0:
            continue
        client = clients[told.number]
        place = client.locations.order_by("-is_default", "id").first()
        for turn in range(_OF_STARS if told.number < len(kit) * _EVERY else 1):
            name, maker, model, spot, _ = kit[(told.number // _EVERY + turn) % len(kit)]
            installed = today - timedelta(days=400 + told.number * 13 % 2900 + turn * 77)
            made.append(
                Equipment(
                    client=client,
                    name=name,
                    maker=maker,
                    model=model,
                    serial=f"{maker[:2].upper()}-{told.number * 7919 % 90000 + 10000}-{turn}",
                    location=place,
                    spot=spot,
                    installed_on=installed,
                )
            )
    Equipment.objects.bulk_create(made, batch_size=200)
    work = {name: done for name, _, _, _, done in kit}
    serviced = [piece for piece in made[::2] if _service(piece, len(hands))]
    Equipment.objects.bulk_update(serviced, ["serviced_on"], batch_size=200)
    Event.objects.bulk_create(
        _told(piece, hands[turn % len(hands)], work[piece.name])
        for turn, piece in enumerate(serviced)
    )


def _service(piece: Equipment, turn: int) -> bool:
    """Let it have been serviced shortly before the client was last heard of; False for a new one."""
    client = piece.client
    day = client.active_at.date() - timedelta(days=1 + client.number % (turn + 3))
    if day <= client.created_at.date() or day <= (piece.installed_on or day):
        return False
    piece.serviced_on = day
    return True


def _told(piece: Equipment, by: Member, done: str) -> Event:
    on = piece.serviced_on or piece.created_at.date()
    story = EquipmentServiced(name=piece.name, on=on.isoformat(), what=done)
    return Event(
        client=piece.client,
        at=datetime.combine(on, time(10, 30 - piece.client.number % 30), UTC),
        kind=story.code,
        strand=story.strand,
        actor=by,
        subject_model=piece._meta.label_lower,
        subject_id=piece.pk,
        particulars=story.particulars(),
        text=story.text(),
    )
