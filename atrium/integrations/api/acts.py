"""Acts: what someone did as a whole, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.clients.taking_back import act_of, needs_of
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.errors import Problem, not_found
from atrium.integrations.api.shell import answer
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Undoing
from atrium.timeline.undoing import start, undoing_of

router = Router(tags=["History"])


class LeftAloneOut(Schema):
    """Something that was not taken back, and why."""

    what: str
    field: str
    reason: str = Field(examples=["it was changed since"])


class UndoneOut(Schema):
    """What an undo did."""

    finished: bool = Field(description="False while the queue is at it: ask again by GET.")
    percent: int
    changes: int = Field(description="How many changes were taken back so far.")
    left_alone: list[LeftAloneOut]


@router.post(
    "/acts/{act_id}/undo",
    auth=Bearer("clients:write", Can.CLIENTS_EDIT),
    response={200: UndoneOut, 202: UndoneOut},
    summary="Undo an act",
)
def undo_act(request: ApiRequest, act_id: int) -> HttpResponse:
    """One's own acts; those of others by who may change many clients at once.

    Refused as a whole when a part of it is out of sight or beyond what the member and the token
    may do. What was changed since is left alone and named. Large acts are taken back by the
    queue: 202.
    """
    act = _act(request, act_id)
    if act.actor_id != request.member.pk:
        demand(request.member, Can.CLIENTS_BULK)
    _demand_parts(request, act)
    undoing = start(act, by=request.member)
    return answer(told(undoing), status=200 if undoing.is_done else 202)


@router.get(
    "/acts/{act_id}/undo",
    auth=Bearer("clients:read", Can.CLIENTS_SEE),
    response=UndoneOut,
    summary="How far an undo is",
)
def undo_of_act(request: ApiRequest, act_id: int) -> HttpResponse:
    """What was taken back so far; 404 where nobody undid the act."""
    undoing = undoing_of(_act(request, act_id))
    if undoing is None:
        raise not_found()
    return answer(told(undoing))


def _act(request: ApiRequest, act_id: int) -> Act:
    act = act_of(request.member, act_id)
    if act is None:
        raise not_found()
    return act


def told(undoing: Undoing) -> dict[str, Any]:
    """How far an undo is, as UndoneOut."""
    return {
        "finished": undoing.is_done,
        "percent": undoing.percent,
        "changes": undoing.changes,
        "left_alone": [
            {"what": x.model, "field": x.field, "reason": x.reason} for x in undoing.left_alone
        ],
    }


def _demand_parts(request: ApiRequest, act: Act) -> None:
    for need in sorted(needs_of(act), key=lambda need: (need.resource, need.can)):
        scope = f"{need.resource}:write"
        if not request.token.allows(scope):
            raise Problem(403, f"The token lacks the scope {scope}; make one that has it.")
        demand(request.member, need.can)
