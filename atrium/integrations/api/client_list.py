"""Which clients a list holds and in which order."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from ninja import Field
from pydantic import StringConstraints

from atrium.clients.attributes import attribute_named
from atrium.clients.field_sort import seek
from atrium.clients.group import Group
from atrium.clients.models import Client, Favourite, Flag, Hold, State, Tagging
from atrium.clients.search import candidate_keys
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.cards import short
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.field_values import narrowed
from atrium.integrations.api.finding import chosen, words
from atrium.integrations.api.paging import Order, Paged, cut
from atrium.integrations.api.types import Instant

ORDERS = {
    "name": Order("name", ("name_key", "id")),
    "-active_at": Order("-active_at", ("active_at", "id"), down=True),
    "number": Order("number", ("number",)),
    "-number": Order("-number", ("number",), down=True),
    "created_at": Order("created_at", ("created_at", "id")),
    "completeness": Order("completeness", ("completeness", "id")),
    "-completeness": Order("-completeness", ("completeness", "id"), down=True),
    "-created_at": Order("-created_at", ("created_at", "id"), down=True),
}
_STATES = {"live": [State.LIVE], "archived": [State.ARCHIVED]}


class ClientFilter(Paged):
    """Which clients; what is left out does not narrow."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="As in /search: name, e-mail, phone, contact or number; the best 500."
    )
    status: UUID | None = None
    tag: UUID | None = None
    owner: UUID | Literal["me", "none"] | None = None
    group: UUID | None = Field(
        None, description="This client and all that stand below it in a hierarchy."
    )
    state: Literal["live", "archived", "all"] = "live"
    on_hold: bool | None = None
    flagged: bool | None = None
    favourite: bool | None = Field(None, description="Starred by the member of the token.")
    updated_since: Instant | None = Field(
        None,
        description="Something happened at this instant or later.",
        examples=["2026-01-01T00:00:00Z"],
    )
    external_id: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Exactly what another system calls it."
    )
    complete_below: int | None = Field(
        None, ge=1, le=100, description="Less complete than this, in percent; 100: incomplete."
    )
    sort: (
        Literal[
            "name",
            "-active_at",
            "number",
            "-number",
            "created_at",
            "-created_at",
            "completeness",
            "-completeness",
        ]
        | Annotated[str, StringConstraints(pattern=r"^-?field\.[a-z0-9_]{1,80}$")]
    ) = Field(
        "name", description="By a custom field: field.KEY, or -field.KEY; those without it last."
    )

    @property
    def is_plain(self) -> bool:
        """Whether it is the beginning of a whole list, as most programs ask for it."""
        return self.model_fields_set <= {"state", "sort", "limit"}


def in_state(rows: QuerySet[Client, Client], state: str) -> QuerySet[Client, Client]:
    """Those of ``rows`` that are live, archived, or all of them."""
    return rows.filter(state__in=_STATES[state]) if state in _STATES else rows


def choose(request: ApiRequest, asked: ClientFilter) -> QuerySet[Client, Client]:
    """The visible clients that ``asked`` leaves."""
    rows = in_state(_group(request, asked.group), asked.state)
    if asked.status is not None:
        rows = rows.filter(status=chosen(words(request).statuses.values(), asked.status, "status"))
    if asked.tag is not None:
        tag = chosen(words(request).tags.values(), asked.tag, "tag")
        rows = rows.filter(Exists(Tagging.objects.filter(client=OuterRef("pk"), tag=tag)))
    if asked.owner is not None:
        rows = rows.filter(owner=_owner(request, asked.owner))
    for wanted, marks in _marks(request, asked):
        if wanted is not None:
            rows = rows.filter(Exists(marks) if wanted else ~Exists(marks))
    plain = {
        "completeness__lt": asked.complete_below,
        "active_at__gte": asked.updated_since,
        "external_id": asked.external_id or None,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    rows = narrowed(request, rows)
    if asked.q.strip():
        archived = asked.state != "live"
        rows = rows.filter(pk__in=candidate_keys(request.member, asked.q, archived=archived))
    return rows


def in_field_order(
    request: ApiRequest, asked: ClientFilter
) -> tuple[list[dict[str, Any]], str | None]:
    """A page in the order of a custom field, and the cursor of the next."""
    falling = asked.sort.startswith("-")
    by = attribute_named(request.member, asked.sort.removeprefix("-"))
    if by is None or not by.is_sortable:
        raise Invalid([("sort", "Lists cannot be sorted so; /fields names what is filterable.")])
    order = Order(asked.sort, ("key", "id"), down=falling)
    place = order.read(asked.cursor) if asked.cursor else None
    rows, more = choose(request, asked), asked.limit + 1
    after = (place[0], place[1]) if place else None
    found = seek(rows, by, after, falling=falling, back=False, limit=more)
    clients = Client.objects.visible_to(request.member).filter(pk__in=[key for _, key in found])
    known = {row["id"]: row for row in short(clients, request.member)}
    lines = [known[key] | {"key": value} for value, key in found if key in known]
    return cut(lines, asked, order)


def _group(request: ApiRequest, top: UUID | None) -> QuerySet[Client, Client]:
    """The visible clients, of one group where that is named."""
    rows: QuerySet[Client, Client] = Client.objects.visible_to(request.member)
    if top is None:
        return rows
    return Group(request.member, chosen(rows.filter(public_id=top), top, "group").number).clients


def _owner(request: ApiRequest, owner: UUID | str) -> Any:
    if owner == "none":
        return None
    if isinstance(owner, UUID):
        return chosen(words(request).members.values(), owner, "owner")
    return request.member


def _marks(request: ApiRequest, asked: ClientFilter) -> list[tuple[bool | None, QuerySet[Any]]]:
    of_it = {"client": OuterRef("pk")}
    return [
        (asked.on_hold, Hold.objects.filter(lifted_at=None, **of_it)),
        (asked.flagged, Flag.objects.filter(cleared_at=None, **of_it)),
        (asked.favourite, Favourite.objects.filter(member=request.member, **of_it)),
    ]
