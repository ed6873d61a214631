"""A new client with all that is known of it at once: one act, so one Undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from atrium.clients import lexicon
from atrium.clients.models import Client, Location, Point, Tag
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


def take_in(
    *,
    by: Member,
    record: dict[str, Any],
    reach: dict[str, str],
    address: dict[str, str],
    tags: list[Tag],
    anyway: str | None = None,
) -> Client:
    """Add a client with its e-mail address, phone, address and tags.

    Refused with the field to mend; then nothing of it was added. ``anyway``: why there must be a
    second client of this name.
    """
    with acting(by=by, label=gettext("Added {name}").format(name=record["name"])):
        client = Client.add(by=by, anyway=anyway, **record)
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
