"""Where providers that speak SAML have people brought to, and who we are to them."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from atrium.foundation.errors import Refusal
from atrium.sso.access import provider_at
from atrium.sso.models import Arrival
from atrium.sso.saml.response import heard
from atrium.sso.saml.written import own_metadata
from atrium.sso.views.signing_in import limit, ways_on


# The post comes from the provider's page, so it carries neither our token nor the session's cookie.
# Nothing is done for the browser here: it is led, by a request that carries its cookie, to where
# the question that it asked is compared.
@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("SAMLResponse")
def brought(request: HttpRequest, place: str, key: UUID) -> HttpResponse:
    """Check what the provider says, and keep it for the browser that asked."""
    limit(request)
    with provider_at(place, key) as provider:
        if not provider.is_saml:
            raise Http404
        try:
            sent = request.POST.get("SAMLResponse", "")
            token = Arrival.keep(provider, heard(provider.saml, sent))
        except Refusal as refusal:
            provider.note_refused(refusal)
            raise Refusal(str(refusal), steps=ways_on(request, provider)) from refusal
        url = f"{provider.end}?{urlencode({'arrival': token})}"
        return HttpResponse(status=303, headers={"Location": url})


@require_safe
def metadata(request: HttpRequest, place: str, key: UUID) -> HttpResponse:
    """Our own metadata, for the provider to read."""
    with provider_at(place, key, also_off=True) as provider:
        if not provider.is_saml:
            raise Http404
        told = own_metadata(provider.entity, provider.back)
    return HttpResponse(told, content_type="application/samlmetadata+xml")
