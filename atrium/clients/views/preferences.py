"""How clients and people wish to be reached: seen, set, forbidden, allowed again, explained (J11, X05)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from atrium.clients.access import client_view
from atrium.clients.forms import ReasonForm
from atrium.clients.models import Client, Contact, NoContact, Preference
from atrium.clients.preference_form import NoContactForm, PreferenceForm
from atrium.clients.preferences_page import Wishes
from atrium.clients.reach.asking import reach, reach_person
from atrium.clients.reach.words import Purpose
from atrium.clients.views.answer import alone
from atrium.clients.views.page import counted, portrait_or_404
from atrium.clients.views.person import contact_view
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

type Subject = Client | Contact


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def panel(request: MemberRequest, client: Client) -> HttpResponse:
    """The panel of the client page, when it comes into sight."""
    context = {"panel": {"wishes": Wishes(client, request.member)}, "client": client}
    return render(request, "clients/preferences/panel.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def of_client(request: MemberRequest, client: Client) -> HttpResponse:
    """The dialog of a client's preferences."""
    client.refuse_archived()
    return _edit(request, client)


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
def of_contact(request: MemberRequest, contact: Contact) -> HttpResponse:
    """The dialog of a person's preferences."""
    return _edit(request, contact)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def forbid_client(request: MemberRequest, client: Client) -> HttpResponse:
    """Do not contact the client."""
    return _forbid(request, client)


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
@idempotent
def forbid_contact(request: MemberRequest, contact: Contact) -> HttpResponse:
    """Do not contact the person, whichever client they stand with."""
    return _forbid(request, contact)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def allow_client(request: MemberRequest, client: Client, row: UUID) -> HttpResponse:
    """Allow it again, with a reason."""
    return _allow(request, client, row)


@require_http_methods(["GET", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
def allow_contact(request: MemberRequest, contact: Contact, row: UUID) -> HttpResponse:
    """Allow it again, with a reason."""
    return _allow(request, contact, row)


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def reach_client(request: MemberRequest, client: Client) -> HttpResponse:
    """Who would get what, how, when and why; or why nobody."""
    purpose, urgent = _asked(request)
    answer = reach(client, purpose, at=now(), urgent=urgent)
    return _explained(request, client, answer=answer, urgent=urgent)


@require_GET
@contact_view(needs=Can.CLIENTS_SEE)
def reach_contact(request: MemberRequest, contact: Contact) -> HttpResponse:
    """The same of one person."""
    purpose, urgent = _asked(request)
    answer = reach_person(contact, purpose, at=now(), urgent=urgent)
    return _explained(request, contact, answer=answer, urgent=urgent)


def _asked(request: MemberRequest) -> tuple[Purpose, bool]:
    kind = request.GET.get("kind", Purpose.GENERAL)
    purpose = Purpose(kind) if kind in Purpose.values else Purpose.GENERAL
    return purpose, "urgent" in request.GET


def _explained(request: MemberRequest, subject: Subject, **more: Any) -> HttpResponse:
    aimed = "reach-answer" in request.headers.get("HX-Target", "")
    template = "clients/preferences/reach.html" + ("#answer" if aimed else "")
    return _show(request, subject, template, more | {"purposes": Purpose})


def _edit(request: MemberRequest, subject: Subject) -> HttpResponse:
    form = PreferenceForm(request.POST or None, subject=subject, preference=Preference.of(subject))
    if form.is_valid():
        try:
            Preference.settle(subject, by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _done(request, subject, gettext("Preferences saved"))
    return _dialog(request, subject, "edit", form)


def _forbid(request: MemberRequest, subject: Subject) -> HttpResponse:
    form = NoContactForm(request.POST or None)
    if form.is_valid():
        try:
            NoContact.place(subject, by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _done(
                request,
                subject,
                gettext("{subject} is not to be contacted").format(subject=subject),
            )
    return _dialog(request, subject, "forbid", form)


def _allow(request: MemberRequest, subject: Subject, key: UUID) -> HttpResponse:
    row = subject.no_contacts.filter(public_id=key, lifted_at=None).first()
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        row.lift(by=request.member, reason=form.cleaned_data["reason"])
        return _done(
            request,
            subject,
            gettext("{subject} may be contacted {words} again").format(
                subject=subject, words=row.words
            ),
        )
    return _dialog(request, subject, "allow", form, row=row)


def _dialog(
    request: MemberRequest, subject: Subject, name: str, form: Any, **more: Any
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return _show(
        request, subject, f"clients/preferences/{name}.html", {"form": form} | more, status
    )


def _done(request: MemberRequest, subject: Subject, toast: str) -> HttpResponse:
    """The panel anew, and all else on the page that tells whether they may be contacted."""
    if not request.headers.get("HX-Request"):
        return redirect(subject)
    if isinstance(subject, Contact):
        messages.success(request, f"{toast}.")
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    context = counted(request, portrait_or_404(request, subject.number))
    context |= {"toast": toast, "undo": request.member.latest_act}
    response = _show(request, context["client"], "clients/preferences/answer.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#preferences", "outerMorph"
    response["HX-Trigger"] = "dialog:close, tab:again"
    return response


def _show(
    request: MemberRequest,
    subject: Subject,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context |= {"subject": subject, "panel": {"wishes": Wishes(subject, request.member)}}
    context["organisation"] = request.member.organisation
    template = alone(request, subject, template, context)
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
