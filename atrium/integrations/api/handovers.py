"""Handing clients over to another owner, many at once, undone at once (R19)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema
from pydantic import StrictStr

from atrium.clients.bulk import Order, begin, perform
from atrium.clients.handing import refuse_losing
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, words
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Clients"])
WRITE = Bearer("clients:write", Can.CLIENTS_OWN)


class HandoverIn(Input):
    """Which clients go to whom, and what goes along."""

    clients: list[Id] = Field(min_length=1, max_length=500, description="Of /clients.")
    owner: Id | None = Field(description="Of /members; null for nobody.")
    note: StrictStr = Field("", max_length=2000, examples=["Pays late, call first."])
    tasks: YesNo = Field(default=False, description="With the old owner's open tasks.")
    sure: YesNo = Field(
        default=False,
        description="Go on although the member of the token loses sight of some; else 422.",
    )
    keep_as: StrictStr = Field(
        "", max_length=60, description="The team role that the old owner has from now on."
    )


class NotHandedOut(Schema):
    """A client that was left as it was."""

    number: int
    name: str
    reason: str


class HandoverOut(Schema):
    """What became of it."""

    act: int = Field(description="Undo it all by /acts/{act}/undo.")
    done: int
    left: list[NotHandedOut]


@router.post("/handovers", auth=WRITE, response={201: HandoverOut}, summary="Hand clients over")
def hand_over(request: ApiRequest, data: HandoverIn) -> HttpResponse:
    """One act for all; what does not fit a client is told for that client alone."""
    demand(request.member, Can.CLIENTS_BULK)
    members = words(request).active_members
    owner = chosen(members, data.owner, "owner") if data.owner else None
    seen = Client.objects.visible_to(request.member).filter(public_id__in=data.clients)
    numbers = dict(seen.values_list("public_id", "number"))
    unknown = [key for key in data.clients if key not in numbers]
    if unknown:
        raise Invalid([("clients", f"There is no client {unknown[0]}.")])
    terms: dict[str, Any] = {"note": data.note, "keep": data.keep_as, "total": len(numbers)}
    terms["along"] = ["tasks"] if data.tasks else []
    value = str(owner.pk) if owner else "none"
    try:
        refuse_losing(seen, by=request.member, to=owner, keep=data.keep_as, sure=data.sure)
    except Refusal as refusal:
        raise Invalid([("sure", str(refusal))]) from refusal
    order = Order(deed="owner", value=value, numbers=tuple(numbers.values()), terms=terms)
    plural = "" if len(numbers) == 1 else "s"
    label = f"Changed the owner of {len(numbers):,} client{plural}"
    outcome = perform(order, begin(order, by=request.member, label=label), by=request.member)
    left = [{"number": n, "name": name, "reason": reason} for n, name, reason in outcome.left]
    return answer({"act": outcome.act, "done": outcome.done, "left": left}, status=201)
