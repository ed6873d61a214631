"""How clients are taken back by an undo, and what follows when they change."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client, State
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.undoing import withdraws


@withdraws("clients.client")
def withdraw(act: Acting, client: Client) -> None:
    """A client is never deleted (R20): what an undone import brought is withdrawn from sight."""
    act.change(client, state=State.WITHDRAWN, state_since=timezone.now())


@whenever(
    "clients.status",
    "clients.tag",
    "clients.locationtype",
    "clients.contactrole",
    "clients.field",
)
def forget_the_words(rows: Iterable[models.Model]) -> None:
    """Let every process read the organisation's words anew, also after an undo."""
    for row in list(rows)[:1]:
        row.organisation.forget_lexicon()  # type: ignore[attr-defined]
