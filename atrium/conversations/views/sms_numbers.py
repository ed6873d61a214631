"""The numbers for SMS, in the settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.conversations.asking import ProviderError
from atrium.conversations.models import Level, SmsNumber
from atrium.conversations.sms.access import the_number, the_numbers
from atrium.conversations.sms.forms import SmsNumberForm
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, page


@require_safe
@member_view(needs=Can.MAILBOXES_MANAGE)
def listed(request: MemberRequest) -> HttpResponse:
    """All of them."""
    context = {"organisation": request.member.organisation, "numbers": the_numbers()}
    return render(request, "conversations/sms/numbers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MAILBOXES_MANAGE)
def add(request: MemberRequest) -> HttpResponse:
    """A new one."""
    form = SmsNumberForm(request.POST or None, initial={"level": Level.ALL})
    if accepted(form, lambda: SmsNumber.set_up(by=request.member, **form.values)):
        return _done(request, gettext("{name} is set up.").format(name=form.cleaned_data["name"]))
    context: dict[str, object] = {"organisation": request.member.organisation}
    return page(request, "conversations/sms/number.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MAILBOXES_MANAGE)
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change one; what its provider is to call stands beside."""
    number, organisation = the_number(key), request.member.organisation
    form = SmsNumberForm(request.POST or None, initial=SmsNumberForm.begun(number))
    if accepted(form, lambda: number.edit(by=request.member, **form.values)):
        return _done(request, gettext("Saved {number}.").format(number=number.name))
    hooks = [(what, number.hook(organisation, what)) for what in ("incoming", "status")]
    context = {"organisation": organisation, "number": number, "hooks": hooks}
    return page(request, "conversations/sms/number.html", form, context)


@require_POST
@member_view(needs=Can.MAILBOXES_MANAGE)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take one out of use."""
    number = the_number(key)
    number.retire(by=request.member)
    return _done(
        request,
        gettext("{number} is out of use. Its SMS stay as they were.").format(number=number.name),
    )


@require_POST
@member_view(needs=Can.MAILBOXES_MANAGE)
def test(request: MemberRequest, key: UUID) -> HttpResponse:
    """Sign in at its provider and say what it answered."""
    number = the_number(key)
    try:
        return _done(request, number.line().tried())
    except ProviderError as error:
        msg = gettext("{number} cannot send: {error}").format(number=number.name, error=error)
        raise Refusal(msg) from error


def _done(request: MemberRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("sms-numbers", request.member.organisation.slug)
