"""The clients of a job: linked, changed, taken off (J01)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from atrium.foundation.translation import gettext
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.errors import not_found
from atrium.integrations.api.finding import chosen_client
from atrium.integrations.api.job_bodies import JobOut, PartIn, PartOut, PartPatch
from atrium.integrations.api.jobs import READ, WRITE, anew, contacts_of, part_card, the_job
from atrium.integrations.api.shell import answer, nothing
from atrium.jobs.lines import seen_parts
from atrium.jobs.models import Job, Participation
from atrium.timeline.together import together

router = Router(tags=["Jobs"])
PATH = "/jobs/{job_id}/participations/{participation_id}"


def _the_part(request: ApiRequest, job_id: UUID, key: UUID) -> Participation:
    """A part whose client the member sees; else 404."""
    job = the_job(request, job_id)
    for part in seen_parts([job], request.member, people=True).get(job.pk, []):
        if part.public_id == key:
            return part
    raise not_found()


@router.post(
    "/jobs/{job_id}/participations",
    auth=WRITE,
    response={201: JobOut},
    summary="Link a client to a job",
)
def link_client(request: ApiRequest, job_id: UUID, data: PartIn) -> HttpResponse:
    """As primary or billing it takes the place of the one that was."""
    job: Job = the_job(request, job_id)
    client = chosen_client(request, data.client, "client")
    with together(
        by=request.member,
        label=gettext("Linked {client} to {code}").format(client=client, code=job.code),
    ):
        row = Participation.link(
            job,
            client,
            by=request.member,
            part=data.role,
            own=data.own_role,
            notes=data.notes,
        )
        row.edit(by=request.member, contacts=contacts_of(row, data.contacts))
    return anew(request, job, 201)


@router.get(PATH, auth=READ, response=PartOut, summary="Read a client's part in a job")
def read_part(request: ApiRequest, job_id: UUID, participation_id: UUID) -> HttpResponse:
    """What it is to the job, and whom to talk with."""
    return answer(part_card(_the_part(request, job_id, participation_id)))


@router.patch(PATH, auth=WRITE, response=PartOut, summary="Change a client's part in a job")
def change_part(
    request: ApiRequest, job_id: UUID, participation_id: UUID, data: PartPatch
) -> HttpResponse:
    """Another one becomes primary by being made it; the one that was is secondary then."""
    part, sent = _the_part(request, job_id, participation_id), data.sent()
    told = {"notes": sent["notes"]} if "notes" in sent else {}
    role = sent.get("role") or (part.part.value if "own_role" in sent else None)
    part.edit(
        by=request.member,
        part=role,
        own=sent.get("own_role", part.own),
        contacts=contacts_of(part, data.contacts) if "contacts" in sent else None,
        **told,
    )
    return answer(part_card(_the_part(request, job_id, participation_id)))


@router.delete(PATH, auth=WRITE, response={204: None}, summary="Take a client off a job")
def unlink_client(request: ApiRequest, job_id: UUID, participation_id: UUID) -> HttpResponse:
    """Refused for the primary one."""
    _the_part(request, job_id, participation_id).unlink(by=request.member)
    return nothing()
