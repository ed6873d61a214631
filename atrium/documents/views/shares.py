"""Links that open one file or folder, given and taken back (R15)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.documents.access import the_file, the_folder, the_share
from atrium.documents.forms import ShareForm
from atrium.documents.looking import shares_of
from atrium.documents.models import File, Folder, Share
from atrium.documents.views.answer import done
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.DOCUMENTS_SHARE)
@idempotent
def give(request: MemberRequest, client: Client, key: UUID, sort: str) -> HttpResponse:
    """Ask until when, then show the link: this once."""
    thing = _thing(request, client, key, sort)
    form = ShareForm(request.POST or None, client=client)
    given: list[Share] = []

    def verb() -> None:
        given.append(Share.give(thing, by=request.member, **form.told))

    if accepted(form, verb):
        context = {"share": given[0], "thing": thing, "code": form.cleaned_data["code"]}
        return part(request, client, "documents/dialogs/shared.html", context, 201)
    standing = [share for share in shares_of(thing) if share.is_standing]
    context = {"form": form, "thing": thing, "sort": sort, "shares": standing}
    status = 422 if form.errors else 200
    return part(request, client, "documents/dialogs/share.html", context, status)


@require_POST
@client_view(needs=Can.DOCUMENTS_SHARE)
def revoke(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    share = the_share(request, client, key)
    share.revoke(by=request.member)
    return done(request, client, gettext("The link opens nothing any more"))


def _thing(request: MemberRequest, client: Client, key: UUID, sort: str) -> File | Folder:
    if sort == "file":
        return the_file(request, client, key)
    if sort == "folder":
        return the_folder(request, client, key)
    raise Http404
