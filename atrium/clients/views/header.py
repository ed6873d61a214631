"""What is done from the header: status, star, tags, flag, hold. Each answers with the header anew."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients import lexicon
from atrium.clients.access import client_view
from atrium.clients.affected import ask_first, matter_of
from atrium.clients.forms import HoldForm, ReasonForm, TagForm
from atrium.clients.models import Client, Favourite, Flag, Hold, Tag
from atrium.clients.views.answer import part
from atrium.clients.views.page import counted, portrait_or_404
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


def head(
    request: MemberRequest,
    client: Client,
    toast: str = "",
    *,
    undo: bool = True,
    starring: bool = False,
) -> HttpResponse:
    """The header and what needs attention as they stand now, with a word on what was done."""
    portrait = portrait_or_404(request, client.number)
    context = counted(request, portrait) | {"starring": starring}
    act = request.member.latest_act if undo and toast else None
    context |= {"toast": toast, "undo": act}
    return part(request, client, "clients/header_answer.html", context, into="#client-header")


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def status(request: MemberRequest, client: Client) -> HttpResponse:
    statuses = lexicon.of(request.member.organisation).statuses
    key = request.POST.get("status", "")
    chosen = statuses.get(int(key)) if fits(key) else None
    if chosen is None:
        raise Http404
    if (asked := ask_first(request, client, matter_of(client, chosen))) is not None:
        return asked
    client.move_to(chosen, by=request.member)
    return head(request, client, gettext("Status is now {chosen}").format(chosen=chosen))


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_SEE)
def star(request: MemberRequest, client: Client) -> HttpResponse:
    off = request.method == "DELETE" or "off" in request.POST
    (Favourite.unstar if off else Favourite.star)(client, by=request.member)
    return head(request, client, undo=False, starring=True)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def flag(request: MemberRequest, client: Client) -> HttpResponse:
    standing = client.flags.filter(cleared_at=None).first()
    if request.method == "DELETE" or "clear" in request.POST:
        if standing:
            standing.clear(by=request.member)
        return head(request, client, gettext("Flag cleared"))
    form = ReasonForm(request.POST or None, initial={"reason": standing.reason if standing else ""})
    if form.is_valid():
        Flag.raise_on(client, by=request.member, reason=form.cleaned_data["reason"])
        return head(request, client, gettext("Client flagged"))
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/flag.html", {"form": form}, status)


@require_http_methods(["GET", "POST", "DELETE"])
@client_view(needs=Can.CLIENTS_HOLD)
def hold(request: MemberRequest, client: Client) -> HttpResponse:
    standing = client.holds.filter(lifted_at=None).first()
    if request.method == "DELETE" or "lift" in request.POST:
        if standing:
            standing.lift(by=request.member, reason=request.POST.get("reason", ""))
        return head(request, client, gettext("Taken off hold"))
    form = HoldForm(request.POST or None, today=client.organisation.today())
    if form.is_valid():
        Hold.place(client, by=request.member, **form.cleaned_data)
        return head(request, client, gettext("Put on hold"))
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/hold.html", {"form": form}, status)


@client_view(needs=Can.CLIENTS_SEE)
def holds(request: MemberRequest, client: Client) -> HttpResponse:
    """The history of holds."""
    rows = client.holds.select_related("placed_by", "lifted_by")[:200]
    return render(request, "clients/dialogs/holds.html", {"client": client, "holds": rows})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def tags(request: MemberRequest, client: Client) -> HttpResponse:
    """The tags to switch on and off; a word that is no tag yet becomes one."""
    form = TagForm(request.POST or None, organisation=request.member.organisation)
    if form.is_valid():
        tag = form.cleaned_data["tag"] or Tag.add(
            by=request.member, label=form.cleaned_data["label"], hue=form.next_hue()
        )
        tag.put_on(client, by=request.member)
        request.member.organisation.notice_lexicon()
        return head(request, client, gettext("Tagged {tag}").format(tag=tag))
    portrait = portrait_or_404(request, client.number)
    context = {"form": form, "portrait": portrait, "all_tags": portrait.words.tags.values()}
    status = 422 if request.method == "POST" else 200
    return part(request, client, "clients/dialogs/tags.html", context, status)


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_EDIT)
def untag(request: MemberRequest, client: Client, key: int) -> HttpResponse:
    tag = lexicon.of(request.member.organisation).tags.get(key)
    if tag is None:
        raise Http404
    tag.take_off(client, by=request.member)
    return head(request, client, gettext("Took off {tag}").format(tag=tag))
