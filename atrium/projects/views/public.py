"""What somebody sees to whom a deliverable was sent: nobody signs in, and only a POST answers (B09, X09)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atrium.documents.access import handed
from atrium.documents.public import unlisted
from atrium.foundation.accepting import accepted
from atrium.foundation.files import handed_out
from atrium.projects.forms import AnswerForm
from atrium.projects.models import Reply, Sending
from atrium.projects.opened import content_of, is_held, opened
from atrium.projects.showing import shown
from atrium.timeline.source import Source, coming_from


# The token in the address is the proof, and no session is: another site knows none.
@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, key: str) -> HttpResponse:
    """What was made, to be looked at, downloaded, approved or sent back with what should be different."""
    with opened(key) as sending:
        if sending is None or is_held(sending):
            return _closed(request, sending)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and accepted(form, lambda: _answer(sending, form)):
            return redirect("sent", key)
        context = shown(
            sending,
            lambda: reverse("sent-file", args=[key]),
            lambda number: reverse("sent-sheet", args=[key, number]),
        )
        context |= {"form": form}
        status = 422 if form.is_bound else 200
        return render(request, "projects/public/sent.html", context, status=status)


@unlisted
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file as it was sent."""
    with opened(key) as sending:
        if sending is None or is_held(sending):
            return _closed(request, sending)
        content = content_of(sending)
        if content is None:
            raise Http404
        stored_as = handed(content).stored_as
        name = str(sending.deliverable.file)
        return handed_out(stored_as, name=name, content_type=content.content_type)


@unlisted
@require_safe
def sheet(request: HttpRequest, key: str, which: int) -> HttpResponseBase:
    """The picture of one page of it."""
    with opened(key) as sending:
        if sending is None or is_held(sending):
            return _closed(request, sending)
        content = content_of(sending)
        sheets = handed(content).sheets if content else []
        if not 1 <= which <= len(sheets):
            raise Http404
        stored_as = sheets[which - 1]["stored_as"]
        return handed_out(stored_as, name=f"page-{which}.webp", content_type="image/webp")


def _answer(sending: Sending, form: AnswerForm) -> None:
    with coming_from(Source.PAGE):
        told = form.cleaned_data
        sending.answer(Reply(told["answer"]), comment=told["comment"])


def _closed(request: HttpRequest, sending: Sending | None) -> HttpResponse:
    """Why nothing opens: never the reason of a hold, which is not the client's to read."""
    status = 410 if sending is None else 423
    return render(request, "projects/public/closed.html", {"sending": sending}, status=status)
