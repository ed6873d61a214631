"""A few changes by hand on the newest client of a demo, so that its history has something to tell."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation

ABOUT = (
    "Rings in the morning, never after six. The side gate sticks: lift it, then push. Wants the old "
    "boiler kept going for as long as parts can be had."
)


def change(organisation: Organisation) -> None:
    """Two members work on the record; one of them takes a word back."""
    with current.entered(organisation):
        client = Client.objects.order_by("-number").first()
        people = list(Member.objects.select_related("organisation").order_by("id")[:3])
        if client is None or not people:
            return
        came_from, point = client.came_from, client.points.order_by("id").first()
        client.edit(by=people[0], was=None, fields=None, about=ABOUT)
        client.edit(by=people[-1], was=None, fields=None, came_from="A neighbour")
        if point is not None:
            point.edit(by=people[-1], label="Best before noon")
        later = ABOUT.replace("in the morning, never after six", "at noon, never after five")
        client.edit(by=people[-1], was=None, fields=None, about=later)
        client.edit(by=people[0], was=None, fields=None, came_from=came_from)
