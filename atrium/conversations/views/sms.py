"""Writing SMS, taking them back, sending them again (R17, R19)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.views.answer import part
from atrium.conversations.client_page import composer
from atrium.conversations.models import Sms, Way
from atrium.conversations.sms.access import the_own, the_sms
from atrium.conversations.sms.composing import Composer, begun_for, opened, posted, sent
from atrium.conversations.views.replying import answered_in, in_inbox
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.MAIL_SEND)
@idempotent
def write(request: MemberRequest, client: Client) -> HttpResponse:
    """Open the composer; send what was written."""
    if request.method != "POST":
        asked = QueryDict("sms=", mutable=True)
        for name in ("contact", "selected", "reply", "template"):
            asked.setlist(name, request.GET.getlist(name))
        return redirect(f"{_story(client)}?{asked.urlencode()}")
    panel = posted(client, request.member, request.POST)
    if panel.form.is_valid():
        try:
            return _gone(request, client, panel, sent(client, panel, by=request.member))
        except Refusal as error:
            if error.field not in panel.form.fields:
                raise
            panel.form.add_error(error.field, str(error))
    return part(
        request, client, "conversations/sms/composer.html", in_inbox(request) | {"sms": panel}, 422
    )


@require_safe
@client_view(needs=Can.MAIL_SEND)
def templates(request: MemberRequest, client: Client) -> HttpResponse:
    """The templates as they read for this client and whom it goes to, to choose from."""
    found = begun_for(client, request.member, request.GET.getlist("to"))
    context = {"beginnings": found, "story_url": _story(client), "way": Way.SMS}
    if not request.headers.get("HX-Request"):
        page = "conversations/mail/templates_page.html"
        return render(request, page, context | {"client": client})
    return part(request, client, "conversations/dialogs/sms_templates.html", context)


def _story(client: Client) -> str:
    return reverse("client-tab", args=[client.organisation.slug, client.number, "activity"])


def _gone(request: MemberRequest, client: Client, panel: Composer, some: list[Sms]) -> HttpResponse:
    """The composer for notes in its place, and a toast that can still take it back."""
    keys = urlencode([("key", str(each.public_id)) for each in some])
    undo = reverse("sms-undo", args=[client.organisation.slug, client.number])
    context = {
        "panel": composer(request, Portrait(client, request.member)),
        "later": panel.form.cleaned_data["leave_at"],
        "goes_to": panel.goes_to,
        "undo_url": f"{undo}?{keys}",
    }
    return answered_in(request, client, "conversations/sms/sent.html", context)


@require_POST
@client_view(needs=Can.MAIL_SEND)
def undo(request: MemberRequest, client: Client) -> HttpResponse:
    """Take them back before they leave: what was written stands in the composer again."""
    some = the_own(request, client, request.GET.getlist("key"))
    text = some[0].text if some else ""
    contacts = [str(p.contact.public_id) for each in some for p in each.receivers if p.contact]
    with transaction.atomic():
        for each in some:
            each.take_back(by=request.member)
    again = QueryDict("sms=", mutable=True)
    again.setlist("contact", contacts or ["client"])
    again["text"] = text
    if not request.headers.get("HX-Request"):
        return redirect(f"{_story(client)}?{again.urlencode()}")
    context = {"sms": opened(client, request.member, again)}
    return part(request, client, "conversations/sms/undone.html", context)


@require_POST
@client_view(needs=Can.MAIL_SEND)
def retry(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Send again what failed, or what nobody knows the end of."""
    the_sms(request, client, key).retry(by=request.member)
    context = {"toast": gettext("It is on its way again")}
    response = part(request, client, "conversations/mail/again.html", context)
    response["HX-Trigger"] = "tab:again"
    return response
