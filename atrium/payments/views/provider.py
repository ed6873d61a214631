"""Settings of payments: the account at the provider (V10)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from atrium.accounts.stepping_up import sure_first
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, page
from atrium.payments.models import ProviderAccount
from atrium.payments.provider_form import ProviderForm
from atrium.payments.providers.provider import ProviderError


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
@sure_first
def provider(request: MemberRequest) -> HttpResponse:
    """The account in use; its keys are never shown again."""
    account = ProviderAccount.current()
    initial = {"home": account.home} if account else {}
    form = ProviderForm(request.POST or None, initial=initial)
    if accepted(form, lambda: ProviderAccount.set_up(by=request.member, **form.cleaned_data)):
        return _done(request, gettext("Saved. Test it now."))
    organisation = request.member.organisation
    context: dict[str, object] = {"organisation": organisation, "account": account}
    context |= {"hook": account.hook(organisation) if account else ""}
    return page(request, "payments/settings/provider.html", form, context)


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def test(request: MemberRequest) -> HttpResponse:
    """Sign in at the provider and say what it answered."""
    try:
        return _done(request, _the_account().line().tried())
    except ProviderError as error:
        raise Refusal(str(error)) from error


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def retire(request: MemberRequest) -> HttpResponse:
    """Take the account out of use."""
    _the_account().retire(by=request.member)
    return _done(request, gettext("Nobody pays through it any more. What was paid stays as it is."))


def _the_account() -> ProviderAccount:
    account = ProviderAccount.current()
    if account is None:
        raise Http404
    return account


def _done(request: MemberRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("pay-provider", request.member.organisation.slug)
