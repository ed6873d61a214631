from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from atrium.organisations.bulk import bulk_append
from atrium.organisations.fresh import fresh
from atrium.timeline import source
from atrium.timeline.kinds import Kind
from atrium.timeline.models import Act, Event
from atrium.timeline.tasks import announce, announce_many

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member


def record(  # noqa: PLR0913 - each says how one telling differs
    kind: Kind,
    *,
    client: Client,
    by: Member | None,
    act: Act | None = None,
    subject: models.Model | None = None,
    quiet: bool = False,
    at: datetime | None = None,
) -> Event:
    """Write ``kind`` on the client's timeline, inside the verb's own transaction.

    The only writer of Event, with record_many(). Whoever listens is told by the queue, after the
    commit. ``quiet`` is for what most may not know of: the client's last activity stays as it is.
    ``at`` is for what happened before it came to be known, like mail that is fetched later.
    """
    _refuse_outside_a_transaction()
    event = _event(kind, client, by, act, subject)
    event.at = at or event.at
    event.save(force_insert=True)
    if not quiet and (at is None or at > client.active_at):
        type(client)._base_manager.filter(pk=client.pk).update(active_at=event.at)
        client.active_at = event.at
    announce(event)
    return event


def record_many(
    told: Iterable[tuple[Kind, Client] | tuple[Kind, Client, models.Model]],
    *,
    by: Member | None,
    act: Act | None = None,
    at: datetime | None = None,
) -> list[Event]:
    """Write many kinds (each with its client and, if any, its subject) with few statements.

    As record() otherwise. ``at`` is when a long act began: clients that it made at that moment
    were active then already.
    """
    _refuse_outside_a_transaction()
    at = at or timezone.now()
    stories = list(told)
    events = [_event(kind, client, by, act, *subject, at=at) for kind, client, *subject in stories]
    bulk_append(events)
    # Not by the attribute: of a client that was read in part it would be read one by one.
    stirred = [client.pk for _, client, *_ in stories if vars(client).get("active_at") != at]
    for some in batched(stirred, 500):
        clients = type(stories[0][1])._base_manager
        clients.filter(pk__among=some, active_at__lt=at).update(active_at=at)
    announce_many(events)
    return events


def retell(events: Iterable[Event], client: Client) -> list[Event]:
    """Tell what was told of another client to ``client`` as well, as it was and when it was.

    For what turns out to concern them: nobody is notified. One row for each client, as ever.
    """
    _refuse_outside_a_transaction()
    names = [f.attname for f in Event._meta.concrete_fields if f.name not in {"id", "client"}]
    again = [
        Event(client_id=client.pk, **{name: getattr(event, name) for name in names})
        for event in events
    ]
    bulk_append(again)
    return again


def _event(
    kind: Kind,
    client: Client,
    by: Member | None,
    act: Act | None,
    subject: models.Model | None = None,
    *,
    at: datetime | None = None,
) -> Event:
    return fresh(
        Event,
        {"actor": by, "act": act},
        client_id=client.pk,
        at=at or timezone.now(),
        kind=kind.code,
        strand=kind.strand,
        source=source.current(),
        particulars=kind.particulars(),
        text=kind.text(),
        subject_model=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
    )


def _refuse_outside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        msg = "record() belongs inside the transaction of the verb it records"
        raise RuntimeError(msg)
