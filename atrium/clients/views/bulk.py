"""One deed for the clients selected in the list, or for all that its filter lets through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.tasks import TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from atrium.clients.bulk import AT_A_TIME, Order, begin, done_by, perform, plan
from atrium.clients.deeds import DEEDS, Deed
from atrium.clients.filters import Filters
from atrium.clients.handing import offered, refuse_losing
from atrium.clients.taking_back import act_of
from atrium.clients.tasks import perform_order
from atrium.clients.views.list import shown
from atrium.clients.views.neighbour import remembered
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act

MOST_SELECTED = 1000
LONGEST_NUMBER = 18


@require_POST
@member_view(needs=Can.CLIENTS_BULK)
def bulk(request: MemberRequest) -> HttpResponse:
    """Ask what exactly is to be done, or do it; what takes long goes to the queue."""
    order = _order(request)
    deed = DEEDS[order.deed]
    if not deed.allowed_to(request.member):
        raise PermissionDenied
    total = order.clients(request.member).count()
    if not total:
        msg = gettext("Choose at least one client.")
        raise Refusal(msg)
    sure = "go" in request.POST or not (deed.choices or order.everything)
    valid = not deed.choices or order.value in dict(deed.options(request.member))
    # What is set must have been asked for this field, or an empty form would empty it everywhere.
    asked = not deed.sets or request.POST.get("for") == order.value
    if not sure or not valid or not asked:
        error = gettext("Choose one of the list.") if sure and not valid else ""
        return _ask(request, deed, order, error=error)
    if deed.hands_over and (losing := losing_sight(request, order)):
        return _ask(request, deed, order, error="", losing=losing)
    try:
        deed.given(request.member, order.value, order.terms)
    except Refusal as refusal:
        return _ask(request, deed, order, error=str(refusal))
    order.terms["total"] = total
    return carry_out(request, deed, order, total)


def _order(request: MemberRequest) -> Order:
    """What was asked for. 404 for a deed that there is not."""
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        raise Http404
    texts = request.POST.getlist("selected")[:MOST_SELECTED]
    fits = [t for t in texts if t.isascii() and t.isdecimal() and len(t) <= LONGEST_NUMBER]
    return Order(
        deed=deed,
        value=request.POST.get("value", ""),
        numbers=tuple(int(text) for text in fits),
        everything=bool(request.POST.get("selected_all")),
        filter=Filters.parse(request.POST.get("filter", "")).urlencoded(),
        terms=_said(request, DEEDS[deed]),
    )


def _said(request: MemberRequest, deed: Deed) -> dict[str, Any]:
    """What the form says beside the choice."""
    value = request.POST.get("value", "")
    if deed.said is None or value not in dict(deed.options(request.member)):
        return {}
    return deed.said(request.POST, deed.choice(request.member, value))


def losing_sight(request: MemberRequest, order: Order) -> str:
    """What a handover takes out of the member's own sight, in words, until they say they are sure."""
    member = request.member
    to, keep = DEEDS["owner"].choice(member, order.value), str(order.terms.get("keep", ""))
    sure = "sure" in request.POST
    try:
        refuse_losing(order.clients(member), by=member, to=to, keep=keep, sure=sure)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _ask(
    request: MemberRequest, deed: Deed, order: Order, *, error: str, losing: str = ""
) -> HttpResponse:
    """The dialog; ``losing`` warns of what a handover takes out of sight."""
    context = _planned(request, deed, order) | {"error": error, "back": remembered(request)}
    context |= {"options": deed.options(request.member), "losing": losing, "typed": order.terms}
    if deed.hands_over:
        context |= offered(request.member, order.clients(request.member))
    part = "clients/list/bulk_ask.html" + ("#dialog" if request.headers.get("HX-Request") else "")
    return render(request, part, context, status=422 if error or losing else 200)


def _planned(request: MemberRequest, deed: Deed, order: Order) -> dict[str, Any]:
    """The plan of an order: how many will change, and who is left out and why."""
    member = request.member
    found: dict[str, Any] = {"deed": deed, "order": order, "plan_of": plan(order, by=member)}
    found |= {"organisation": member.organisation, "total": found["plan_of"].total}
    if deed.sets and order.value in dict(deed.options(member)):
        found["one"] = deed.choice(member, order.value).line
    return found


@require_POST
@member_view(needs=Can.CLIENTS_BULK)
def preview(request: MemberRequest) -> HttpResponse:
    """The plan alone, as the choice changes."""
    order = _order(request)
    deed = DEEDS[order.deed]
    if not deed.allowed_to(request.member):
        raise PermissionDenied
    return render(request, "clients/list/bulk_plan.html", _planned(request, deed, order))


def carry_out(request: MemberRequest, deed: Deed, order: Order, total: int) -> HttpResponse:
    member = request.member
    said = deed.done(total).format(count=f"{spoken(total):,}")
    act = begin(order, by=member, label=said)
    if total <= AT_A_TIME:
        return _result(request, deed, act, perform(order, act, by=member).as_json())
    run = perform_order.enqueue(member.organisation.pk, member.pk, act.pk, order.as_json())
    if run.status == TaskResultStatus.SUCCESSFUL:
        return _result(request, deed, act, run.return_value)
    url = reverse("clients-bulk-run", args=[member.organisation.slug, run.id])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _result(request: MemberRequest, deed: Deed, act: Act, outcome: dict[str, Any]) -> HttpResponse:
    """What was done and what was not, with the list as it stands now."""
    context = told(request, deed, act, outcome)
    if not request.headers.get("HX-Request"):
        return render(request, "clients/list/bulk_result.html", context)
    query = request.headers.get("HX-Current-URL", "").partition("?")[2]
    context |= shown(request, QueryDict(query[:4000])) | {"anew": True}
    response = render(request, "clients/list/bulk_answer.html", context)
    if not outcome["missed"]:
        response["HX-Trigger"] = "dialog:close"
    return response


def told(request: MemberRequest, deed: Deed, act: Act, outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome in words."""
    done = outcome["done"]
    return {
        "act": act,
        "outcome": outcome,
        "said": deed.done(done).format(count=f"{spoken(done):,}")
        if done
        else gettext("Nothing was changed"),
        "unnamed": outcome["missed"] - len(outcome["left"]),
        "organisation": request.member.organisation,
        "back": remembered(request),
    }


@require_GET
@member_view(needs=Can.CLIENTS_BULK)
def run(request: MemberRequest, key: UUID) -> HttpResponse:
    """How far a large order is; its result once it is done."""
    member = request.member
    try:
        found = perform_order.get_result(str(key))
    except (TaskResultDoesNotExist, TaskResultMismatch):
        raise Http404 from None
    mine = found.args[:2] == [member.organisation.pk, member.pk]
    act = act_of(member, found.args[2]) if mine else None
    if act is None:
        raise Http404
    if found.status == TaskResultStatus.SUCCESSFUL:
        context = told(request, DEEDS[found.args[3]["deed"]], act, found.return_value)
        return render(request, "clients/list/bulk_result.html", context)
    context = {"act": act, "done": done_by(act), "organisation": member.organisation}
    context["total"] = found.args[3].get("terms", {}).get("total", 0)
    context |= {"failed": found.status == TaskResultStatus.FAILED, "back": remembered(request)}
    return render(request, "clients/list/bulk_progress.html", context)
