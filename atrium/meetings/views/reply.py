"""The page that the link of an invitation leads to: nobody signs in, and only a POST answers (R14)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from atrium.foundation.accepting import accepted
from atrium.meetings.forms import ReplyForm
from atrium.meetings.models import Answer, Attendee
from atrium.meetings.public import asked, unlisted
from atrium.timeline.source import Source, coming_from


# The secret in the address is the proof, and no session is: there is nothing that another site
# could make a browser send along. A browser that tells no referrer sends no origin to check either.
@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """What the meeting is, and whether one comes; programs that follow links in mails answer nothing."""
    with asked(key) as attendee:
        if attendee is None:
            return render(request, "meetings/reply_unusable.html", status=410)
        form = ReplyForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and accepted(form, lambda: _reply(attendee, form)):
            return redirect("meeting-reply", key)
        return _page(request, attendee, form)


def _reply(attendee: Attendee, form: ReplyForm) -> None:
    told = form.cleaned_data
    with coming_from(Source.PAGE), timezone.override(attendee.meeting.zone):
        attendee.reply(
            Answer(told["answer"]),
            comment=told["comment"],
            sequence=told["sequence"],
            coming=told["coming"],
        )


def _page(request: HttpRequest, attendee: Attendee, form: ReplyForm) -> HttpResponse:
    meeting = attendee.meeting
    if form.is_bound:
        attendee.refresh_from_db()
        meeting.refresh_from_db()
    chosen = request.GET.get("answer", "")
    context = {
        "attendee": attendee,
        "meeting": meeting,
        "form": form,
        "answers": [Answer.YES, Answer.PERHAPS, Answer.NO],
        "chosen": chosen if chosen in Answer.values else attendee.answer,
        "open": attendee.withdrawn_at is None and not meeting.is_cancelled and not meeting.is_over,
        "others": attendee.alike().count() - 1 if meeting.series_id else 0,
    }
    return render(request, "meetings/reply.html", context, status=422 if form.is_bound else 200)
