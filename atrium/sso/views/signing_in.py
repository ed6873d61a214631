"""Signing in at an identity provider, and coming back."""

from __future__ import annotations

from dataclasses import asdict
from secrets import compare_digest
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from atrium.accounts.vouching import Voucher, confined, record
from atrium.foundation.causes import Step
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.sso.access import provider_at
from atrium.sso.asking import Asking, NotBelieved, Told, refuse_stale
from atrium.sso.facts import providers_for, providers_of
from atrium.sso.forms import FindForm
from atrium.sso.models import Arrival, Identity, Provider
from atrium.sso.oidc import identified, not_signed_in

ASKING = "sso asking"
LINKING = "sso linking"
# Why somebody is sent there.
SIGN_IN, LINK, ANEW = "sign-in", "link", "anew"
NOT_BEGUN = gettext_lazy("This sign-in was not begun in this browser, or is over. Begin it again.")


class NotAsked(Refusal):
    """What came back belongs to a question that this browser did not ask."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Whose single sign-on an address leads to."""
    form = FindForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": _next(request)}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "sso/find.html", context, status=status)
    limit(request)
    found = providers_for(form.cleaned_data["email"])
    return render(request, "sso/ways.html", context | {"providers": found})


@never_cache
@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """The providers of the organisation at this address."""
    context = {"providers": providers_of(place), "next": _next(request)}
    return render(request, "sso/ways.html", context)


# Not a form: the policy of our pages lets none of them lead elsewhere, not by a redirect either.
@never_cache
@require_safe
def begin(request: HttpRequest, place: str, key: UUID) -> HttpResponse:
    """On to the provider. Who has to show themselves anew, or links it, presses a link first."""
    with provider_at(place, key) as provider:
        purpose = request.GET.get("for", "")
        if purpose not in {SIGN_IN, LINK, ANEW}:
            context = {"provider": provider, "next": _next(request), "anew": _is_vouched(request)}
            return render(request, "sso/again.html", context)
        asking = Asking.begun_for(str(key), purpose, _next(request))
        request.session[ASKING] = asdict(asking)
        return redirect(provider.address(asking, anew=purpose == ANEW))


@never_cache
@require_safe
def back(request: HttpRequest, place: str, key: UUID) -> HttpResponse:
    """They come back with a code, or what they brought is here; good once, in the session that asked for it."""
    with provider_at(place, key) as provider:
        if not provider.is_saml:
            limit(request)
        try:
            asking = _question(request, provider)
            told = (_told_by_saml if provider.is_saml else _told)(request, provider, asking)
            if asking.purpose == LINK:
                return _to_be_linked(request, provider, told)
            found = Identity.arrived(provider, told)
        except Refusal as refusal:
            if not isinstance(refusal, NotAsked):
                provider.note_refused(refusal)
            raise Refusal(str(refusal), steps=ways_on(request, provider)) from refusal
        if asking.purpose == ANEW:
            return _shown_anew(request, found, asking)
        return _signed_in(request, found, asking)


def _question(request: HttpRequest, provider: Provider) -> Asking:
    """What this browser asked the provider; good once."""
    kept = request.session.pop(ASKING, None)
    asking = Asking(**kept) if kept else None
    if asking is None or asking.is_over or asking.provider != str(provider.public_id):
        raise NotAsked(str(NOT_BEGUN))
    return asking


def ways_on(request: HttpRequest, provider: Provider) -> tuple[Step, ...]:
    """What who was not let in can do next: begin anew, or come in another way."""
    again = f"{provider.begin}?{urlencode({'for': SIGN_IN})}"
    name = gettext("Sign in with {provider}").format(provider=provider)
    begin = Step(does="sign_in", label=name, url=again, icon="key-round")
    if request.user.is_authenticated:
        return (begin,)
    own = reverse("account_login")
    return begin, Step(does="show_password", label=gettext("Sign in by password"), url=own)


def _told_by_saml(request: HttpRequest, provider: Provider, asking: Asking) -> Told:
    """What was brought for the question that this browser asked, and for no other.

    It was counted when it was brought, so that a sign-in counts once.
    """
    found = Arrival.collect(provider, request.GET.get("arrival", ""))
    if found is None:
        raise NotAsked(str(NOT_BEGUN))
    told, answers, shown_at = found
    if not compare_digest(answers.encode(), asking.request_id.encode()):
        raise NotAsked(str(NOT_BEGUN))
    if asking.purpose == ANEW:
        refuse_stale(shown_at)
    return told


def _told(request: HttpRequest, provider: Provider, asking: Asking) -> Told:
    if not asking.is_answered_by(request.GET.get("state", "")):
        raise NotAsked(str(NOT_BEGUN))
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise NotBelieved(gettext("The answer came from another issuer."))
    code = request.GET.get("code", "")
    if not code:
        raise not_signed_in(provider.name, request.GET)
    anew = asking.purpose == ANEW
    return identified(provider.line, asking, code, provider.back, anew=anew)


def _signed_in(request: HttpRequest, found: Identity, asking: Asking) -> HttpResponse:
    user = found.member.user
    if request.user != user:
        # Whatever the browser was before, what is noted below must not be lost with it.
        request.session.flush()
    record(request, user, _voucher(found.provider))
    then = asking.next or found.member.organisation.get_absolute_url()
    return perform_login(request, Login(user=user, redirect_url=then))


def _shown_anew(request: HttpRequest, found: Identity, asking: Asking) -> HttpResponse:
    if request.user != found.member.user:
        raise Refusal(
            gettext("That account at the provider is another person's. Nothing was done.")
        )
    record(request, found.member.user, _voucher(found.provider))
    return redirect(asking.next or found.member.organisation.get_absolute_url())


def _to_be_linked(request: HttpRequest, provider: Provider, told: Told) -> HttpResponse:
    """Kept until the person says on a page of ours that it is theirs: a provider alone links nothing."""
    kept = {"provider": str(provider.public_id), "place": provider.organisation.slug}
    request.session[LINKING] = kept | asdict(told)
    return redirect("sign-in-link")


def _voucher(provider: Provider) -> Voucher:
    return Voucher(
        organisation=provider.organisation.pk,
        provider=str(provider.public_id),
        name=provider.name,
        again=provider.begin,
    )


def _is_vouched(request: HttpRequest) -> bool:
    return request.user.is_authenticated and confined(request, request.user) is not None


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours, or nothing."""
    wished = request.POST.get("next") or request.GET.get("next", "")
    return wished if url_has_allowed_host_and_scheme(wished, allowed_hosts=None) else ""


def limit(request: HttpRequest) -> None:
    """As often as one may try a password."""
    if not ratelimit.consume(request, action="login"):
        raise Refusal(gettext("That was too often. Wait a few minutes."))
