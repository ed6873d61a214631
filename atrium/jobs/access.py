"""The door to one job: who sees none of its clients finds nothing, who may not do this is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse

from atrium.jobs.models import Job
from atrium.jobs.stages import stages_of
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LARGEST = 2**63 - 1

type JobView[**P] = Callable[Concatenate[MemberRequest, Job, P], HttpResponse]


def the_job(request: MemberRequest, number: int) -> Job:
    """The job with this number, if the member may see it; else 404."""
    member = request.member
    rows = Job.objects.visible_to(member).filter(number=min(number, LARGEST))
    job: Job | None = rows.select_related("client", "manager", "finished_by", "created_by").first()
    if job is None:
        raise Http404
    job.organisation = job.client.organisation = member.organisation
    job.stage = stages_of(member.organisation)[job.stage_id]
    return job


def job_view(*, needs: Can) -> Callable[[JobView[...]], Callable[..., HttpResponse]]:
    """A view of one job: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: JobView[...]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, number: int, **kwargs: Any) -> HttpResponse:
            job = the_job(request, number)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, job, **kwargs)

        return wrapper

    return decorate


def say(request: MemberRequest, words: str) -> None:
    """Tell on the next page what was done, with Undo."""
    act = request.member.latest_act
    undo = reverse("act-undo", args=[request.member.organisation.slug, act.pk]) if act else ""
    messages.success(request, words, extra_tags=undo)
