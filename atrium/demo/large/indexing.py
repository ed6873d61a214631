"""What the acts of people leave beside the rows, made for all clients at once: search and the like."""

from __future__ import annotations

from collections.abc import Callable

from atrium.clients.models import Client, Contact
from atrium.timeline.finishing import finish

AT_ONCE = 20_000


def index(say: Callable[[str], None]) -> None:
    """Let everything follow that follows when clients are added, by the same finishers."""
    for model in (Client, Contact):
        last = done = 0
        while some := list(model.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            finish(some)
            last, done = some[-1].pk, done + len(some)
            if not done % (10 * AT_ONCE):
                say(f"  {done:,}")
