"""API tokens of a member: list, make, revoke."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from atrium.accounts.stepping_up import sure_first
from atrium.foundation.translation import gettext
from atrium.integrations.access import tokens_of
from atrium.integrations.forms import TokenForm
from atrium.integrations.models import Token
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page


@never_cache
@member_view(needs=Can.TOKENS_MANAGE)
@sure_first
def tokens(request: MemberRequest) -> HttpResponse:
    """The tokens, and a form for a new one, whose secret is shown this once."""
    form = TokenForm(request.POST or None)
    told: list[str] = []
    if request.method == "POST" and accepted(form, lambda: told.append(_make(request, form))):
        context = {"secret": told[0], "name": form.cleaned_data["name"]}
        return render(request, "integrations/token_made.html", context, status=201)
    return page(request, "integrations/tokens.html", form, {"tokens": tokens_of(request.member)})


@require_POST
@member_view(needs=Can.TOKENS_MANAGE)
def revoke(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make a token useless for ever."""
    token = get_object_or_404(tokens_of(request.member), public_id=public_id)
    token.revoke(by=request.member)
    return done(
        request,
        gettext("Revoked {token}.").format(token=token),
        "tokens",
        request.member.organisation.slug,
    )


def _make(request: MemberRequest, form: TokenForm) -> str:
    """The new token's secret."""
    told = form.cleaned_data
    return Token.make(
        by=request.member,
        member=request.member,
        name=told["name"],
        scopes=told["scopes"],
        expires_at=form.expires_at(),
    )[1]
