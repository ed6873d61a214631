"""Writing e-mails, taking them back, trying them again, and who sees them (R12, X10)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.clients.views.answer import part
from atrium.conversations.access import the_file_of, the_message
from atrium.conversations.client_page import composer
from atrium.conversations.mail.beginning import addressee, beginnings
from atrium.conversations.mail.composing import Composer, opened, posted, sent
from atrium.conversations.models import Level, Way
from atrium.conversations.views.replying import answered_in, in_inbox
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

FILES = "conversations/mail/files.html"


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.MAIL_SEND)
@idempotent
def write(request: MemberRequest, client: Client) -> HttpResponse:
    """Open the composer; send what was written, or keep it as a draft."""
    if request.method != "POST":
        asked = QueryDict("mail=", mutable=True)
        for name in ("contact", "selected", "reply", "all", "forward", "draft", "template", "new"):
            asked.setlist(name, request.GET.getlist(name))
        return redirect(f"{_story(client)}?{asked.urlencode()}")
    panel = posted(client, request.member, request.POST, request.FILES)
    only_kept = "keep" in request.POST
    if panel.form.is_valid() and not only_kept:
        panel.form.check_whole()
    if not panel.form.errors:
        try:
            message = sent(client, panel, by=request.member, only_kept=only_kept)
        except Refusal as error:
            if error.field not in panel.form.fields:
                raise
            panel.form.add_error(error.field, str(error))
        else:
            return _gone(request, client, panel, str(message.public_id))
    shown = in_inbox(request) | {"mail": panel}
    return part(request, client, "conversations/mail/composer.html", shown, 422)


@require_POST
@client_view(needs=Can.MAIL_SEND)
def jot(request: MemberRequest, client: Client) -> HttpResponse:
    """Keep what stands in the composer, while it is written."""
    panel = posted(client, request.member, request.POST, None, jotted=True)
    form = panel.form
    if not form.is_valid():
        raise Refusal(" ".join(str(words[0]) for words in form.errors.values()))
    if panel.draft is None and not form.says_something:
        return HttpResponse(status=204)
    message = sent(client, panel, by=request.member, only_kept=True)
    at = client.organisation.local(timezone.now())
    told = {"draft": str(message.public_id), "version": message.version, "at": f"{at:%H:%M}"}
    apart = bool(request.POST.get("draft")) and told["draft"] != request.POST["draft"]
    strip = render_to_string(FILES, {"draft": message, "client": client}, request)
    return JsonResponse(told | {"apart": apart, "files": strip})


@require_safe
@client_view(needs=Can.MAIL_SEND)
def templates(request: MemberRequest, client: Client) -> HttpResponse:
    """The templates as they read for this client and whom it goes to, to choose from."""
    found = beginnings(client, request.member, addressee(client, request.GET.get("to", "")))
    context = {"beginnings": found, "story_url": _story(client), "way": Way.MAIL}
    if not request.headers.get("HX-Request"):
        return render(
            request, "conversations/mail/templates_page.html", context | {"client": client}
        )
    return part(request, client, "conversations/dialogs/mail_templates.html", context)


def _story(client: Client) -> str:
    return reverse("client-tab", args=[client.organisation.slug, client.number, "activity"])


def _gone(request: MemberRequest, client: Client, panel: Composer, key: str) -> HttpResponse:
    """The composer for notes in its place, and a toast that can still take it back."""
    portrait = Portrait(client, request.member)
    context = {
        "panel": composer(request, portrait),
        "kept": "keep" in request.POST,
        "later": panel.form.cleaned_data["leave_at"],
        "goes_to": panel.goes_to,
        "key": key,
    }
    return answered_in(request, client, "conversations/mail/sent.html", context)


@require_POST
@client_view(needs=Can.MAIL_SEND)
def undo(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Take it back before it leaves: it is a draft again, open in the composer."""
    the_message(request, client, key).take_back(by=request.member)
    again = request.GET.copy()
    again["draft"] = str(key)
    if not request.headers.get("HX-Request"):
        return redirect(f"{_story(client)}?mail&draft={key}")
    context = {"mail": opened(client, request.member, again), "undone": True}
    return part(request, client, "conversations/mail/undone.html", context)


@require_POST
@client_view(needs=Can.MAIL_SEND)
def retry(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Try anew what could not be sent."""
    the_message(request, client, key).retry(by=request.member)
    return _again(request, client, gettext("It is on its way again"))


@require_POST
@client_view(needs=Can.MAIL_SEND)
def discard(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    the_message(request, client, key).discard(by=request.member)
    return _again(request, client, gettext("Draft thrown away"))


@require_POST
@client_view(needs=Can.MAIL_SEND)
def level(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Decide who else sees it."""
    chosen = request.POST.get("level", "")
    if chosen not in {str(each.value) for each in Level}:
        raise Refusal(gettext("Choose who sees it."))
    wanted = Level(int(chosen))
    the_message(request, client, key).show_to(wanted, by=request.member)
    return _again(
        request,
        client,
        gettext("Seen by others: {wanted}").format(wanted=within(wanted.label, noun=True)),
    )


def _again(request: MemberRequest, client: Client, words: str) -> HttpResponse:
    response = part(request, client, "conversations/mail/again.html", {"toast": words})
    response["HX-Trigger"] = "tab:again"
    return response


@require_safe
@client_view(needs=Can.MAIL_SEE)
def file(request: MemberRequest, client: Client, key: UUID, file: UUID) -> HttpResponseBase:
    """A file of a message, to be saved; never shown by the browser."""
    row = the_file_of(the_message(request, client, key), file)
    if row is None:
        raise Http404
    return files.handed_out(row.stored_as, name=row.name, content_type=row.content_type)
