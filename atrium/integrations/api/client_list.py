"""Which clients a list holds and in which order."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Field
from pydantic import StringConstraints

from atrium.clients import viewing
from atrium.clients.field_sort import seek
from atrium.clients.filters import STATES, Filters
from atrium.clients.list_order import Sort
from atrium.clients.models import Client
from atrium.clients.narrowing import Condition, Group, Node, criterion_named, text, tree
from atrium.foundation.formats import FormatError
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.cards import short
from atrium.integrations.api.errors import Invalid, Problem
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
    filter: Annotated[str, StringConstraints(max_length=8000)] = Field(
        "",
        description=(
            "Conditions that stand together by all, any and not, as JSON or as the address of the "
            "page says them; /criteria names what there is."
        ),
        examples=["status.is:Lead,any(town.is:Leeds,last_contact.max:90 days ago)"],
    )
    view: UUID | None = Field(None, description="Only the clients of this saved view.")
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
            "waiting_since",
            "-waiting_since",
            "open_jobs",
            "-open_jobs",
            "open_projects",
            "-open_projects",
            "unpaid",
            "-unpaid",
            "overdue",
            "-overdue",
            "invoiced",
            "-invoiced",
            "days_to_pay",
            "-days_to_pay",
        ]
        | Annotated[str, StringConstraints(pattern=r"^-?(field|account)\.[a-z0-9_]{1,80}$")]
    ) = Field(
        "name",
        description="Or by field.KEY of a custom field, or account.credit_limit; -… falls; those without it last. "
        "`waiting_since`: who waits longest for an answer first; needs `messages:read`. "
        "`-open_jobs`, `-open_projects`: who has the most first; need `jobs:read`, `projects:read`. "
        "`-unpaid`, `-overdue`, `-invoiced` (in the organisation's currency), `-days_to_pay` need `invoices:read`.",
    )

    @property
    def is_plain(self) -> bool:
        """Whether it is the beginning of a whole list, as most programs ask for it."""
        return self.model_fields_set <= {"state", "sort", "limit"}


def in_state(rows: QuerySet[Client, Client], state: str) -> QuerySet[Client, Client]:
    """Those of ``rows`` that are live, archived, or all of them."""
    return rows.filter(state__in=STATES[state]) if state != "all" else rows


def choose(request: ApiRequest, asked: ClientFilter) -> QuerySet[Client, Client]:
    """The visible clients that ``asked`` leaves, by the same conditions as the page's list."""
    filters = filters_of(request, asked)
    try:
        rows: QuerySet[Client, Client] = filters.choose(request.member)
        if asked.view is not None:
            rows = rows.filter(pk__in=_of_view(request, asked.view).values("pk"))
    except FormatError as error:
        raise Invalid([("filter", str(error))]) from error
    if asked.updated_since is not None:
        rows = rows.filter(active_at__gte=asked.updated_since)
    return rows.filter(external_id=asked.external_id) if asked.external_id else rows


def _of_view(request: ApiRequest, view_id: UUID) -> QuerySet[Client, Client]:
    view = viewing.named_by(request.member, str(view_id))
    if view is None:
        raise Invalid([("view", "There is none with this identifier.")])
    filters = viewing.filters_of(view)
    demand_scopes(request, filters.tree)
    chosen_by_it: QuerySet[Client, Client] = filters.choose(request.member)
    return chosen_by_it.order_by()


def filters_of(request: ApiRequest, asked: ClientFilter) -> Filters:
    """What was asked for as the filters of a list. Refused where it cannot be read."""
    parts: list[Node] = [*_words(request, asked), *_pairs(request)]
    try:
        parts += conditions(asked.filter).parts
    except FormatError as error:
        raise Invalid([("filter", str(error))]) from error
    whole = Group(parts=tuple(parts))
    demand_scopes(request, whole)
    return Filters(q=" ".join(asked.q.split()), tree=whole, state=asked.state, strict=True)


