"""The ways to reach a client, each saved by itself in the left pane (R04)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.care import Care
from atrium.clients.forms import PointForm
from atrium.clients.models import Client, Point, PointKind
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_point(request: MemberRequest, client: Client, kind: str) -> HttpResponse:
    if kind not in PointKind.values:
        raise Http404
    form = PointForm(request.POST or None)
    if form.is_valid():
        try:
            Point.add(
                client,
                by=request.member,
                kind=kind,
                text=form.cleaned_data["value"],
                label=form.cleaned_data["label"],
                preferred=form.cleaned_data["preferred"],
            )
        except Refusal as error:
            form.add_error("value", str(error))
        else:
            return _block(request, client, saved=gettext("Added"))
    return _block(request, client, form=form, adding=kind)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def point(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    row = client.points.filter(public_id=key).first()
    if row is None:
        raise Http404
    if request.method == "DELETE" or "remove" in request.POST:
        row.drop(by=request.member)
        return _block(request, client, saved=gettext("Removed {value}").format(value=row.value))
    care = Care(request.POST, row, lambda: written(row))
    form = PointForm(care.data, initial=written(row))
    if form.is_valid():
        try:
            save(row, form, request, care)
        except Refusal as error:
            form.add_error("value", str(error))
        else:
            return _block(request, client, saved=gettext("Saved"))
    return _block(request, client, form=form, editing=row, care=care)


def written(row: Point) -> dict[str, str]:
    """What the editor of a point holds."""
    return {"value": row.value, "label": row.label}


def save(row: Point, form: PointForm, request: MemberRequest, care: Care) -> None:
    """Give the point the value, the label and the preference that the form holds."""
    value, label, by = form.cleaned_data["value"], form.cleaned_data["label"], request.member
    with care.saving(
        row.owner,
        row,
        by=by,
        label=gettext("Changed the {word} {value}").format(word=row.word, value=row.value),
    ):
        row.edit(by=by, text=value if value != row.value else None, label=label)
        if form.cleaned_data["preferred"] and not row.preferred:
            row.prefer(by=by)


def _block(  # noqa: PLR0913 - each says how one kind of answer differs
    request: MemberRequest,
    client: Client,
    *,
    form: PointForm | None = None,
    adding: str = "",
    editing: Point | None = None,
    care: Care | None = None,
    saved: str = "",
) -> HttpResponse:
    """The block of points anew, one of them open where it is being edited."""
    portrait = portrait_or_404(request, client.number)
    context = {"portrait": portrait, "may_edit": True, "editing": None, "adding": ""}
    if request.method == "POST" or "edit" in request.GET:
        context |= {"form": form, "adding": adding, "editing": editing, "care": care}
        context["conflicts"] = care.conflicts(form) if care and form else []
    if saved:
        context |= counted(request, portrait) | {"toast": saved}
        context["undo"] = request.member.latest_act
    failed = request.method == "POST" and not saved
    return part(
        request, client, "clients/panels/points_answer.html", context, 422 if failed else 200
    )
