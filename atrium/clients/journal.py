"""How clients are taken back by an undo, and what follows when they change."""

from django.utils import timezone

from atrium.clients.models import Client, State
from atrium.timeline.acting import Acting
from atrium.timeline.undoing import withdraws


@withdraws("clients.client")
def withdraw(act: Acting, client: Client) -> None:
    """A client is never deleted (R20): what an undone import brought is withdrawn from sight."""
    act.change(client, state=State.WITHDRAWN, state_since=timezone.now())
