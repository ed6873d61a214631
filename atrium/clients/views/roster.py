"""Several contacts of a client at once, and its past ones (R07, R10, X06)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients import lexicon
from atrium.clients.access import client_view
from atrium.clients.models import Client, Link
from atrium.clients.person_forms import PastLinkForm
from atrium.clients.reach.bars import Bars
from atrium.clients.roster import Roster
from atrium.clients.views.answer import part
from atrium.clients.views.contacts import block
from atrium.clients.views.page import portrait_or_404
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.together import together


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def several(request: MemberRequest, client: Client) -> HttpResponse:
    """Delink those chosen or give them a role, in one act with one Undo."""
    links = _chosen(request, client)
    if request.POST.get("deed") == "delink":
        some = _count(links)
        said = gettext("Delinked {contacts}").format(contacts=some)
        label = gettext("Delinked {contacts} from {client}").format(contacts=some, client=client)
        with together(by=request.member, label=label):
            for link in links:
                link.end(by=request.member)
        return block(request, client, said)
    roles = lexicon.of(request.member.organisation).contact_roles
    role = next((r for r in roles.values() if str(r.pk) == request.POST.get("role")), None)
    if role is None:
        msg = gettext("Choose the role that they are to have.")
        raise Refusal(msg)
    some = _count(links)
    said = gettext("{role} given to {contacts}").format(role=role, contacts=some)
    label = gettext("{role} given to {contacts} of {client}")
    label = label.format(role=role, contacts=some, client=client)
    with together(by=request.member, label=label):
        for link in links:
            link.edit(by=request.member, roles=[*link.roles.all(), role])
    return block(request, client, said)


def _chosen(request: MemberRequest, client: Client) -> list[Link]:
    keys = []
    for text in request.POST.getlist("selected"):
        try:
            keys.append(UUID(text))
        except ValueError:
            raise Http404 from None
    rows = client.links.current().filter(public_id__in=keys).select_related("contact", "client")
    links = list(rows.order_by("id"))
    if not links:
        msg = gettext("None of those chosen is a contact here any more. Choose again.")
        raise Refusal(msg)
    return links


def _count(links: list[Link]) -> str:
    if len(links) == 1:
        return str(links[0].contact)
    return ngettext("{count} contact", "{count} contacts", len(links)).format(count=len(links))


@require_GET
@client_view(needs=Can.CLIENTS_SEE)
def addresses(request: MemberRequest, client: Client) -> HttpResponse:
    """The e-mail addresses of those chosen, to be copied; who has none is named."""
    roster = Roster(portrait_or_404(request, client.number, only=frozenset()), {})
    chosen = set(request.GET.getlist("selected"))
    people = [p for p in roster.everyone if str(p.link.public_id) in chosen]
    client_bars = roster.portrait.client.bars
    closed = {p.key: Bars.of(client_bars, p.link.contact.bars).email for p in people}
    open_to = [p for p in people if p.email and not closed[p.key]]
    context = {
        "found": ", ".join(f"{p.link.contact.name} <{p.email.normal}>" for p in open_to if p.email),
        "forbidden": [(p.link.contact.name, closed[p.key]) for p in people if closed[p.key]],
        "without": [p.link.contact.name for p in people if not p.email and not closed[p.key]],
    }
    return part(request, client, "clients/dialogs/addresses.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def past(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """As what and from when until when somebody stood with the client."""
    link = client.links.ended().select_related("contact").filter(public_id=key).first()
    if link is None:
        raise Http404
    link.client = client
    names = ("job_title", "began_on", "ended_on")
    form = PastLinkForm(request.POST or None, initial={n: getattr(link, n) for n in names})
    if form.is_valid():
        try:
            link.edit(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return block(request, client, gettext("{contact} saved").format(contact=link.contact))
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/past.html", {"form": form, "link": link}, status)


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def reports_to(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Say to whom a contact reports: a link of this client by its public id, or nobody (J15)."""
    above = {str(link.public_id): link for link in client.links.current().select_related("contact")}
    link, wished = above.get(str(key)), request.POST.get("reports_to", "")
    if link is None or (wished and wished not in above):
        raise Http404
    link.client = client
    link.report_to(above.get(wished), by=request.member)
    whom = above[wished].contact if wished else "nobody"
    return block(
        request,
        client,
        gettext("{contact} reports to {whom}").format(contact=link.contact, whom=whom),
    )
