"""The clients of a job: linked, changed, taken off (J01, J03)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.jobs import roles
from atrium.jobs.access import job_view, say
from atrium.jobs.forms import PartForm
from atrium.jobs.fresh import FreshForm
from atrium.jobs.models import Job, Participation
from atrium.jobs.people import people_of
from atrium.jobs.picking import Picking
from atrium.jobs.picking_steps import begun, is_step
from atrium.jobs.sheet import Sheet
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.together import together


@require_http_methods(["GET", "POST"])
@job_view(needs=Can.JOBS_WRITE)
def link(request: MemberRequest, job: Job) -> HttpResponse:
    """Pick further clients step by step, then confirm all at once: one act, one Undo."""
    if not is_step(request):
        return _confirm(request, job)
    picking, fresh = begun(request, request.POST, job)
    return _picker(request, job, picking, fresh)


@idempotent
def _confirm(request: MemberRequest, job: Job) -> HttpResponse:
    picking, error = Picking.read(request.member, request.POST, job), ""
    if request.method == "POST":
        try:
            _link(request, job, picking)
        except Refusal as refusal:
            error = str(refusal)
        else:
            return redirect(job)
    return _picker(request, job, picking, FreshForm(), error)


def _picker(
    request: MemberRequest, job: Job, picking: Picking, fresh: FreshForm, error: str = ""
) -> HttpResponse:
    stepping = is_step(request)
    context = {"job": job, "picking": picking.told(), "fresh": fresh, "error": error}
    context |= {"stepping": stepping and not fresh.errors, "organisation": job.organisation}
    context["may_add"] = request.member.can(Can.CLIENTS_EDIT)
    part = stepping and request.headers.get("HX-Request")
    template = "jobs/picker.html" if part else "jobs/link.html"
    response = render(request, template, context, status=422 if error else 200)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _link(request: MemberRequest, job: Job, picking: Picking) -> None:
    if not picking.picked:
        raise Refusal(gettext("Choose at least one client."))
    with together(
        by=request.member, label=gettext("Linked clients to {code}").format(code=job.code)
    ):
        for each in picking.picked:
            Participation.link(job, each.client, by=request.member, part=each.part, own=each.own)
    names = ", ".join(str(each.client) for each in picking.picked)
    say(request, gettext("Linked {names}.").format(names=names))


@require_http_methods(["GET", "POST"])
@job_view(needs=Can.JOBS_WRITE)
def part(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """What a client is to the job, whom to talk with there, and notes."""
    row = _the_part(request, job, key)
    form = PartForm(request.POST or None, row=row, people=people_of(row))

    def verb() -> None:
        told = form.cleaned_data
        people = [form.people[one] for one in told["contacts"]]
        part, own = roles.read(told["part"])
        row.edit(by=request.member, part=part, own=own, notes=told["notes"], contacts=people)
        say(request, gettext("Saved the part of {client}.").format(client=row.client))

    if accepted(form, verb):
        return redirect(job)
    context = {"job": job, "row": row, "form": form}
    return render(request, "jobs/part.html", context, status=422 if form.is_bound else 200)


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def unlink(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """Take a client off the job."""
    row = _the_part(request, job, key)
    row.unlink(by=request.member)
    say(request, gettext("Took {client} off {code}.").format(client=row.client, code=job.code))
    return redirect(job)


def _the_part(request: MemberRequest, job: Job, key: UUID) -> Participation:
    """The part of a client that the member sees; else 404."""
    for seat in Sheet(job, request.member).seats:
        if seat.part.public_id == key:
            return seat.part
    raise Http404
