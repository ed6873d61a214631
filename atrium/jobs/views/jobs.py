"""The list of jobs, one job, and opening, changing and completing them (R05, J01)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from atrium.clients.access import client_view
from atrium.clients.following import following
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.jobs.access import job_view, say
from atrium.jobs.bulk import perform
from atrium.jobs.forms import CompleteForm, JobForm
from atrium.jobs.fresh import FreshForm
from atrium.jobs.listing import Jobs
from atrium.jobs.mapping import JobMap
from atrium.jobs.models import Job
from atrium.jobs.picking import Picking
from atrium.jobs.picking_steps import begun, is_step
from atrium.jobs.sheet import Sheet
from atrium.jobs.stages import stages_of
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Can
from atrium.timeline.together import together


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.JOBS_SEE)
def jobs(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone. POST keeps how it is shown (C13)."""
    member, style = request.member, request.POST.get("style", "")
    if request.method == "POST" and style in ListStyle.values:
        member.prefers(list_style=style)
        return redirect(request.get_full_path())
    aimed = "job-results" in request.headers.get("HX-Target", "")
    context = {
        "jobs": Jobs(member, request.GET),
        "look": member.list_style or member.organisation.list_style,
        "organisation": member.organisation,
        "may_write": member.can(Can.JOBS_WRITE),
        "may_export": member.can(Can.CLIENTS_EXPORT),
    }
    template = "jobs/list.html#results" if aimed else "jobs/list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
@member_view(needs=Can.JOBS_SEE)
def on_map(request: MemberRequest) -> HttpResponse:
    """The jobs of the list by where they are; the list stands beside the map."""
    jobs = Jobs(request.member, request.GET)
    context = {"jobs": jobs, "map": JobMap(jobs), "organisation": request.member.organisation}
    return render(
        request, "jobs/map.html", context | {"may_write": request.member.can(Can.JOBS_WRITE)}
    )


@require_GET
@job_view(needs=Can.JOBS_SEE)
def job(request: MemberRequest, job: Job) -> HttpResponse:
    """One job, with all that is known of it."""
    context = {"sheet": Sheet(job, request.member), "following": following(job, request.member)}
    return render(request, "jobs/page.html", context | {"job": job})


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.JOBS_WRITE)
def new(request: MemberRequest) -> HttpResponse:
    """The form with its picker; each step of the picker answers with what was picked by then (J03, J05)."""
    if not is_step(request):
        return _new(request)
    picking, fresh = begun(request, request.POST)
    form = JobForm(member=request.member, places=picking.places, begun=request.POST)
    return _form(request, {"form": form, "picking": picking, "fresh": fresh})


@idempotent
def _new(request: MemberRequest) -> HttpResponse:
    """The form as it begins, or the job it makes."""
    picking = Picking.read(request.member, request.POST)
    if request.method == "GET" and request.GET.get("client"):
        picking.add(request.GET["client"])
    form = JobForm(request.POST or None, member=request.member, places=picking.places)
    made: list[Job] = []
    if accepted(form, lambda: made.append(_open(form, picking))):
        say(request, gettext("Opened {code} {made}.").format(code=made[0].code, made=made[0]))
        return redirect(made[0])
    return _form(request, {"form": form, "picking": picking, "fresh": FreshForm()})


@require_GET
@client_view(needs=Can.JOBS_WRITE)
def for_client(request: MemberRequest, client: Client) -> HttpResponse:
    """The form, begun with this client (R05, R19)."""
    home = reverse("job-new", args=[client.organisation.slug])
    return redirect(f"{home}?client={client.number}")


def _open(form: JobForm, picking: Picking) -> Job:
    if picking.primary is None:
        msg = gettext("Choose at least one client.")
        raise Refusal(msg)
    return Job.add(
        picking.primary.client,
        by=form.member,
        manager=form.chosen_manager,
        others=picking.others,
        **form.values,
    )


def _form(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    stepping = is_step(request)
    context |= {"organisation": request.member.organisation, "back": request.GET.get("client")}
    context |= {"may_add": request.member.can(Can.CLIENTS_EDIT)}
    context["picking"].told()
    context["stepping"] = stepping and not context["fresh"].errors
    part = stepping and request.headers.get("HX-Request")
    status = 200 if stepping or request.method == "GET" else 422
    template = "jobs/picker.html" if part else "jobs/new.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_http_methods(["GET", "POST"])
@job_view(needs=Can.JOBS_WRITE)
def edit(request: MemberRequest, job: Job) -> HttpResponse:
    """Change what is said of it."""
    sheet = Sheet(job, request.member)
    form = JobForm(request.POST or None, member=request.member, places=sheet.places, job=job)

    def verb() -> None:
        with together(
            by=request.member, label=gettext("Changed the job {code}").format(code=job.code)
        ):
            job.edit(by=request.member, **form.values)
            job.give_to(form.chosen_manager, by=request.member)
        say(request, gettext("Saved {code}.").format(code=job.code))

    if accepted(form, verb):
        return redirect(job)
    status = 422 if form.is_bound else 200
    return render(request, "jobs/edit.html", {"form": form, "job": job}, status=status)


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def move(request: MemberRequest, job: Job) -> HttpResponse:
    """Put it into another stage (R05)."""
    key = request.POST.get("stage", "")
    stage = stages_of(request.member.organisation).get(int(key)) if fits(key) else None
    if stage is None:
        raise Refusal(gettext("Choose a stage of the list."), field="stage")
    job.move_to(stage, by=request.member)
    say(request, gettext("{code} moved to {stage}.").format(code=job.code, stage=stage))
    return redirect(job)


@require_http_methods(["GET", "POST"])
@job_view(needs=Can.JOBS_WRITE)
def complete(request: MemberRequest, job: Job) -> HttpResponse:
    """Say that it is done, and what came of it."""
    form = CompleteForm(request.POST or None, initial={"outcome": job.outcome})
    done = form.is_bound or "done" in request.POST

    def verb() -> None:
        job.complete(by=request.member, outcome=form.cleaned_data["outcome"])
        say(request, gettext("{code} is complete.").format(code=job.code))

    if done and accepted(form, verb):
        return redirect(job)
    status = 422 if form.is_bound else 200
    return render(request, "jobs/complete.html", {"form": form, "job": job}, status=status)


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def bin_(request: MemberRequest, job: Job) -> HttpResponse:
    """Put it into the bin, or bring it back where ``back`` is sent."""
    if "back" in request.POST:
        job.unbin(by=request.member)
        say(request, gettext("Brought {code} back.").format(code=job.code))
    else:
        job.bin(by=request.member)
        say(request, gettext("{code} is in the bin for 30 days.").format(code=job.code))
    return redirect(job)


@require_POST
@member_view(needs=Can.JOBS_WRITE)
def bulk(request: MemberRequest) -> HttpResponse:
    """One deed for those that were picked, with one Undo."""
    data = request.POST
    deed = data.get("deed", "")
    numbers = [int(text) for text in data.getlist("selected") if fits(text)]
    value = data.get({"move": "stage", "give": "manager"}.get(deed, ""), "")
    try:
        outcome = perform(deed, numbers, value, by=request.member)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, outcome.words)
    home = reverse("jobs", args=[request.member.organisation.slug])
    return redirect(f"{home}?{data.get('back', '')}")
