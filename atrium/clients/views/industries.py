"""Industries to choose from while one types: the organisation's own words, then the standard's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from atrium.clients import industries, lexicon
from atrium.foundation.formats.names import fold
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

MOST = 30


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def find_industry(request: MemberRequest) -> HttpResponse:
    """Those that fit what was typed; any other words may stand as well."""
    query = request.GET.get("q", "")[:120]
    own = lexicon.of(request.member.organisation).industries.values()
    context = {
        "own": [word for word in own if fold(query) in word.label_key][:MOST],
        "standard": industries.like(query)[:MOST],
    }
    return render(request, "clients/pickers/industries.html", context)
