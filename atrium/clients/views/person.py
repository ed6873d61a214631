"""The page of one person, their details in place, and the archive (R07, R10, X06)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients.access import the_contact
from atrium.clients.details import ChangedMeanwhile
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.models import Contact, Link
from atrium.clients.person_details import PERSON_DETAILS, PersonDetail
from atrium.clients.person_forms import StandWithForm
from atrium.clients.person_page import PERSON_PANELS, PersonPortrait
from atrium.clients.picked import picked
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


def contact_view(
    *, needs: Can
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of one person: 404 if the member cannot see them, 403 if they may not do this."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            contact = the_contact(request, key)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, contact, **kwargs)

        return wrapper

    return decorate


@require_GET
@contact_view(needs=Can.CLIENTS_SEE)
def page(request: MemberRequest, contact: Contact) -> HttpResponse:
    """The page; with htmx aimed at the middle, the middle alone."""
    aimed = "person-main" in request.headers.get("HX-Target", "")
    template = "clients/people/page.html#main" if aimed else "clients/people/page.html"
    response = render(request, template, _context(request, contact))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _context(request: MemberRequest, contact: Contact) -> dict[str, Any]:
    portrait = PersonPortrait(contact, request.member)
    panels = [
        {"template": p.template, "slug": p.slug, "side": p.side, **p.context(request, portrait)}
        for p in PERSON_PANELS.ordered(lambda p: p.order)
        if request.member.can(p.needs)
    ]
    return {
        "portrait": portrait,
        "person": contact,
        "organisation": request.member.organisation,
        "may_edit": request.member.can(Can.CLIENTS_EDIT) and not contact.is_archived,
        "may_archive": request.member.can(Can.CLIENTS_EDIT),
        "details": [(d, getattr(contact, d.name)) for d in PERSON_DETAILS.values()],
        "main": [panel for panel in panels if panel["side"] == "main"],
        "right": [panel for panel in panels if panel["side"] == "right"],
    }


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
def detail(request: MemberRequest, contact: Contact, name: str) -> HttpResponse:
    """Show the value, open it, or save it; another's change meanwhile is put beside one's own."""
    field = PERSON_DETAILS.get(name)
    if field is None:
        raise Http404
    value = getattr(contact, name)
    if request.method == "GET":
        editing = {"value": value, "was": value}
        return _detail(request, contact, field, **(editing if "edit" in request.GET else {}))
    choice = request.POST.get("resolve")
    if choice == "theirs":
        return _detail(request, contact, field)
    was = request.POST.get("was", value)
    typed = request.POST.get("original" if choice == "original" else "value", "")
    try:
        contact.edit(by=request.member, was={name: was}, fields=None, **{name: typed})
    except ChangedMeanwhile:
        theirs = getattr(contact, name)
        conflict = {"theirs": theirs, "yours": typed, "original": was}
        return _detail(request, contact, field, 422, value=typed, was=theirs, **conflict)
    except Refusal as error:
        return _detail(request, contact, field, 422, value=typed, was=was, error=str(error))
    return _detail(request, contact, field, saved=True)


def _detail(
    request: MemberRequest, contact: Contact, field: PersonDetail, status: int = 200, **more: Any
) -> HttpResponse:
    """The detail as it stands, or open where ``more`` says what is being typed."""
    if request.method == "POST" and not request.headers.get("HX-Request") and status == 200:  # noqa: PLR2004
        return redirect(contact)
    context: dict[str, Any] = {"person": contact, "organisation": request.member.organisation}
    context |= {"detail": field, "may_edit": not contact.is_archived, "focus": True}
    if "was" not in more:
        context["value"] = getattr(contact, field.name)
        context["undo"] = request.member.latest_act if more else None
    template = "clients/people/detail.html#" + ("edit" if "was" in more else "shown")
    return render(request, template, context | more, status=status)


@require_POST
@contact_view(needs=Can.CLIENTS_EDIT)
def archive(request: MemberRequest, contact: Contact) -> HttpResponse:
    """Put the person away or bring them back."""
    if "restore" in request.POST:
        contact.restore(by=request.member)
        messages.success(
            request, gettext("{contact} is back from the archive.").format(contact=contact)
        )
    else:
        contact.archive(by=request.member)
        messages.success(
            request,
            gettext("{contact} is archived. They can be restored at any time.").format(
                contact=contact
            ),
        )
    return _again(request, contact)


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
def stand_with(request: MemberRequest, contact: Contact) -> HttpResponse:
    """Let the person stand with one more client."""
    form = StandWithForm(request.POST or None, member=request.member)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("job_title", "roles")}
        try:
            Link.make(form.cleaned_data["client"], contact, by=request.member, **given)
        except Refusal as error:
            form.add_error("job_title" if error.field == "job_title" else "client", str(error))
        else:
            messages.success(
                request,
                gettext("{contact} now stands with {client}.").format(
                    contact=contact, client=form.cleaned_data["client"]
                ),
            )
            return _again(request, contact)
    context = {"form": form, "person": contact, "organisation": request.member.organisation}
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/people/stand_with.html", context, status=status)


@require_GET
@contact_view(needs=Can.CLIENTS_SEE)
def linking(request: MemberRequest, contact: Contact) -> HttpResponse:
    """What to know before the person is linked to the client that was picked (J04)."""
    told = [
        warning
        for client in picked(request.member, request.GET.getlist("client"))
        for warning in warnings_of(Linking(member=request.member, client=client, contact=contact))
    ]
    return render(request, "clients/linking.html", {"warnings": told})


def _again(request: MemberRequest, contact: Contact) -> HttpResponse:
    """The page anew."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return redirect(contact)
