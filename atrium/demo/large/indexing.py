"""What the acts of people leave beside the rows, made for all clients at once: search and the like."""

from __future__ import annotations

from collections.abc import Callable

from atrium.clients.models import Client, Contact
from atrium.timeline.finishing import finish

AT_ONCE = 20_000


def index(say: Callable[[str], None]) -> None:
    """Let everything follow that follows when clients are added, by the same finishers."""
    last = done = 0
    while some := list(Client.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        # With the people of these clients, else their clients would all be read once more.
        theirs = Contact.objects.filter(links__client__gte=some[0], links__client__lte=some[-1])
        people = theirs.order_by().distinct()
        finish([*some, *people])
        last, done = some[-1].pk, done + len(some)
        if not done % (10 * AT_ONCE):
            say(f"  {done:,}")
