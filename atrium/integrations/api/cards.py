"""Clients as the API tells them: few statements however many, and no model in between."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast
from ninja import Field, Schema

from atrium.clients.fields import open_part
from atrium.clients.lexicon import Lexicon
from atrium.clients.marks import marks
from atrium.clients.models import Point, State, Subject, Tagging
from atrium.foundation.beside import Beside, told
from atrium.integrations.api.types import Reference
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

_STATES = {State.LIVE: "live", State.ARCHIVED: "archived"}
_SHORT = (
    "id public_id number kind name name_key status_id owner_id restricted state external_id version "
    "created_at active_at completeness gaps"
).split()
_MARKS = (
    "open_hold__reason open_hold__placed_at open_hold__until open_flag__reason "
    "open_flag__raised_at own_star__id"
).split()
_TEXTS = (
    "title given_name family_name legal_name registration_number tax_id industry came_from about "
    "language timezone preferred_channel since birthday extra state_since"
).split()


class MarkOut(Schema):
    """Why a client is on hold or flagged, and since when."""

    reason: str = Field(examples=["Invoice 118 unpaid"])
    since: datetime


class HoldMarkOut(MarkOut):
    """Why a client is on hold, since when and until when."""

    until: date | None = Field(description="Its last day; null: until somebody lifts it.")


class PointOut(Schema):
    """A way to reach someone."""

    id: UUID
    kind: Literal["email", "phone", "link"]
    value: str = Field(description="As people read it.", examples=["+44 20 7946 0123"])
    normal: str = Field(description="As machines compare it.", examples=["+442079460123"])
    label: str = Field(examples=["Work"])
    preferred: bool = Field(description="The one of its kind to use first.")
    sound: bool = Field(description="False for what an import brought and no check accepts.")


class GapOut(Schema):
    """A rule that a client does not meet."""

    rule: UUID
    kind: Literal["missing", "invalid"]
    requirement: str = Field(examples=["email"])
    label: str = Field(examples=["an e-mail address"])


class ClientOut(Schema):
    """A client in a list."""

    id: UUID
    number: int = Field(description="Of the organisation, without gaps.", examples=[482])
    code: str = Field(description="The number as people say it.", examples=["C-0482"])
    kind: Literal["company", "individual"]
    name: str = Field(examples=["Vincent's Bakery"])
    status: Reference
    owner: Reference | None
    tags: list[Reference]
    hold: HoldMarkOut | None = Field(description="Set while the client is on hold.")
    flag: MarkOut | None = Field(description="Set while the client is flagged.")
    favourite: bool = Field(description="Starred by the member of the token.")
    restricted: bool = Field(description="Only its team and those it is granted to see it.")
    state: Literal["live", "archived"]
    external_id: str = Field(description="What another system calls it.")
    email: str | None = Field(description="The preferred e-mail address.")
    phone: str | None = Field(description="The preferred phone.")
    completeness: int = Field(description="How complete the record is, in percent.", examples=[80])
    version: int = Field(description="Grows with each change of the client's own fields.")
    created_at: datetime
    active_at: datetime = Field(description="When something happened last.")


class ClientFull(ClientOut):
    """A client with all its details."""

    title: str
    given_name: str
    family_name: str
    legal_name: str
    registration_number: str
    tax_id: str
    industry: str
    came_from: str
    about: str
    language: str
    timezone: str
    preferred_channel: str
    since: date | None = Field(description="Client since this day.")
    birthday: date | None
    fields: dict[str, Any] = Field(
        description="Custom fields by their key, those that have a value; each as /fields says."
    )
    state_since: datetime | None = Field(description="When it was archived or restored last.")
    points: list[PointOut]
    missing: list[GapOut] = Field(description="What its record lacks by the rules, or has wrong.")


_TAG = "tag"
_POINT = "public_id kind value normal label preferred sound".split()


def reference(row: Any) -> dict[str, Any] | None:
    """Another thing by identifier and word; None for none."""
    return None if row is None else {"id": row.public_id, "label": str(row)}


def point_card(point: Any) -> dict[str, Any]:
    key, *others = _POINT
    return {"id": point[key], **{name: point[name] for name in others}}


def _point(key: str, *others: Any) -> dict[str, Any]:
    """A point_card() of what was read beside its client, where SQLite knows neither keys nor truth."""
    card = dict(zip(_POINT[1:], others, strict=True), id=UUID(key))
    return card | {name: bool(card[name]) for name in ("preferred", "sound")}


def short(rows: QuerySet[Any, Any], member: Member) -> QuerySet[Any, dict[str, Any]]:
    """The columns that cards() needs."""
    marked: QuerySet[Any, dict[str, Any]] = rows.annotate(**marks(member)).values(*_SHORT, *_MARKS)
    return marked


def cards(rows: list[dict[str, Any]], lexicon: Lexicon) -> list[dict[str, Any]]:
    """Each client of ``rows`` as in a list; one statement for any number of them."""
    keys = [row["id"] for row in rows]
    if not keys:
        return []
    beside = _beside(keys)
    return [_card(row, lexicon, *beside[row["id"]]) for row in rows]


def full(rows: QuerySet[Any, Any], member: Member, lexicon: Lexicon) -> dict[str, Any] | None:
    """The first client of ``rows`` with everything; None where there is none."""
    row = detailed(rows, member).first()
    return completed(row, member, lexicon) if row else None


def detailed(rows: QuerySet[Any, Any], member: Member) -> QuerySet[Any, dict[str, Any]]:
    """The columns that completed() needs."""
    whose = {"client": OuterRef("pk")}
    hanging = {
        "tag_ids": Beside(Tagging.objects.filter(**whose).values_list("tag_id")),
        "ways": Beside(Point.objects.filter(**whose).values_list(*_POINT)),
    }
    marked: QuerySet[Any, dict[str, Any]] = rows.annotate(**marks(member), **hanging).values(
        *_SHORT, *_MARKS, *_TEXTS, *hanging
    )
    return marked


def completed(row: dict[str, Any], member: Member, lexicon: Lexicon) -> dict[str, Any]:
    """The client of ``row`` with everything."""
    points = [_point(*way) for way in told(row["ways"])]
    values = {point["kind"]: point["value"] for point in points if point["preferred"]}
    card = _card(row, lexicon, [tag for (tag,) in told(row["tag_ids"])], values)
    card |= {name: row[name] for name in _TEXTS if name != "extra"}
    card["fields"] = open_part(row["extra"], member, Subject.CLIENT)
    card["points"] = points
    card["missing"] = _gaps(row["gaps"], lexicon)
    return card


def _gaps(kept: str, lexicon: Lexicon) -> list[dict[str, Any]]:
    rules = (lexicon.rules.get(int(key)) for key in kept.split(",") if key)
    return [
        {
            "rule": rule.public_id,
            "kind": "invalid" if rule.asks.wrong else "missing",
            "requirement": rule.requirement,
            "label": rule.asks.words(rule.target, lexicon),
        }
        for rule in rules
        if rule is not None and rule.asks is not None
    ]


def _reason(row: dict[str, Any], mark: str, since: str) -> dict[str, Any] | None:
    if row[f"{mark}__{since}"] is None:
        return None
    return {"reason": row[f"{mark}__reason"], "since": row[f"{mark}__{since}"]}


def _held(row: dict[str, Any]) -> dict[str, Any] | None:
    why = _reason(row, "open_hold", "placed_at")
    return why and why | {"until": row["open_hold__until"]}


@prepared()
def _hanging(*, clients: list[int]) -> QuerySet[Any, Any]:
    """Tags and preferred points by one statement, and of them no more than a list says."""
    whose = {"client__each": clients}
    points: QuerySet[Any, Any] = Point.objects.filter(**whose, preferred=True).order_by()
    tags = Tagging.objects.filter(**whose).order_by()
    tag = Cast("tag_id", TextField())
    both = points.values_list("client_id", "kind", "value").union(
        tags.values_list("client_id", Value(_TAG), tag), all=True
    )
    return both.order_by()


def _beside(keys: list[int]) -> defaultdict[int, tuple[list[int], dict[str, str]]]:
    """The tags of each client and its preferred value of each kind."""
    found: defaultdict[int, tuple[list[int], dict[str, str]]] = defaultdict(lambda: ([], {}))
    for client, kind, value in _hanging(clients=keys):
        tags, values = found[client]
        if kind == _TAG:
            tags.append(int(value))
        else:
            values[kind] = value
    return found


def _card(
    row: dict[str, Any], lexicon: Lexicon, tagged: list[int], values: dict[str, str]
) -> dict[str, Any]:
    tags = [lexicon.tags[tag] for tag in tagged if tag in lexicon.tags]
    return {
        "id": row["public_id"],
        "number": row["number"],
        "code": f"C-{row['number']:04d}",
        "kind": row["kind"],
        "name": row["name"],
        "status": reference(lexicon.statuses[row["status_id"]]),
        "owner": reference(lexicon.members.get(row["owner_id"])),
        "tags": [reference(tag) for tag in tags],
        "hold": _held(row),
        "flag": _reason(row, "open_flag", "raised_at"),
        "favourite": row["own_star__id"] is not None,
        "restricted": row["restricted"],
        "state": _STATES[row["state"]],
        "external_id": row["external_id"],
        "email": values.get("email"),
        "phone": values.get("phone"),
        "completeness": row["completeness"],
        "version": row["version"],
        "created_at": row["created_at"],
        "active_at": row["active_at"],
    }
