"""Making several records of one client one, and taking that back (J21, X01, X02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.merge_plan import Plan
from atrium.clients.models import Merge
from atrium.integrations.api.acts import UndoneOut
from atrium.integrations.api.acts import told as told_undoing
from atrium.integrations.api.affected import DryRun
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.duplicates import Named, brief
from atrium.integrations.api.finding import chosen_client, found, the_client
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can
from atrium.timeline.undoing import start

router = Router(tags=["Duplicates"])
READ = Bearer("duplicates:read", Can.CLIENTS_SEE)
WRITE = Bearer("duplicates:write", Can.CLIENTS_MERGE)
_EXAMPLE = "019f0000-0000-7000-8000-000000000000"


class MergeIn(Input):
    """Which clients go up in this one, and whose values stand."""

    absorb: list[Id] = Field(
        min_length=1, max_length=10, description="Of /clients.", examples=[[_EXAMPLE]]
    )
    pick: dict[str, Id] = Field(
        {},
        max_length=600,
        description="By field, the client whose value stands. What is not named is what this "
        "client says, else the first that says anything.",
        examples=[{}],
    )


class HeldOut(Schema):
    """Something that stays with the client that had it, because this one has its like."""

    what: str
    reason: str


class MergeOut(Schema):
    """That one client went up in another."""

    id: UUID
    kept: Named
    absorbed: Named = Field(description="Its number and identifier lead to the one that was kept.")
    at: datetime
    moved: dict[str, int] = Field(description="What moved, by what it is, of all merged at once.")
    held: list[HeldOut]
    act: int
    undone_at: datetime | None


class MergesOut(Schema):
    """One for each client that went up in this one."""

    items: list[MergeOut]


class StandsOut(Schema):
    """The value that will stand for a field, and whose it is."""

    field: str
    label: str
    value: str
    client: UUID
    differs: bool = Field(description="Whether the clients say different things.")


class PlanOut(Schema):
    """What the merge would do; nothing was changed."""

    dry_run: bool
    fields: list[StandsOut]
    moved: dict[str, int]
    held: list[HeldOut]
    restricted: bool = Field(description="Fewer would see the client that stays than do now.")


@router.post(
    "/clients/{client_id}/merges",
    auth=WRITE,
    response={201: MergesOut, 200: PlanOut},
    summary="Merge clients into this one",
)
def merge_clients(
    request: ApiRequest, client_id: UUID, data: MergeIn, query: Query[DryRun]
) -> HttpResponse:
    """All that the others have moves here; nothing is sent. `dry_run` answers the plan instead."""
    keep = the_client(request, client_id)
    absorb = [chosen_client(request, key, "absorb") for key in data.absorb]
    picks = {
        name: chosen_client(request, key, f"pick.{name}").pk for name, key in data.pick.items()
    }
    if query.dry_run:
        return answer(_plan(Plan.of(keep, absorb, picks, by=request.member)))
    made = Merge.perform(keep=keep, absorb=absorb, by=request.member, picks=picks)
    rows = _rows(request).filter(pk__in=[merge.pk for merge in made]).order_by("pk")
    return answer({"items": [_card(merge) for merge in rows]}, status=201)


@router.get(
    "/clients/{client_id}/merges",
    auth=READ,
    response=Page[MergeOut],
    summary="List what was merged into a client",
)
def list_merges(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """The latest first; those that were undone too."""
    client = the_client(request, client_id)
    page, cursor = paged(_rows(request).filter(kept=client), query, NEWEST)
    return answer({"items": [_card(merge) for merge in page], "next": cursor})


@router.get("/merges/{merge_id}", auth=READ, response=MergeOut, summary="Read a merge")
def read_merge(request: ApiRequest, merge_id: UUID) -> HttpResponse:
    """Which client went up in which, and what of it stayed behind."""
    return answer(_card(found(request, _rows(request), merge_id)))


@router.post(
    "/merges/{merge_id}/undo",
    auth=WRITE,
    response={200: UndoneOut, 202: UndoneOut},
    summary="Undo a merge",
)
def undo_merge(request: ApiRequest, merge_id: UUID) -> HttpResponse:
    """Both stand again, with all that was merged at once; what happened since stays with the right one.

    409 where another merge must be undone first. Large ones are taken back by the queue: 202.
    """
    undoing = start(found(request, _rows(request), merge_id).act, by=request.member)
    return answer(told_undoing(undoing), status=200 if undoing.is_done else 202)


def _rows(request: ApiRequest) -> QuerySet[Merge, Merge]:
    rows: QuerySet[Merge, Merge] = Merge.objects.visible_to(request.member)
    return rows.select_related("kept", "absorbed", "act")


def _card(merge: Merge) -> dict[str, Any]:
    return {
        "id": merge.public_id,
        "kept": brief(merge.kept),
        "absorbed": brief(merge.absorbed),
        "at": merge.at,
        "moved": merge.moved,
        "held": [{"what": what, "reason": reason} for what, reason in merge.held],
        "act": merge.act_id,
        "undone_at": merge.undone_at,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "dry_run": True,
        "fields": [
            {
                "field": choice.name,
                "label": choice.label,
                "value": choice.result,
                "client": choice.stands.public_id,
                "differs": choice.differs,
            }
            for choice in plan.choices
        ],
        "moved": plan.moved,
        "held": [{"what": one.what, "reason": one.reason} for one in plan.held],
        "restricted": plan.gets_restricted,
    }
