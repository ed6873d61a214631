"""The ways to reach a person, edited in place (R07)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from atrium.clients.care import Care
from atrium.clients.forms import PointForm
from atrium.clients.models import Contact, Point, PointKind
from atrium.clients.person_page import PersonPortrait
from atrium.clients.views.person import contact_view
from atrium.clients.views.points import save, written
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_point(request: MemberRequest, contact: Contact, kind: str) -> HttpResponse:
    if kind not in PointKind.values:
        raise Http404
    form = PointForm(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("label", "preferred")}
        try:
            Point.add(
                contact, by=request.member, kind=kind, text=form.cleaned_data["value"], **given
            )
        except Refusal as error:
            form.add_error("value", str(error))
        else:
            return _block(request, contact, saved=gettext("Added"))
    return _block(request, contact, form=form, adding=kind)


@require_http_methods(["GET", "POST", "DELETE"])
@contact_view(needs=Can.CLIENTS_EDIT)
def point(request: MemberRequest, contact: Contact, point_key: UUID) -> HttpResponse:
    row = contact.points.filter(public_id=point_key).first()
    if row is None:
        raise Http404
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        return _block(request, contact, saved=gettext("Removed {value}").format(value=row.value))
    care = Care(request.POST, row, lambda: written(row))
    form = PointForm(care.data, initial=written(row))
    if form.is_valid():
        try:
            save(row, form, request, care)
        except Refusal as error:
            form.add_error("value", str(error))
        else:
            return _block(request, contact, saved=gettext("Saved"))
    more: dict[str, Any] = {"care": care, "conflicts": care.conflicts(form)}
    return _block(request, contact, form=form, editing=row, **more)


def _block(
    request: MemberRequest, contact: Contact, *, saved: str = "", **more: Any
) -> HttpResponse:
    """The block of points anew, one of them open where it is being edited."""
    if request.method == "POST" and saved and not request.headers.get("HX-Request"):
        return redirect(contact)
    context: dict[str, Any] = {
        "portrait": PersonPortrait(contact, request.member),
        "person": contact,
        "organisation": request.member.organisation,
        "may_edit": True,
        "toast": saved,
        "undo": request.member.latest_act if saved else None,
    }
    if request.method == "POST" or "edit" in request.GET:
        context |= more
    failed = request.method == "POST" and not saved
    template = "clients/people/points_answer.html"
    return render(request, template, context, status=422 if failed else 200)
