"""A new client with all that is known of it at once: one act, so one Undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, Point, State, Tag
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


def take_in(
    *,
    by: Member,
    record: dict[str, Any],
    reach: dict[str, str],
    address: dict[str, str],
    tags: list[Tag],
) -> Client:
    """Add a client with its e-mail address, phone, address and tags.

    Refused with the field to mend; then nothing of it was added.
    """
    with acting(by=by, label=f"Added {record['name']}"):
        client = Client.add(by=by, **record)
        if address:
            first = next(iter(lexicon.of(by.organisation).location_types.values()))
            Location.add(client, by=by, type=first, **address)
        for kind, text in reach.items():
            if text:
                with _at(kind):
                    Point.add(client, by=by, kind=kind, text=text)
        for tag in tags:
            tag.put_on(client, by=by)
    return client


@contextmanager
def _at(field: str) -> Iterator[None]:
    try:
        yield
    except Refusal as error:
        raise Refusal(str(error), field=field) from error


def namesakes(name: str, member: Member) -> list[Client]:
    """The clients of exactly this name, however it is cased or accented, archived ones too (J09)."""
    key = fold(name)[:400]
    return list(_kept(member).filter(name_key=key).order_by("state", "number")[:5]) if key else []


def similar(name: str, member: Member) -> list[Client]:
    """The clients whose names begin with this, for who is typing one."""
    key = fold(name)[:400]
    if len(key) < 3:  # noqa: PLR2004 - fewer letters say nothing
        return []
    named = _kept(member).filter(name_key__gte=key, name_key__lt=key + "\U0010ffff")
    return list(named.order_by("state", "name_key", "id")[:5])


def _kept(member: Member) -> Any:
    return Client.objects.visible_to(member).filter(state__in=[State.LIVE, State.ARCHIVED])
