"""Tenders: added, changed, moved, decided, made into work, binned and brought back (B04)."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Query, Router

from atrium.clients.models import Client
from atrium.documents.models import File
from atrium.foundation.translation import gettext
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, chosen_client, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.tender_bodies import (
    BecomeIn,
    DecideIn,
    RateFilter,
    RateOut,
    TenderFilter,
    TenderIn,
    TenderOut,
    TenderPatch,
)
from atrium.organisations.permissions import Can
from atrium.tenders.lines import is_late, settled
from atrium.tenders.models import Tender, TenderContact, TenderFile
from atrium.tenders.models.deciding import become, decide, reopen, work_of
from atrium.tenders.people import people_of
from atrium.tenders.winning import rate_of
from atrium.tenders.words_of import reasons_of, stages_of
from atrium.timeline.together import together

router = Router(tags=["Tenders"])
READ = Bearer("tenders:read", Can.TENDERS_SEE)
WRITE = Bearer("tenders:write", Can.TENDERS_WRITE)
_PLAIN = (
    "number code title description notes amount currency chance due_on timezone due_at "
    "remind_before remind_at comment decided_at binned_at created_at version"
).split()
_SET = "title description notes amount currency chance due_on timezone remind_before".split()


def _card(tender: Tender, request: ApiRequest) -> dict[str, Any]:
    settled(tender, request.member.organisation)
    named = tender.named_files.all() if request.member.can(Can.DOCUMENTS_SEE) else []
    return {name: getattr(tender, name) for name in _PLAIN} | {
        "id": tender.public_id,
        "client": tender.client.public_id,
        "stage": reference(tender.stage),
        "owner": reference(tender.owner),
        "contacts": [reference(row.contact) for row in tender.chosen.all()],
        "documents": [row.file.public_id for row in named if row.file.binned_at is None],
        "due_time": f"{tender.due_time:%H:%M}" if tender.due_time else None,
        "overdue": is_late(tender),
        "outcome": tender.outcome or None,
        "reason": reference(tender.reason),
        "decided_by": reference(tender.decided_by),
        "became": _became(tender, request),
        "created_by": reference(tender.created_by),
    }


def _became(tender: Tender, request: ApiRequest) -> dict[str, Any] | None:
    work = work_of(tender)
    sees = Can.JOBS_SEE if tender.job_id else Can.PROJECTS_SEE
    if work is None or not request.member.can(sees):
        return None
    return {"what": "job" if tender.job_id else "project", "id": work.public_id, "code": work.code}


def _rows(request: ApiRequest) -> Any:
    """The tenders that the member sees; three statements however many."""
    rows = Tender.objects.visible_to(request.member).filter(purged_at=None)
    contacts = TenderContact.objects.select_related("contact").order_by("id")
    files = TenderFile.objects.select_related("file").order_by("id")
    rows = rows.select_related("client", "job", "project")
    return rows.prefetch_related(Prefetch("chosen", contacts), Prefetch("named_files", files))


def _the_tender(request: ApiRequest, tender_id: UUID) -> Tender:
    """The tender with this identifier, if the member may see it; else 404."""
    tender: Tender = found(request, _rows(request), tender_id)
    return settled(tender, request.member.organisation)


def _anew(request: ApiRequest, tender: Tender, status: int = 200) -> HttpResponse:
    """The tender as it stands now."""
    card = _card(_rows(request).get(pk=tender.pk), request)
    where = f"/api/v1/tenders/{tender.public_id}" if status == 201 else ""  # noqa: PLR2004 - Created
    return answer(card, status=status, location=where)


def _page(request: ApiRequest, rows: Any, asked: TenderFilter) -> HttpResponse:
    place = request.member.organisation
    rows = rows.binned() if asked.binned else rows.kept()
    if asked.q.strip():
        rows = rows.holding(asked.q.replace("\x00", ""))
    if asked.state == "overdue":
        rows = rows.overdue(now())
    elif asked.state is not None:
        rows = rows.filter(outcome="" if asked.state == "open" else asked.state)
    if asked.stage is not None:
        rows = rows.filter(stage=chosen(stages_of(place).values(), asked.stage, "stage").pk)
    if asked.owner == "me":
        rows = rows.filter(owner=request.member)
    elif isinstance(asked.owner, UUID):
        owner = chosen(words(request).members.values(), asked.owner, "owner")
        rows = rows.filter(owner=owner.pk)
    if asked.due_until is not None:
        rows = rows.filter(due_on__lte=asked.due_until)
    page, cursor = paged(rows, asked, NEWEST)
    return answer({"items": [_card(tender, request) for tender in page], "next": cursor})


def _values(
    request: ApiRequest, sent: dict[str, Any], client: Client, tender: Tender | None = None
) -> dict[str, Any]:
    """What was sent, as the verbs take it; owner, stage and documents are verbs of their own."""
    told: dict[str, Any] = {name: sent[name] for name in _SET if name in sent}
    if "due_time" in sent:
        told["due_time"] = time.fromisoformat(sent["due_time"]) if sent["due_time"] else None
    if "contacts" in sent:
        people = people_of(client, tender)
        told["contacts"] = [chosen(people, key, "contacts") for key in sent["contacts"]]
    return told


def _documents(request: ApiRequest, keys: list[UUID], client: Client) -> list[File]:
    rows = File.objects.visible_to(request.member).live()
    known = list(rows.filter(client=client, public_id__in=keys))
    return [chosen(known, key, "documents") for key in keys]


@router.get("/tenders", auth=READ, response=Page[TenderOut], summary="List tenders of all clients")
def list_all_tenders(request: ApiRequest, query: Query[TenderFilter]) -> HttpResponse:
    """The newest first."""
    return _page(request, _rows(request), query)


@router.get("/tenders/win-rate", auth=READ, response=RateOut, summary="Read the win rate")
def read_win_rate(request: ApiRequest, query: Query[RateFilter]) -> HttpResponse:
    """Won against won and lost together, by count and by value; each currency by itself."""
    rows = Tender.objects.visible_to(request.member)
    if query.client is not None:
        rows = rows.filter(client=chosen_client(request, query.client, "client"))
    if query.decided_from is not None:
        rows = rows.filter(decided_at__gte=query.decided_from)
    if query.decided_before is not None:
        rows = rows.filter(decided_at__lt=query.decided_before)
    rate = rate_of(rows)
    told = {name: getattr(rate, name) for name in ("won", "lost", "withdrawn", "rate")}
    worth = [
        {name: getattr(each, name) for name in ("currency", "won", "decided", "rate")}
        for each in rate.worth
    ]
    return answer(told | {"by_value": worth})


@router.get(
    "/clients/{client_id}/tenders",
    auth=READ,
    response=Page[TenderOut],
    summary="List a client's tenders",
)
def list_tenders(request: ApiRequest, client_id: UUID, query: Query[TenderFilter]) -> HttpResponse:
    """The newest first."""
    return _page(request, _rows(request).filter(client=the_client(request, client_id)), query)


@router.post(
    "/clients/{client_id}/tenders", auth=WRITE, response={201: TenderOut}, summary="Add a tender"
)
def add_tender(request: ApiRequest, client_id: UUID, data: TenderIn) -> HttpResponse:
    """It gets the next number, and the first stage where none is named."""
    client, sent, by = the_client(request, client_id), data.sent(), request.member
    told = _values(request, sent, client)
    if sent.get("stage"):
        told["stage"] = chosen(stages_of(by.organisation).values(), sent["stage"], "stage")
    if sent.get("owner"):
        told["owner"] = chosen(words(request).active_members, sent["owner"], "owner")
    files = _documents(request, sent.get("documents", []), client)
    with together(by=by, label=gettext("Added the tender {title}").format(title=data.title)):
        tender = Tender.add(client, by=by, **told)
        if files:
            TenderFile.choose(tender, files, by=by)
    return _anew(request, tender, 201)


@router.get("/tenders/{tender_id}", auth=READ, response=TenderOut, summary="Read a tender")
def read_tender(request: ApiRequest, tender_id: UUID) -> HttpResponse:
    """One tender."""
    return answer(_card(_the_tender(request, tender_id), request))


@router.patch(
    "/tenders/{tender_id}", auth=WRITE, response=TenderOut, summary="Change or move a tender"
)
def change_tender(request: ApiRequest, tender_id: UUID, data: TenderPatch) -> HttpResponse:
    """What is sent is set, in one act."""
    tender, sent, by = _the_tender(request, tender_id), data.sent(), request.member
    told = _values(request, sent, tender.client, tender)
    with together(by=by, label=gettext("Changed the tender {code}").format(code=tender.code)):
        if told:
            tender.edit(by=by, **told)
        if "owner" in sent:
            people, key = words(request).active_members, sent["owner"]
            tender.give_to(chosen(people, key, "owner") if key else None, by=by)
        if "documents" in sent:
            files = _documents(request, sent["documents"], tender.client)
            TenderFile.choose(tender, files, by=by)
        if sent.get("stage"):
            stages = stages_of(by.organisation).values()
            tender.move_to(chosen(stages, sent["stage"], "stage"), by=by)
    return _anew(request, tender)


@router.post(
    "/tenders/{tender_id}/decide", auth=WRITE, response=TenderOut, summary="Decide a tender"
)
def decide_tender(request: ApiRequest, tender_id: UUID, data: DecideIn) -> HttpResponse:
    """Won, lost or withdrawn, and why; a won one becomes a job or a project where that is said."""
    tender, by = _the_tender(request, tender_id), request.member
    reasons = reasons_of(by.organisation).values()
    reason = chosen(reasons, data.reason, "reason") if data.reason else None
    becomes = data.becomes or ""
    decide(tender, data.outcome, by=by, reason=reason, comment=data.comment, becomes=becomes)
    return _anew(request, tender)


@router.post(
    "/tenders/{tender_id}/become",
    auth=WRITE,
    response=TenderOut,
    summary="Make work of a won tender",
)
def become_work(request: ApiRequest, tender_id: UUID, data: BecomeIn) -> HttpResponse:
    """A job or a project with all that is said of it, once."""
    tender = _the_tender(request, tender_id)
    become(tender, data.what, by=request.member)
    return _anew(request, tender)


@router.post(
    "/tenders/{tender_id}/reopen", auth=WRITE, response=TenderOut, summary="Reopen a tender"
)
def reopen_tender(request: ApiRequest, tender_id: UUID) -> HttpResponse:
    """Refused while the work that it became stands."""
    tender = _the_tender(request, tender_id)
    reopen(tender, by=request.member)
    return _anew(request, tender)


@router.delete(
    "/tenders/{tender_id}", auth=WRITE, response={204: None}, summary="Put a tender into the bin"
)
def bin_tender(request: ApiRequest, tender_id: UUID) -> HttpResponse:
    """It can be brought back for 30 days."""
    _the_tender(request, tender_id).bin(by=request.member)
    return nothing()


@router.post(
    "/tenders/{tender_id}/restore", auth=WRITE, response=TenderOut, summary="Bring a tender back"
)
def restore_tender(request: ApiRequest, tender_id: UUID) -> HttpResponse:
    """Out of the bin, with its documents."""
    tender = _the_tender(request, tender_id)
    tender.unbin(by=request.member)
    return _anew(request, tender)
