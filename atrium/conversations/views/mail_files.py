"""Files of an e-mail that is being written: more of them, fewer, and those of the client (R12)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.conversations.access import the_draft, the_file_of
from atrium.conversations.mail.composing import posted, sent
from atrium.conversations.mail.enclosing import enclose_files, files_of
from atrium.conversations.models import Message
from atrium.documents.access import uuids
from atrium.foundation.errors import Refusal
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

STRIP = "conversations/mail/files.html"


@require_POST
@client_view(needs=Can.MAIL_SEND)
def keep(request: MemberRequest, client: Client) -> HttpResponse:
    """Keep what stands in the composer with the files given, without the one to ``drop``."""
    in_part = bool(request.headers.get("HX-Request"))
    try:
        message = _kept(request, client)
    except Refusal as error:
        if not in_part:
            raise
        return JsonResponse({"detail": str(error)}, status=422)
    if in_part:
        return render(request, STRIP, {"draft": message, "client": client})
    if "choose" in request.POST:
        slug = client.organisation.slug
        return redirect("mail-documents", slug, client.number, message.public_id)
    return redirect(_composer(client, message))


def _kept(request: MemberRequest, client: Client) -> Message:
    panel = posted(client, request.member, request.POST, request.FILES, jotted=True)
    if not panel.form.is_valid():
        raise Refusal(" ".join(str(words[0]) for words in panel.form.errors.values()))
    message = sent(client, panel, by=request.member, only_kept=True)
    for key in uuids([request.POST.get("drop", "")]):
        if file := the_file_of(message, key):
            message.detach(file, by=request.member)
    return message


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.MAIL_SEND)
def documents(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Choose among the files of the client, and attach those chosen."""
    draft = the_draft(request, client, key)
    context = {"client": client, "draft": draft}
    if request.method != "POST":
        words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
        chosen = uuids(request.GET.getlist("document"))
        documents = files_of(client, request.member, words, chosen)
        found = {"documents": documents, "chosen": set(chosen), "q": words}
        return part(request, client, "conversations/dialogs/mail_documents.html", context | found)
    keys = uuids(request.POST.getlist("document"))
    enclose_files(draft, client, keys, by=request.member)
    if not request.headers.get("HX-Request"):
        return redirect(_composer(client, draft))
    return part(request, client, STRIP, context, into="#mail-files")


def _composer(client: Client, message: Message) -> str:
    story = reverse("client-tab", args=[client.organisation.slug, client.number, "activity"])
    return f"{story}?mail&draft={message.public_id}"
