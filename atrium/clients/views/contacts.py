"""The contacts of a client: made, assigned, made primary, delinked (R07-R10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.forms import AssignContactsForm, ContactForm
from atrium.clients.models import Client, Contact, Link, Point
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.together import together


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_contact(request: MemberRequest, client: Client) -> HttpResponse:
    """Make a person and let them stand with the client, or assign people that are there."""
    form = ContactForm(request.POST or None, organisation=request.member.organisation)
    if form.is_valid():
        try:
            contact = _add(request, client, form.cleaned_data)
        except Refusal as error:
            form.add_error(_field(form, error), str(error))
        else:
            return block(request, client, f"{contact} added")
    return _dialog(request, client, form)


def _add(request: MemberRequest, client: Client, data: dict[str, Any]) -> Contact:
    by = request.member
    names = {n: data[n] for n in ("given_name", "family_name", "preferred_channel")}
    with together(by=by, label=f"Added a contact to {client}"):
        contact = Contact.add(by=by, **names)
        Link.make(client, contact, by=by, job_title=data["job_title"], roles=data["roles"])
        for kind in ("email", "phone"):
            if data[kind]:
                _reach(contact, by, kind, data[kind])
    return contact


def _reach(contact: Contact, by: Any, kind: str, text: str) -> None:
    """Set the first e-mail address or phone of the contact; what is wrong is told at its field."""
    point = contact.points.filter(kind=kind).order_by("-preferred", "id").first()
    try:
        if point is None and text:
            Point.add(contact, by=by, kind=kind, text=text)
        elif point is not None and not text:
            point.drop(by=by)
        elif point is not None and point.value != text:
            point.edit(by=by, text=text)
    except Refusal as error:
        raise Refusal(str(error), field=kind) from error


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def assign_contacts(request: MemberRequest, client: Client) -> HttpResponse:
    """Assign one or several people that are there already (R08)."""
    form = AssignContactsForm(request.POST, member=request.member)
    if not form.is_valid():
        new = ContactForm(organisation=request.member.organisation)
        return _dialog(request, client, new, assign=form)
    with together(by=request.member, label=f"Assigned contacts to {client}"):
        for contact in form.cleaned_data["contact"]:
            Link.make(client, contact, by=request.member)
    return block(request, client, "Contacts assigned")


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def contact(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    link = _link(client, key)
    if request.method == "DELETE" or "delink" in request.POST:
        link.end(by=request.member)
        return block(request, client, f"{link.contact} delinked")
    organisation = request.member.organisation
    form = ContactForm(request.POST or None, initial=_initial(link), organisation=organisation)
    if form.is_valid():
        try:
            _save(request, link, form.cleaned_data)
        except Refusal as error:
            form.add_error(_field(form, error), str(error))
        else:
            return block(request, client, f"{link.contact} saved")
    return _dialog(request, client, form, link=link)


def _save(request: MemberRequest, link: Link, data: dict[str, Any]) -> None:
    by = request.member
    names = {n: data[n] for n in ("given_name", "family_name", "preferred_channel")}
    with together(by=by, label=f"Changed the contact {link.contact}"):
        link.contact.edit(by=by, **names)
        link.edit(by=by, job_title=data["job_title"], roles=data["roles"])
        for kind in ("email", "phone"):
            _reach(link.contact, by, kind, data[kind])


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def primary_contact(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    link = _link(client, key)
    link.make_primary(by=request.member)
    return block(request, client, f"{link.contact} is now the primary contact")


def _link(client: Client, key: UUID) -> Link:
    rows = client.links.current().select_related("contact").filter(public_id=key)
    link: Link | None = rows.first()
    if link is None:
        raise Http404
    link.client = client
    return link


def _initial(link: Link) -> dict[str, Any]:
    points = list(link.contact.points.order_by("-preferred", "id"))
    first = {kind: next((p.value for p in points if p.kind == kind), "") for kind in _KINDS}
    person = link.contact
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "preferred_channel": person.preferred_channel,
        "job_title": link.job_title,
        "roles": list(link.given_roles.values_list("role_id", flat=True)),
        **first,
    }


_KINDS = ("email", "phone")


def _field(form: ContactForm, error: Refusal) -> str | None:
    return error.field if error.field in form.fields else None


def _dialog(
    request: MemberRequest,
    client: Client,
    form: ContactForm,
    *,
    link: Link | None = None,
    assign: AssignContactsForm | None = None,
) -> HttpResponse:
    context = {"form": form, "link": link, "assign": assign}
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/contact.html", context, status)


def block(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    """The panel of contacts anew."""
    portrait = portrait_or_404(request, client.number)
    context = counted(request, portrait) | {
        "toast": toast,
        "undo": request.member.acts.order_by("-id").first(),
    }
    return part(request, client, "clients/panels/contacts_answer.html", context, into="#contacts")