def demand_scopes(request: ApiRequest, asked: Group) -> None:
    """Refuse conditions about what the token may not read."""
    for condition in asked.conditions():
        found = criterion_named(request.member, condition.slug)
        if found and found.scope and not request.token.allows(found.scope):
            raise Problem(403, f"The token lacks the scope {found.scope}; make one that has it.")


def conditions(told: str) -> Group:
    """Conditions as a program writes them, JSON or text. Raises FormatError."""
    if not told.lstrip().startswith("{"):
        return text.read(told)
    try:
        return tree.from_json(json.loads(told))
    except (json.JSONDecodeError, RecursionError) as error:
        msg = "This is no JSON; send an object with all, any or not."
        raise FormatError(msg) from error


def _words(request: ApiRequest, asked: ClientFilter) -> list[Condition]:
    """The parameters with names of their own."""
    found = []
    known = words(request)
    if asked.status is not None:
        status = chosen(known.statuses.values(), asked.status, "status")
        found.append(Condition("status", "is", (str(status.pk),)))
    if asked.tag is not None:
        tag = chosen(known.tags.values(), asked.tag, "tag")
        found.append(Condition("tag", "is", (str(tag.pk),)))
    if asked.owner is not None:
        if isinstance(asked.owner, UUID):
            chosen(known.members.values(), asked.owner, "owner")
        found.append(Condition("owner", "is", (str(asked.owner),)))
    if asked.group is not None:
        seen = Client.objects.visible_to(request.member).filter(public_id=asked.group)
        top = chosen(seen, asked.group, "group")
        found.append(Condition("group", "is", (str(top.number),)))
    switches = {"hold": asked.on_hold, "flagged": asked.flagged, "favourite": asked.favourite}
    for name, wanted in switches.items():
        if wanted is not None:
            found.append(Condition(name, "is", ("yes" if wanted else "no",)))
    if asked.complete_below is not None:
        found.append(Condition("complete", "max", (str(asked.complete_below - 1),)))
    return found


def _pairs(request: ApiRequest) -> list[Condition]:
    """Conditions as parameters of their own, like by.field.fee.min=18."""
    found = []
    for name in [name for name in request.GET if name.startswith("by.")]:
        slug, _, operator = name.removeprefix("by.").rpartition(".")
        try:
            condition = Condition.made(slug, operator, [request.GET[name]])
            demand_scopes(request, Group(parts=(condition,)))
            Filters(tree=Group(parts=(condition,)), strict=True).choose(request.member)
        except FormatError as error:
            raise Invalid([(name, str(error))]) from error
        found.append(condition)
    return found


def in_field_order(
    request: ApiRequest, asked: ClientFilter
) -> tuple[list[dict[str, Any]], str | None]:
    """A page in the order of a field, and the cursor of the next."""
    falling = asked.sort.startswith("-")
    slug = asked.sort.removeprefix("-")
    by = Sort.named(slug, request.member)
    keys = by.keys(request.member.organisation)
    if by.slug != slug or keys is None:
        raise Invalid([("sort", "Lists cannot be sorted so; /fields names what is filterable.")])
    if by.scope and not request.token.allows(by.scope):
        raise Problem(403, f"The token lacks the scope {by.scope}; make one that has it.")
    order = Order(asked.sort, ("key", "id"), down=falling)
    place = order.read(asked.cursor) if asked.cursor else None
    rows, more = choose(request, asked), asked.limit + 1
    after = (place[0], place[1]) if place else None
    found = seek(rows, keys, after, falling=falling, back=False, limit=more)
    clients = Client.objects.visible_to(request.member).filter(pk__in=[key for _, key in found])
    known = {row["id"]: row for row in short(clients, request.member)}
    lines = [known[key] | {"key": value} for value, key in found if key in known]
    return cut(lines, asked, order)


def narrows(request: ApiRequest) -> bool:
    """Whether the address narrows by a condition of its own."""
    return any(name.startswith("by.") for name in request.GET)
