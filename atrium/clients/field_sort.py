"""Lists in the order of a field: those that have a value in its order, then the others."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from atrium.clients.attributes import Attribute
from atrium.clients.models import FieldKey

type Found = list[tuple[Any, int]]


def seek(
    clients: Any,
    by: Attribute,
    place: tuple[Any, int] | None,
    *,
    falling: bool,
    back: bool,
    limit: int,
) -> Found:
    """The clients that follow ``place``, each with its key (None without a value).

    Walks the index of the keys and asks of each client whether it is wanted.
    """
    down = falling != back
    parts = [_with, _without][:: -1 if back else 1]
    if place is not None and (place[0] is None) == (parts[0] is _with):
        parts = parts[1:]
    found: Found = []
    for part in parts:
        if len(found) < limit:
            found += part(clients, by, place, down, limit - len(found))
        place = None
    return found


def _with(clients: Any, by: Attribute, place: Any, down: bool, limit: int) -> Found:  # noqa: FBT001 - called above alone
    column = "number" if by.sort.numeric else "text"
    keys = FieldKey.objects.filter(field=by.field, **{f"{column}__isnull": False})
    keys = keys.filter(Exists(clients.order_by().filter(pk=OuterRef("client_id"))))
    if place is not None:
        beyond = TupleLessThan if down else TupleGreaterThan
        keys = keys.filter(beyond(Tuple(F(column), F("client_id")), place))
    order = [f"-{column}", "-client_id"] if down else [column, "client_id"]
    return list(keys.order_by(*order).values_list(column, "client_id")[:limit])


def _without(clients: Any, by: Attribute, place: Any, down: bool, limit: int) -> Found:  # noqa: FBT001 - called above alone
    has = FieldKey.objects.filter(field=by.field, client=OuterRef("pk"))
    rest = clients.filter(~Exists(has))
    if place is not None:
        rest = rest.filter(pk__lt=place[1]) if down else rest.filter(pk__gt=place[1])
    order = "-pk" if down else "pk"
    return [(None, key) for key in rest.order_by(order).values_list("pk", flat=True)[:limit]]


def place_of(client: Any, by: Attribute) -> tuple[Any, int]:
    """Where a client stands in the order of the field."""
    column = "number" if by.sort.numeric else "text"
    keys = FieldKey.objects.filter(field=by.field, client=client)
    return keys.values_list(column, flat=True).first(), client.pk
