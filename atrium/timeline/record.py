from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from atrium.organisations.bulk import bulk_append, bulk_append_values
from atrium.organisations.fresh import fresh
from atrium.timeline import source
from atrium.timeline.kinds import Kind
from atrium.timeline.models import Act, Event
from atrium.timeline.tasks import announce_many

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

_OF_STORY = ("client_id", "kind", "strand", "particulars", "text", "subject_model", "subject_id")
_OF_EVENT = ("at", "source", "actor_id", "act_id", *_OF_STORY)


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
    kept = dict(zip(_OF_STORY, _values(kind, client, subject), strict=True))
    kept |= {"at": at or timezone.now(), "source": source.current()}
    event = fresh(Event, {"actor": by, "act": act}, **kept)
    event.save(force_insert=True)
    if not quiet and (at is None or at > client.active_at):
        type(client)._base_manager.filter(pk=client.pk).update(active_at=event.at)
        client.active_at = event.at
    announce_many([(event.kind, event.pk)])
    return event


def record_many(
    told: Iterable[tuple[Kind, Client] | tuple[Kind, Client, models.Model]],
    *,
    by: Member | None,
    act: Act | None = None,
    at: datetime | None = None,
) -> None:
    """Write many kinds (each with its client and, if any, its subject) with few statements.

    As record() otherwise. ``at`` is when a long act began: clients that it made at that moment
    were active then already.
    """
    _refuse_outside_a_transaction()
    at = at or timezone.now()
    stories = list(told)
    alike = at, source.current(), by.pk if by is not None else None, act.pk if act else None
    rows = (_values(*story) for story in stories)
    keys = bulk_append_values(Event, _OF_EVENT, ((*alike, *row) for row in rows))
    # Not by the attribute: of a client that was read in part it would be read one by one.
    stirred = [client.pk for _, client, *_ in stories if vars(client).get("active_at") != at]
    for some in batched(stirred, 500):
        clients = type(stories[0][1])._base_manager
        clients.filter(pk__among=some, active_at__lt=at).update(active_at=at)
    announce_many((kind.code, key) for (kind, *_), key in zip(stories, keys, strict=True))


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


def _values(kind: Kind, client: Client, subject: models.Model | None = None) -> tuple[Any, ...]:
    """What an event keeps of a story, in the order of _OF_STORY."""
    about = (subject._meta.label_lower, subject.pk) if subject is not None else ("", None)
    return client.pk, kind.code, kind.strand, kind.particulars(), kind.text(), *about


def _refuse_outside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        msg = "record() belongs inside the transaction of the verb it records"
        raise RuntimeError(msg)
