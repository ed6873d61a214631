"""Field history: what each change of a client was before and after (J10), and its restoring (X04)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients import details
from atrium.clients.models import Client
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.cards import ClientFull, full, reference
from atrium.integrations.api.errors import Invalid, Problem, not_found
from atrium.integrations.api.field_values import inside, restorable, told_fields
from atrium.integrations.api.finding import chosen, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Instant, Patch, Reference
from atrium.organisations.permissions import Can
from atrium.timeline.models import Change

router = Router(tags=["History"])
LARGEST = 2**63 - 1
_INSIDE = frozenset({"id", "organisation", "client", "name_key", "label_key"})
_OPERATIONS = {"I": "added", "U": "changed", "D": "removed"}
# What these rows hold has its own scope and permission, also in the history of a client: by the
# beginning of the model's name. What stands in none of these lines is told to nobody; where
# messages went when clients were merged would tell of those that one may not know of.
_TOLD = {
    "clients.": ("history:read", Can.CLIENTS_SEE),
    "calendar.": ("tasks:read", Can.TASKS_SEE),
    "conversations.note": ("notes:read", Can.NOTES_SEE),
    "conversations.call": ("calls:read", Can.CALLS_SEE),
    "conversations.comment": ("comments:read", Can.COMMENTS_SEE),
    "meetings.": ("meetings:read", Can.MEETINGS_SEE),
    "documents.": ("documents:read", Can.DOCUMENTS_SEE),
    "projects.": ("projects:read", Can.PROJECTS_SEE),
    "jobs.": ("jobs:read", Can.JOBS_SEE),
    "tenders.": ("tenders:read", Can.TENDERS_SEE),
    "billing.": ("invoices:read", Can.MONEY_SEE),
    "payments.": ("payments:read", Can.MONEY_SEE),
    "prices.": ("prices:read", Can.MONEY_SEE),
    "profile.equipment": ("equipment:read", Can.CLIENTS_SEE),
    "profile.account": ("accounts:read", Can.ACCOUNTS_BANK),
    "profile.changerequest": ("accounts:read", Can.ACCOUNTS_BANK),
}
_APART = {
    "clients.link": ("contacts:read", Can.CLIENTS_SEE),
    "clients.grant": ("grants:read", Can.CLIENTS_ACCESS),
}


class ChangeOut(Schema):
    """What one act did to one row."""

    id: int
    act: int
    at: datetime
    actor: Reference | None = Field(description="Who did it; null for Atrium itself.")
    source: Literal["page", "api", "import", "command", "rule"]
    label: str = Field(description="What the act was.", examples=["Changed name of Bar"])
    what: str = Field(description="The kind of row.", examples=["clients.client"])
    operation: Literal["added", "changed", "removed"]
    before: dict[str, Any] | None = Field(description="The fields before; null where it was added.")
    after: dict[str, Any] | None = Field(description="The fields after; null where it was removed.")


class ChangeFilter(Paged):
    """Which changes."""

    field: str = Field("", max_length=60, description="Only those that touched this field.")
    actor: Id | None = Field(None, description="Of /members: only what they did.")
    as_of: Instant | None = Field(
        None, description="Only what had happened by then.", examples=["2026-11-24T09:00:00Z"]
    )


class RestoreIn(Patch):
    """Which field goes back; left out, every field of the change."""

    field: StrictStr = Field("", max_length=60, examples=["name"])


@router.get(
    "/clients/{client_id}/history",
    auth=Bearer("history:read", Can.CLIENTS_SEE),
    response=Page[ChangeOut],
    summary="Read the changes of a client",
)
def read_history(request: ApiRequest, client_id: UUID, query: Query[ChangeFilter]) -> HttpResponse:
    """The newest first. What a token may not read by itself is left out here too."""
    rows = _told_to(request, Change.objects.filter(client=the_client(request, client_id)))
    if query.field:
        rows = rows.filter(model="clients.client", after__has_key=inside(query.field))
    if query.actor is not None:
        rows = rows.filter(act__actor=chosen(words(request).members.values(), query.actor, "actor"))
    if query.as_of is not None:
        rows = rows.filter(act__at__lte=query.as_of)
    page, cursor = paged(rows.select_related("act"), query, NEWEST)
    return answer({"items": [_card(request, change) for change in page], "next": cursor})


@router.post(
    "/clients/{client_id}/history/{change_id}/restore",
    auth=Bearer("clients:write", Can.CLIENTS_EDIT),
    response=ClientFull,
    summary="Restore the value before a change",
)
def restore_value(
    request: ApiRequest, client_id: UUID, change_id: int, data: RestoreIn
) -> HttpResponse:
    """Details, status and owner can be restored; the rest is taken back with its act."""
    client = the_client(request, client_id)
    change = None
    if 0 < change_id <= LARGEST:
        change = Change.objects.to_row(client).filter(pk=change_id, operation="U").first()
    if change is None:
        raise not_found()
    before = dict(change.before or {})
    if name := inside(data.field):
        if name not in before:
            raise Invalid([("field", f"This change did not touch {data.field}.")])
        before = {name: before[name]}
    _restore(request, client, before)
    rows = Client.objects.visible_to(request.member).filter(pk=client.pk)
    told = full(rows, request.member, words(request))
    if told is None:
        raise not_found()
    return answer(told)


def _told_to(request: ApiRequest, rows: QuerySet[Change, Change]) -> QuerySet[Change, Change]:
    def may(scope: str, can: Can) -> bool:
        return request.token.allows(scope) and request.member.can(can)

    hidden = [model for model, needs in _APART.items() if not may(*needs)]
    told = Q(pk__in=[])
    for beginning, needs in _TOLD.items():
        told |= Q(model__startswith=beginning) if may(*needs) else Q()
    return rows.filter(told).exclude(model__in=hidden)


def _restore(request: ApiRequest, client: Client, before: dict[str, Any]) -> None:
    lexicon, member = words(request), request.member
    texts = {n: "" if v is None else str(v) for n, v in before.items() if n in details.DETAILS}
    fields = restorable(before, member)
    known = texts or fields or (before.keys() & {"status", "owner"})
    if not known:
        raise Problem(409, "This change cannot be restored by itself; undo its act instead.")
    if texts or fields:
        client.edit(by=member, was=None, fields=fields, **texts)
    if "status" in before:
        status = lexicon.statuses.get(before["status"])
        if status is None:
            raise Problem(409, "The status of that time is not on the list any more.")
        client.move_to(status, by=member)
    if "owner" in before:
        demand(member, Can.CLIENTS_OWN)
        owner = lexicon.members.get(before["owner"] or 0)
        client.give_to(owner if owner and owner.is_active else None, by=member)


def _card(request: ApiRequest, change: Change) -> dict[str, Any]:
    return {
        "id": change.pk,
        "act": change.act_id,
        "at": change.act.at,
        "actor": reference(words(request).members.get(change.act.actor_id or 0)),
        "source": change.act.source,
        "label": change.act.words,
        "what": change.model,
        "operation": _OPERATIONS[change.operation],
        "before": _outside(request, change.before, change.model),
        "after": _outside(request, change.after, change.model),
    }


def _outside(
    request: ApiRequest, fields: dict[str, Any] | None, what: str
) -> dict[str, Any] | None:
    """The fields without what is of use inside only; words and members by what they are called."""
    if fields is None:
        return None
    lexicon = words(request)
    known = {"status": lexicon.statuses, "owner": lexicon.members}
    told = {
        name: reference(known[name].get(value)) if name in known else value  # type: ignore[attr-defined]
        for name, value in fields.items()
        if name not in _INSIDE
    }
    return told_fields(told, what, request.member)
