"""What is done with one tender: moved, decided, reopened, made into work, put away (B04)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.jobs.access import say
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.tenders.access import tender_view
from atrium.tenders.forms import DecideForm
from atrium.tenders.models import Outcome, Tender
from atrium.tenders.models.deciding import become, decide, reopen, work_of
from atrium.tenders.words_of import stages_of


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def move(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Put it into another stage."""
    key = request.POST.get("stage", "")
    stage = stages_of(request.member.organisation).get(int(key)) if fits(key) else None
    if stage is None:
        raise Refusal(gettext("Choose a stage of the list."), field="stage")
    tender.move_to(stage, by=request.member)
    say(request, gettext("{code} moved to {stage}.").format(code=tender.code, stage=stage))
    return redirect(tender)


@require_http_methods(["GET", "HEAD", "POST"])
@tender_view(needs=Can.TENDERS_WRITE)
def decided(request: MemberRequest, tender: Tender, outcome: str) -> HttpResponse:
    """Say that it is won, lost or withdrawn, and why; a won one may become work at once."""
    if outcome not in Outcome.values:
        raise Http404
    what, by = Outcome(outcome), request.member
    data = request.POST if "done" in request.POST else None
    form = DecideForm(data, tender=tender, outcome=what, by=by)
    if accepted(form, lambda: decide(tender, outcome, by=by, **form.values)):
        work = work_of(tender)
        words = (
            gettext("{code} is {what} and became {work}.") if work else gettext("{code} is {what}.")
        )
        became = work.code if work else ""
        say(request, words.format(code=tender.code, what=within(what.label), work=became))
        return redirect(tender)
    context = {"form": form, "tender": tender, "outcome": what}
    return render(request, "tenders/decide.html", context, status=422 if form.is_bound else 200)


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def reopened(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Take it up again."""
    reopen(tender, by=request.member)
    say(request, gettext("{code} is open again.").format(code=tender.code))
    return redirect(tender)


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def became(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Make a job or a project of a won one."""
    work = become(tender, request.POST.get("what", ""), by=request.member)
    say(request, gettext("{code} became {code2}.").format(code=tender.code, code2=work.code))
    return redirect(work)


@require_POST
@tender_view(needs=Can.TENDERS_WRITE)
def bin_(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Put it into the bin, or bring it back where ``back`` is sent."""
    if "back" in request.POST:
        tender.unbin(by=request.member)
        say(request, gettext("Brought {code} back.").format(code=tender.code))
    else:
        tender.bin(by=request.member)
        say(request, gettext("{code} is in the bin for 30 days.").format(code=tender.code))
    return redirect(tender)
