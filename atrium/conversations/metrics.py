"""Mail on its way and mailboxes that are fetched, for Prometheus."""

from __future__ import annotations

from django.db.models import Count, Q

from atrium.conversations.models import Mailbox, Message
from atrium.conversations.models.message_state import State
from atrium.foundation.metrics import Values, gauge
from atrium.organisations import current

WAITING = (State.SCHEDULED, State.QUEUED, State.LEAVING)


@gauge("atrium_messages_waiting", "Messages that have not left yet, by their state", "state")
def messages() -> Values:
    """All organisations together."""
    with current.unscoped("figures of the installation"):
        rows = Message.objects.filter(state__in=[state.value for state in WAITING])
        found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    for state in WAITING:
        yield (state.value,), found.get(state.value, 0)


@gauge(
    "atrium_messages_troubled", "Messages that trouble stands in the way of, by which", "trouble"
)
def troubled() -> Values:
    """All organisations together: put off for more than a quarter of an hour, or failed within a day."""
    with current.unscoped("figures of the installation"):
        late, failed = Message.objects.put_off().count(), Message.objects.failed_lately().count()
    yield ("put off",), late
    yield ("failed",), failed


@gauge("atrium_mailboxes", "Mailboxes in use by whether their last run went well", "state")
def mailboxes() -> Values:
    """All organisations together; ``new`` has not run yet."""
    with current.unscoped("figures of the installation"):
        found = Mailbox.objects.filter(retired_at__isnull=True, imap_on=True).aggregate(
            troubled=Count("pk", filter=~Q(problem="")),
            new=Count("pk", filter=Q(problem="", ran_at__isnull=True)),
            well=Count("pk", filter=Q(problem="", ran_at__isnull=False)),
        )
    for state, count in found.items():
        yield (state,), count
