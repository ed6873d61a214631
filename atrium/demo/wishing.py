"""How the clients of a demo organisation wish to be reached, and who of them does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atrium.clients.models import Client, Contact, NoContact, Preference
from atrium.clients.reach.hours import Span, spans_of
from atrium.timeline.finishing import finish

if TYPE_CHECKING:
    from atrium.demo.world import shapes

_WITHIN = {"within 4 hours": 4, "same day": 8, "next working day": 24}
_PROCEDURE = (
    "Ring the emergency contact first, then the caretaker. Water: the stop tap is in the cellar."
)
_REASONS = ("Asked by letter not to be called", "Clicked unsubscribe", "Moved on; asked us to stop")
# One person in this many does not want to be reached by one of the channels.
_ONE_IN = 17


def wish(world: shapes.World, clients: dict[int, Client]) -> None:
    """Write preferences and do not contact for the world's clients and some of their people."""
    kept = [Preference(quiet_start=21 * 60, quiet_end=7 * 60, choices={"billing": "email"})]
    closed: list[NoContact] = []
    for told in world.clients:
        wishes, client = told.preferences, clients[told.number]
        spans, within = _hours(wishes.hours), _WITHIN.get(wishes.response.lower())
        if spans or within:
            week = [[list(span) for span in spans]] * 5 + [[], []]
            row = Preference(client=client, hours=week if spans else [], answer_within=within)
            if within and within < 24:  # noqa: PLR2004 - hours of a day
                row.emergency = _PROCEDURE
                row.choices = {"mailings": "no", "appointments": "sms"}
            kept.append(row)
        if wishes.do_not_contact:
            reason = "Asked in writing to be left in peace"
            closed.append(NoContact(client=client, reason=reason))
    people = Contact.objects.order_by("id")[:1000]
    for number, person in enumerate(people):
        if number % _ONE_IN == _ONE_IN - 1:
            channel = ("phone", "email", "any")[number % 3]
            closed.append(NoContact(contact=person, channel=channel, reason=_REASONS[number % 3]))
    Preference.objects.bulk_create(kept)
    finish(NoContact.objects.bulk_create(closed))


def _hours(text: str) -> tuple[Span, ...]:
    """The span in words like "Mon-Fri 08:30-17:30", "After 10:00", "Before 08:30 only"."""
    times = re.findall(r"\d{2}:\d{2}", text)
    match times:
        case [start, end]:
            return spans_of(f"{start}-{end}")
        case [one]:
            return spans_of(f"{one}-20:00" if text.startswith("After") else f"7:00-{one}")
        case _:
            return ()
