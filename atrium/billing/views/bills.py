"""What somebody sees to whom an invoice was sent: nobody signs in, the token is the proof (X09)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.billing.mailing import opened
from atrium.billing.printed.keeping import name_of, paper_of
from atrium.billing.public_bill import shown
from atrium.billing.views.papers import inline
from atrium.documents.public import unlisted
from atrium.timeline.source import Source, coming_from


@unlisted
@require_safe
def bill(request: HttpRequest, token: str) -> HttpResponse:
    """The invoice: what is owed, until when, and its paper."""
    with opened(token) as link:
        if link is None:
            return render(request, "documents/public/unusable.html", status=410)
        if request.method == "GET":
            with coming_from(Source.PAGE):
                link.opened()
        return render(request, "billing/bill.html", shown(link) | {"token": token})


@unlisted
@require_safe
def bill_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Its paper."""
    with opened(token) as link:
        if link is None:
            return render(request, "documents/public/unusable.html", status=410)
        return inline(paper_of(link.invoice).content, name_of(link.invoice))
