"""The mailboxes, in the settings: one's own and those that members share."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.conversations.access import the_mailbox, the_mailboxes
from atrium.conversations.mail import imap
from atrium.conversations.mail.mailbox_form import MailboxForm
from atrium.conversations.mail.oauth import issuers
from atrium.conversations.mail.trying import tried
from atrium.conversations.models import Level, Mailbox, SignIn
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, page


@require_safe
@member_view(needs=Can.MAIL_SEND)
def listed(request: MemberRequest) -> HttpResponse:
    """One's own, and the shared ones one keeps or sets up."""
    member = request.member
    boxes = [(box, box.may_be_changed_by(member)) for box in the_mailboxes(member)]
    context = {
        "organisation": member.organisation,
        "own": [pair for pair in boxes if pair[0].member_id],
        "shared": [pair for pair in boxes if not pair[0].member_id],
        "may_share": member.can(Can.MAILBOXES_MANAGE),
    }
    return render(request, "conversations/mail/mailboxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MAIL_SEND)
def add(request: MemberRequest, shared: str = "") -> HttpResponse:
    """A new one: one's own, or a shared one."""
    member = request.member
    if shared and not member.can(Can.MAILBOXES_MANAGE):
        raise PermissionDenied
    initial = (
        {"level": Level.ALL, "name": member.organisation.name}
        if shared
        else {
            "address": member.user.email,
            "name": member.name,
            "level": Level.NOBODY,
        }
    )
    form = MailboxForm(request.POST or None, initial=initial, shared=bool(shared))
    owner = None if shared else member
    if accepted(form, lambda: Mailbox.open(by=member, member=owner, **form.values)):
        return _done(
            request, gettext("{address} is set up.").format(address=form.cleaned_data["address"])
        )
    context = {"organisation": member.organisation, "shared": bool(shared)}
    return page(request, "conversations/mail/mailbox.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MAIL_SEND)
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change one."""
    box = the_mailbox(request.member, key)
    shared = box.member_id is None
    data, initial = request.POST or None, MailboxForm.begun(box)
    form = MailboxForm(data, initial=initial, mailbox=box, shared=shared)
    if accepted(form, lambda: box.edit(by=request.member, **form.values)):
        return _done(request, gettext("Saved {address}.").format(address=box.address))
    context = {"organisation": request.member.organisation, "mailbox": box, "shared": shared}
    context |= {"issuers": issuers().values(), "sign_in": SignIn.of(box)}
    context |= {"hook": box.hook(request.member.organisation)}
    return page(request, "conversations/mail/mailbox.html", form, context)


@require_POST
@member_view(needs=Can.MAIL_SEND)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take one out of use."""
    box = the_mailbox(request.member, key)
    box.retire(by=request.member)
    return _done(
        request,
        gettext("{address} is out of use. Its e-mail stays as it was.").format(address=box.address),
    )


@require_POST
@member_view(needs=Can.MAIL_SEND)
def test(request: MemberRequest, key: UUID) -> HttpResponse:
    """Sign in at its servers and say what they answered."""
    box = the_mailbox(request.member, key)
    said = [tried(box), *([imap.tried(box)] if box.imap_on else [])]
    return _done(request, " ".join(said))


@require_POST
@member_view(needs=Can.MAIL_SEND)
def fetch(request: MemberRequest, key: UUID) -> HttpResponse:
    """Fetch its mail now; ``again`` reads every folder anew, which keeps nothing twice."""
    box = the_mailbox(request.member, key)
    box.fetch_soon(again="again" in request.POST, by=request.member)
    return _done(
        request, gettext("The mail of {address} is being fetched.").format(address=box.address)
    )


def _done(request: MemberRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("mailboxes", request.member.organisation.slug)
