"""Lists in the order of a field: those that have a value in its order, then the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from atrium.clients.attributes import Attribute
from atrium.clients.models import FieldKey

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

type Found = list[tuple[Any, int]]


@dataclass(frozen=True)
class Keys:
    """What lists are sorted by: ``rows``, at most one of each client, and their column."""

    rows: QuerySet[Any]
    column: str

    @classmethod
    def of(cls, by: Attribute, organisation: Organisation) -> Keys:
        """The rows of the table that keeps it, or the keys of the field."""
        if by.kept is not None:
            column, rows = by.kept.column, by.kept.rows()
            rows = rows.filter(by.kept.compared(organisation))
        else:
            column = "number" if by.sort.numeric else "text"
            rows = FieldKey.objects.filter(field=by.field)
        return cls(rows.filter(**{f"{column}__isnull": False}), column)

    @classmethod
    def counted(cls, rows: QuerySet[Any]) -> Keys:
        """How many of ``rows`` point at a client: all that do are counted, so they must stay few."""
        told = rows.order_by("client").values("client").annotate(how_many=Count("pk"))
        return cls(told, "how_many")

    def place_of(self, client: Any) -> tuple[Any, int]:
        """Where a client stands in the order."""
        mine = self.rows.filter(client=client)
        return mine.values_list(self.column, flat=True).first(), client.pk


def seek(
    clients: Any,
    by: Keys,
    place: tuple[Any, int] | None,
    *,
    falling: bool,
    back: bool,
    limit: int,
) -> Found:
    """The clients that follow ``place``, each with its key (None without a value).

    Walks the index of the keys, or of the table that keeps it, and asks of each client whether it is wanted.
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


def _with(clients: Any, by: Keys, place: Any, down: bool, limit: int) -> Found:  # noqa: FBT001 - called above alone
    column = by.column
    keys = by.rows.filter(Exists(clients.order_by().filter(pk=OuterRef("client_id"))))
    if place is not None:
        beyond = TupleLessThan if down else TupleGreaterThan
        keys = keys.filter(beyond(Tuple(F(column), F("client_id")), place))
    order = [f"-{column}", "-client_id"] if down else [column, "client_id"]
    return list(keys.order_by(*order).values_list(column, "client_id")[:limit])


def _without(clients: Any, by: Keys, place: Any, down: bool, limit: int) -> Found:  # noqa: FBT001 - called above alone
    rest = clients.filter(~Exists(by.rows.filter(client=OuterRef("pk"))))
    if place is not None:
        rest = rest.filter(pk__lt=place[1]) if down else rest.filter(pk__gt=place[1])
    order = "-pk" if down else "pk"
    return [(None, key) for key in rest.order_by(order).values_list("pk", flat=True)[:limit]]
