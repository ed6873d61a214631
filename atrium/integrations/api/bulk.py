"""One deed for many clients, with its plan before and one Undo after."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.tasks import TaskResultStatus
from ninja import Field, Router, Schema
from pydantic import StrictStr

from atrium.clients import viewing
from atrium.clients.bulk import AT_A_TIME, Order, begin, done_by, perform, plan
from atrium.clients.deeds import DEEDS, Deed
from atrium.clients.filters import Filters
from atrium.clients.narrowing.compiled import compiled
from atrium.clients.tasks import perform_order
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.client_list import conditions, demand_scopes
from atrium.integrations.api.errors import Invalid, not_found
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input, YesNo
from atrium.organisations.permissions import Can
from atrium.queue.backend import result_of
from atrium.queue.models.task_run import TaskRun

router = Router(tags=["Clients"])
WRITE = Bearer("clients:write", Can.CLIENTS_BULK)
READ = Bearer("clients:read", Can.CLIENTS_BULK)


class OrderIn(Input):
    """What is to be done to which clients: those of a view, or those that `filter` chooses."""

    deed: Literal["tag", "untag", "status", "owner", "field", "archive", "restore"] = Field(
        examples=["tag"]
    )
    value: StrictStr = Field(
        "", max_length=100, description="The tag, status or owner by its id; the field by its key."
    )
    to: Any = Field(None, description="For field: the new value; null empties it.")
    filter: StrictStr = Field("", max_length=8000, examples=["status.is:Lead"])
    view: Id | None = Field(None, description="A saved view instead of a filter.")
    dry_run: YesNo = Field(default=False, description="Only say what would be done.")


class UnchangedOut(Schema):
    """Some that stay as they are."""

    count: int
    why: str = Field(examples=["with the tag already"])


class OrderOut(Schema):
    """A plan, or what has become of it."""

    run: UUID | None = Field(description="Where a long order works on: ask for it by this.")
    state: Literal["planned", "running", "done", "failed"]
    total: int
    changes: int = Field(description="How many will change, or have so far.")
    left: list[UnchangedOut]
    act: int | None = Field(description="What `POST /acts/{act}/undo` takes back.")


@router.post("/bulk", auth=WRITE, response={200: OrderOut, 202: OrderOut}, summary="Change many")
def change_many(request: ApiRequest, data: OrderIn) -> HttpResponse:
    """Done at once for up to 500 clients, else in the background: 202 with `run`."""
    member, deed = request.member, DEEDS[data.deed]
    demand(member, deed.needs)
    order = _order(request, data, deed)
    planned = plan(order, by=member)
    told: dict[str, Any] = {"run": None, "state": "planned", "act": None, "total": planned.total}
    told |= {"changes": planned.changes}
    told["left"] = [{"count": count, "why": why} for count, why in planned.left]
    if data.dry_run or not planned.total:
        return answer(told)
    order.terms["total"] = planned.total
    act = begin(order, by=member, label=deed.done(planned.total).format(count=f"{planned.total:,}"))
    told["act"] = act.pk
    if planned.total <= AT_A_TIME:
        outcome = perform(order, act, by=member)
        return answer(told | {"state": "done", "changes": outcome.done})
    run = perform_order.enqueue(member.organisation.pk, member.pk, act.pk, order.as_json())
    return answer(told | {"state": "running", "run": run.id, "changes": 0}, status=202)


@router.get("/bulk/{run_id}", auth=READ, response=OrderOut, summary="Follow a long order")
def read_order(request: ApiRequest, run_id: UUID) -> HttpResponse:
    """How far an order is that the member gave."""
    member = request.member
    row = TaskRun.objects.filter(public_id=run_id, task=perform_order.module_path).first()
    if row is None or row.args[:2] != [member.organisation.pk, member.pk]:
        raise not_found()
    run = result_of(row, perform_order)
    act, order = run.args[2], run.args[3]
    ended = {TaskResultStatus.SUCCESSFUL: "done", TaskResultStatus.FAILED: "failed"}
    missed = run.return_value["missed"] if run.status == TaskResultStatus.SUCCESSFUL else 0
    told = {"run": run_id, "state": ended.get(run.status, "running"), "act": act}
    told |= {"total": order["terms"]["total"], "changes": done_by(act)}
    left = [{"count": missed, "why": "did not fit"}] if missed else []
    return answer(told | {"left": left})


def _order(request: ApiRequest, data: OrderIn, deed: Deed) -> Order:
    member = request.member
    value = data.value if data.deed != "field" or "." in data.value else _slug(request, data.value)
    order = Order(
        deed=data.deed,
        value=_choice(request, deed, value),
        everything=True,
        filter=_filters(request, data).urlencoded(),
        terms={"typed": "" if data.to is None else data.to} if deed.sets else {},
    )
    try:
        deed.given(member, order.value, order.terms)
    except Refusal as refusal:
        raise Invalid([("to", str(refusal))]) from refusal
    return order


def _slug(request: ApiRequest, key: str) -> str:
    own = f"field.{key}"
    return own if own in dict(DEEDS["field"].options(request.member)) else key


def _choice(request: ApiRequest, deed: Deed, value: str) -> str:
    """What was chosen, by the key that orders hold. Refused where there is none such."""
    if deed.choices is None:
        return ""
    every = deed.choices(request.member)
    for key, row in every.items():
        if value in {str(key), str(getattr(row, "public_id", ""))}:
            return str(key)
    if deed.none and value in {"", "none"}:
        return "none"
    raise Invalid([("value", "There is none with this identifier.")])


def _filters(request: ApiRequest, data: OrderIn) -> Filters:
    if data.view is not None:
        view = viewing.named_by(request.member, str(data.view))
        if view is None:
            raise Invalid([("view", "There is none with this identifier.")])
        kept = viewing.filters_of(view)
        demand_scopes(request, kept.tree)
        return kept
    if not data.filter.strip():
        raise Invalid([("filter", "Say which clients: conditions, or a view.")])
    try:
        asked = conditions(data.filter)
        demand_scopes(request, asked)
        compiled(asked, request.member, strict=True)
    except FormatError as error:
        raise Invalid([("filter", str(error))]) from error
    return Filters(tree=asked, state="archived" if data.deed == "restore" else "live")
