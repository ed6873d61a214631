"""One plain field of a client, edited in place (V05)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.affected import Matter, ask_first
from atrium.clients.detail_locks import locked_for
from atrium.clients.details import DETAILS, ChangedMeanwhile, Detail, entered, shown
from atrium.clients.models import Client
from atrium.clients.name_taken import NameTaken
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LEGAL = frozenset({"legal_name", "tax_id"})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def detail(request: MemberRequest, client: Client, name: str) -> HttpResponse:
    """Show the value, open it, or save it; another's change meanwhile is put beside one's own."""
    field = DETAILS.get(name)
    if field is None:
        raise Http404
    if name in locked_for(request.member):
        raise PermissionDenied
    if request.method == "GET":
        return _shown(request, client, field, editing="edit" in request.GET)
    client.refuse_archived()
    if request.POST.get("resolve") == "theirs":
        return _shown(request, client, field, editing=False)
    return _saved(request, client, field)


def _saved(request: MemberRequest, client: Client, field: Detail) -> HttpResponse:
    """What was typed, or the original where that was chosen, saved; or why it is not."""
    name, back = field.name, request.POST.get("resolve") == "original"
    was = request.POST.get("was", entered(client, name))
    typed = request.POST.get("original" if back else "value", "")
    anyway = request.POST.get("anyway") or None
    legal = name in LEGAL and typed not in {was, entered(client, name)}
    if legal and (asked := ask_first(request, client, Matter.LEGAL)) is not None:
        return asked
    try:
        client.edit(by=request.member, was={name: was}, fields=None, anyway=anyway, **{name: typed})
    except ChangedMeanwhile:
        return _conflict(request, client, field, was=was, typed=typed)
    except Refusal as error:
        return _editing(request, client, field, value=typed, was=was, error=error)
    answer = _shown(request, client, field, editing=False, saved=True)
    if "sure" in request.POST:
        answer["HX-Trigger"] = "dialog:close"
    return answer


def _shown(
    request: MemberRequest, client: Client, field: Detail, *, editing: bool, saved: bool = False
) -> HttpResponse:
    value = entered(client, field.name)
    if editing:
        return _editing(request, client, field, value=value, was=value)
    context = {"detail": field, "value": shown(client, field.name), "focus": True, "saved": saved}
    if saved:
        portrait = portrait_or_404(request, client.number)
        context |= counted(request, portrait)
        context["undo"] = request.member.latest_act
    return part(request, client, "clients/detail.html#shown", context)


def _editing(
    request: MemberRequest,
    client: Client,
    field: Detail,
    *,
    value: str,
    was: str,
    error: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"detail": field, "value": value, "was": was, "error": error}
    if isinstance(error, NameTaken) or (error is not None and error.field == "anyway"):
        context["repeated"] = request.member.can(Can.CLIENTS_NAMESAKE)
    return part(request, client, "clients/detail.html#edit", context, 422 if error else 200)


def _conflict(
    request: MemberRequest, client: Client, field: Detail, *, was: str, typed: str
) -> HttpResponse:
    """Theirs, yours and the original side by side; the client was read anew when it was locked."""
    theirs = entered(client, field.name)
    names = ["client.detail_changed"]
    last = client.events.filter(kind__in=names, particulars__field=field.name)
    event = last.select_related("actor").order_by("-at", "-id").first()
    context = {"detail": field, "value": typed, "was": theirs, "theirs": theirs}
    context |= {"yours": typed, "original": was, "who": event.actor if event else None}
    return part(request, client, "clients/detail.html#edit", context, 422)
