"""What is noted while a job is worked on: checklist, incidents, times, candidates (R05, J12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.jobs.access import job_view, say
from atrium.jobs.models import Candidate, ChecklistItem, Incident, Job, TimeEntry
from atrium.jobs.work_forms import (
    CandidateForm,
    ChecklistForm,
    IncidentForm,
    ResolveForm,
    StepForm,
    TimeForm,
)
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def checklist(request: MemberRequest, job: Job) -> HttpResponse:
    """Put lines onto the checklist."""
    form = ChecklistForm(request.POST)

    def verb() -> None:
        ChecklistItem.add(job, by=request.member, text=form.cleaned_data["text"])

    return _done(request, job, form, verb, gettext("Added to the checklist."), "checklist")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def item(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """Tick a line, untick it, or take it off."""
    row = _of(job, job.checklist, key)
    if "drop" in request.POST:
        row.drop(by=request.member)
        say(request, gettext("Took “{row}” off the checklist.").format(row=row))
    else:
        row.tick(by=request.member, done="done" in request.POST)
    return _back(job, "checklist")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def incidents(request: MemberRequest, job: Job) -> HttpResponse:
    """Report what went wrong."""
    form = IncidentForm(request.POST)

    def verb() -> None:
        Incident.report(job, by=request.member, text=form.cleaned_data["text"])

    return _done(request, job, form, verb, "Reported.", "incidents")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def incident(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """Say how it was put right."""
    row, form = _of(job, job.incidents, key), ResolveForm(request.POST)

    def verb() -> None:
        row.resolve(by=request.member, resolution=form.cleaned_data["resolution"])

    return _done(request, job, form, verb, "Resolved.", "incidents")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def times(request: MemberRequest, job: Job) -> HttpResponse:
    """Say how long one worked."""
    form = TimeForm(request.POST)

    def verb() -> None:
        TimeEntry.log(job, by=request.member, **form.cleaned_data)

    return _done(request, job, form, verb, "Logged.", "times")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def time(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """Take a time off again."""
    row = _of(job, job.times, key)
    row.drop(by=request.member)
    say(request, gettext("Removed {shown}.").format(shown=row.shown))
    return _back(job, "times")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def candidates(request: MemberRequest, job: Job) -> HttpResponse:
    """Propose somebody for the opening."""
    form = CandidateForm(request.POST)

    def verb() -> None:
        Candidate.propose(job, by=request.member, **form.cleaned_data)

    return _done(request, job, form, verb, "Proposed.", "candidates")


@require_POST
@job_view(needs=Can.JOBS_WRITE)
def candidate(request: MemberRequest, job: Job, key: UUID) -> HttpResponse:
    """Say how far somebody is, or take them off."""
    row = _of(job, job.candidates, key)
    if "drop" in request.POST:
        row.drop(by=request.member)
        say(request, gettext("Took {row} off.").format(row=row))
        return _back(job, "candidates")
    form = StepForm(request.POST)

    def verb() -> None:
        row.edit(by=request.member, step=form.cleaned_data["step"])

    return _done(request, job, form, verb, gettext("Saved {row}.").format(row=row), "candidates")


def _done(
    request: MemberRequest,
    job: Job,
    form: forms.Form,
    verb: Callable[[], object],
    words: str,
    place: str,
) -> HttpResponse:
    if accepted(form, verb):
        say(request, words)
    else:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    return _back(job, place)


def _of(job: Job, rows: Any, key: UUID) -> Any:
    """The row of this job; else 404."""
    row = rows.filter(public_id=key).first()
    if row is None:
        raise Http404
    row.job = job
    return row


def _back(job: Job, place: str) -> HttpResponse:
    return redirect(f"{job.get_absolute_url()}#{place}")
