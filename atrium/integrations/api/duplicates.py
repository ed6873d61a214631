"""Clients that look like one: pairs, the question before one is added, and who was told apart (J21, J09)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.duplicates.entry import Likely, likely, typed
from atrium.clients.models import Client, Different, DuplicatePair
from atrium.clients.new_form import normal_number
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid, not_found
from atrium.integrations.api.finding import chosen_client, found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Day, Id, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Duplicates"])
READ = Bearer("duplicates:read", Can.CLIENTS_SEE)
WRITE = Bearer("duplicates:write", Can.CLIENTS_MERGE)
_EXAMPLE = "019f0000-0000-7000-8000-000000000000"


class Named(Schema):
    """A client, briefly."""

    id: UUID
    number: int
    name: str
    archived: bool


class PairOut(Schema):
    """Two clients that look like one."""

    a: Named
    b: Named
    level: Literal["certain", "possible"]
    score: float = Field(description="Bits above what two strangers would need.")
    reasons: list[str] = Field(description="Empty for tokens that read no contacts.")
    found_at: datetime


class PairFilter(Paged):
    """Which pairs."""

    level: Literal["certain", "possible"] = Field(
        "possible", description="The possible ones include the certain ones."
    )


class LikelyOut(Schema):
    """A client that the one who is entered may be."""

    client: Named
    level: Literal["certain", "possible", "similar"] = Field(
        description="Similar: only the names are alike."
    )
    reasons: list[str] = Field(description="Empty for tokens that read no contacts.")


class LikeliesOut(Schema):
    """Whom it may be, the surest first."""

    items: list[LikelyOut]


class EnteredIn(Input):
    """What is known of a client that may be here already."""

    name: StrictStr = Field("", max_length=300, examples=["Vincent Bakery Ltd"])
    kind: Literal["company", "individual"] = "company"
    given_name: StrictStr = Field("", max_length=150)
    family_name: StrictStr = Field("", max_length=150)
    tax_id: StrictStr = Field("", max_length=60)
    birthday: Day | None = None
    emails: list[StrictStr] = Field([], max_length=20, examples=[["hello@vincent.example"]])
    phones: list[StrictStr] = Field([], max_length=20, examples=[["020 7946 0123"]])
    street: StrictStr = Field("", max_length=300)
    city: StrictStr = Field("", max_length=120)
    postcode: StrictStr = Field("", max_length=20)


class DifferentIn(Input):
    """Two clients that are two."""

    clients: list[Id] = Field(min_length=2, max_length=2, examples=[[_EXAMPLE, _EXAMPLE]])


class DifferentOut(Schema):
    """That somebody said of two clients that they are two."""

    id: UUID
    a: Named
    b: Named
    at: datetime


def brief(client: Client) -> dict[str, Any]:
    """The client as Named."""
    return {
        "id": client.public_id,
        "number": client.number,
        "name": client.name,
        "archived": client.is_archived,
    }


def told(request: ApiRequest, alike: list[Likely]) -> list[dict[str, Any]]:
    """Whom it may be, as LikelyOut; why only to tokens that may read contacts."""
    open_ = request.token.allows("contacts:read")
    return [
        {
            "client": brief(one.client),
            "level": one.level.value if one.level else "similar",
            "reasons": one.reasons if open_ else [],
        }
        for one in alike
    ]


@router.get("/duplicates", auth=READ, response=Page[PairOut], summary="List duplicates")
def list_duplicates(request: ApiRequest, query: Query[PairFilter]) -> HttpResponse:
    """Pairs of clients that look like one and that the member sees both, as the last scan found them."""
    rows: QuerySet[DuplicatePair, DuplicatePair] = DuplicatePair.objects.visible_to(request.member)
    if query.level == "certain":
        rows = rows.filter(level="certain")
    page, cursor = paged(rows, query)
    keys = {key for pair in page for key in (pair.first_key, pair.second_key)}
    clients = Client.objects.in_bulk(keys)
    open_ = request.token.allows("contacts:read")
    items = [
        {
            "a": brief(clients[pair.first_key]),
            "b": brief(clients[pair.second_key]),
            "level": pair.level,
            "score": pair.score,
            "reasons": pair.reasons if open_ else [],
            "found_at": pair.found_at,
        }
        for pair in page
    ]
    return answer({"items": items, "next": cursor})


@router.post("/duplicates/check", auth=READ, response=LikeliesOut, summary="Ask who it may be")
def check_duplicates(request: ApiRequest, data: EnteredIn) -> HttpResponse:
    """The clients that the member sees and that the one described may be. Nothing is added."""
    home = request.member.organisation.country
    points = [("email", text[:320], "") for text in data.emails]
    points += [("phone", text[:60], normal_number(text[:60], home)) for text in data.phones]
    place = (data.street, data.city, data.postcode)
    entered = typed(
        data.name or " ".join(filter(None, (data.given_name, data.family_name))),
        kind=data.kind,
        given_name=data.given_name,
        family_name=data.family_name,
        tax_id=data.tax_id,
        birthday=data.birthday,
        points=points,
        places=[place] if any(place) else [],
    )
    return answer({"items": told(request, likely(entered, request.member))})


def _seen(request: ApiRequest) -> QuerySet[Different, Different]:
    rows: QuerySet[Different, Different] = Different.objects.visible_to(request.member)
    return rows.select_related("first", "second")


def _card(said: Different) -> dict[str, Any]:
    pair = {"a": brief(said.first), "b": brief(said.second)}
    return {"id": said.public_id, **pair, "at": said.at}


@router.get(
    "/duplicates/different",
    auth=READ,
    response=Page[DifferentOut],
    summary="List clients told apart",
)
def list_different(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Pairs of which somebody said that they are two clients."""
    page, cursor = paged(_seen(request), query)
    return answer({"items": [_card(said) for said in page], "next": cursor})


@router.post(
    "/duplicates/different", auth=WRITE, response={201: DifferentOut}, summary="Tell two apart"
)
def tell_apart(request: ApiRequest, data: DifferentIn) -> HttpResponse:
    """Remember that these are two clients; they are listed as duplicates no more."""
    one, other = (chosen_client(request, key, "clients") for key in data.clients)
    if one.pk == other.pk:
        raise Invalid([("clients", "Name two different clients.")])
    said = Different.say(one, other, by=request.member)
    location = f"/api/v1/duplicates/different/{said.public_id}"
    return answer(_card(_seen(request).get(pk=said.pk)), status=201, location=location)


@router.get(
    "/duplicates/different/{different_id}",
    auth=READ,
    response=DifferentOut,
    summary="Read that two were told apart",
)
def read_different(request: ApiRequest, different_id: UUID) -> HttpResponse:
    """Which clients, and since when."""
    return answer(_card(found(request, _seen(request), different_id)))


@router.delete(
    "/duplicates/different/{different_id}",
    auth=WRITE,
    response={204: None},
    summary="Let two be compared again",
)
def compare_again(request: ApiRequest, different_id: UUID) -> HttpResponse:
    """Forget that they were told apart."""
    said = _seen(request).filter(public_id=different_id).first()
    if said is None:
        raise not_found()
    said.take_back(by=request.member)
    return nothing()
