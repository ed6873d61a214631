"""The contacts of a client: made, assigned, made primary, delinked (R07-R10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.affected import Matter, ask_first
from atrium.clients.care import Care
from atrium.clients.field_inputs import Answers, answers_to
from atrium.clients.linking import said_of
from atrium.clients.models import Client, Contact, Link, Subject
from atrium.clients.person_forms import AssignContactsForm, ContactForm
from atrium.clients.reaching import reach
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.together import together

NAMED = 3


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def new_contact(request: MemberRequest, client: Client) -> HttpResponse:
    """Make a person and let them stand with the client, or assign people that are there."""
    form = ContactForm(request.POST or None, client=client)
    answers = answers_to(request, Subject.CONTACT, new=True)
    if form.is_valid() & answers.is_valid():
        try:
            contact = _add(request, client, form.cleaned_data, answers)
        except Refusal as error:
            form.add_error(_field(form, error), str(error))
        else:
            return block(request, client, gettext("{contact} added").format(contact=contact))
    return _dialog(request, client, form, answers=answers)


def _add(request: MemberRequest, client: Client, data: dict[str, Any], answers: Answers) -> Contact:
    by = request.member
    names = {n: data[n] for n in ("given_name", "family_name", "preferred_channel")}
    with together(by=by, label=gettext("Added a contact to {client}").format(client=client)):
        contact = Contact.add(by=by, fields=answers.typed, **names)
        link = Link.make(
            client,
            contact,
            by=by,
            job_title=data["job_title"],
            roles=data["roles"],
            began_on=data["began_on"],
        )
        if data["reports_to"]:
            link.report_to(data["reports_to"], by=by)
        reach(contact, by=by, email=data["email"], phone=data["phone"])
    return contact


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
@idempotent
def assign_contacts(request: MemberRequest, client: Client) -> HttpResponse:
    """Assign one or several people that are there already (R08); who could not be is named."""
    form = AssignContactsForm(request.POST, member=request.member)
    new = ContactForm(client=client)
    if not form.is_valid():
        return _dialog(request, client, new, assign=form)
    chosen = form.cleaned_data["contact"]
    made, skipped = Link.make_several(
        client, chosen, by=request.member, roles=form.cleaned_data["roles"]
    )
    reasons = [reason for _, reason in skipped]
    if not made:
        form.add_error("contact", " ".join(reasons))
        return _dialog(request, client, new, assign=form)
    reasons += said_of(made, request.member)
    names = ", ".join(str(link.contact) for link in made[:NAMED])
    told = gettext("{names} assigned.")
    if len(made) > NAMED:
        told = gettext("{names} and {count} more assigned.")
    return block(
        request,
        client,
        " ".join([told.format(names=names, count=len(made) - NAMED), *reasons]),
    )


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def contact(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    link = _link(client, key)
    if request.method == "DELETE" or "delink" in request.POST:
        if (asked := ask_first(request, client, Matter.DELINK, link)) is not None:
            return asked
        link.end(by=request.member)
        return block(request, client, gettext("{contact} delinked").format(contact=link.contact))
    care = Care(request.POST, link.contact, lambda: _initial(link))
    form = ContactForm(care.data, initial=_initial(link), client=client, link=link)
    answers = answers_to(request, Subject.CONTACT, row=link.contact)
    if form.is_valid() & answers.is_valid():
        label = gettext("Changed the contact {contact}").format(contact=link.contact)
        try:
            with care.saving(client, link, link.contact, by=request.member, label=label):
                _save(request, link, form.cleaned_data, answers)
        except Refusal as error:
            form.add_error(_field(form, error), str(error))
        else:
            return block(request, client, gettext("{contact} saved").format(contact=link.contact))
    return _dialog(request, client, form, link=link, answers=answers, care=care)


def _save(request: MemberRequest, link: Link, data: dict[str, Any], answers: Answers) -> None:
    by = request.member
    names = {n: data[n] for n in ("given_name", "family_name", "preferred_channel")}
    link.contact.edit(by=by, was=None, fields=answers.typed, **names)
    link.edit(by=by, job_title=data["job_title"], roles=data["roles"], began_on=data["began_on"])
    link.report_to(data["reports_to"], by=by)
    reach(link.contact, by=by, email=data["email"], phone=data["phone"])


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def primary_contact(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    link = _link(client, key)
    link.make_primary(by=request.member)
    return block(
        request,
        client,
        gettext("{contact} is now the primary contact").format(contact=link.contact),
    )


def _link(client: Client, key: UUID) -> Link:
    rows = client.links.current().select_related("contact", "reports_to").filter(public_id=key)
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
        "began_on": link.began_on,
        "reports_to": str(link.reports_to.public_id) if link.reports_to else "",
        **first,
    }


_KINDS = ("email", "phone")


def _field(form: ContactForm, error: Refusal) -> str | None:
    return error.field if error.field in form.fields else None


def _dialog(  # noqa: PLR0913 - each says how one kind of answer differs
    request: MemberRequest,
    client: Client,
    form: ContactForm,
    *,
    link: Link | None = None,
    assign: AssignContactsForm | None = None,
    answers: Answers | None = None,
    care: Care | None = None,
) -> HttpResponse:
    answers = answers or Answers(request.member, Subject.CONTACT, new=True)
    context: dict[str, Any] = {"form": form, "link": link, "assign": assign, "answers": answers}
    context |= {"care": care, "conflicts": care.conflicts(form) if care else []}
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/contact.html", context, status)


def block(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    """The panel of contacts anew; a tab that shows them as well follows."""
    portrait = portrait_or_404(request, client.number)
    context = counted(request, portrait) | {
        "toast": toast,
        "undo": request.member.latest_act,
    }
    template = "clients/panels/contacts_answer.html"
    return part(request, client, template, context, into="#contacts", says="tab:again")
