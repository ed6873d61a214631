"""One step of the picker of clients, as a form posts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from atrium.jobs.fresh import FreshForm
from atrium.jobs.picking import STEPS, Picking
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.jobs.models import Job
    from atrium.organisations.middleware import MemberRequest


def is_step(request: MemberRequest) -> bool:
    """Whether somebody is still picking: then nothing is saved but a new client."""
    return any(name in request.POST for name in STEPS) or _makes_one(request.POST)


def _makes_one(data: QueryDict) -> bool:
    """Whether a new client is to be made: asked for, or typed by somebody who pressed Enter there."""
    others = any(name in data for name in STEPS if name != "fresh")
    return not others and ("fresh" in data or bool(data.get("new-name", "").strip()))


def begun(
    request: MemberRequest, data: QueryDict, job: Job | None = None
) -> tuple[Picking, FreshForm]:
    """What was picked by now, and the form of a new client, which may have made one (J05)."""
    picking = Picking.read(request.member, data, job)
    if not _makes_one(data):
        return picking, FreshForm()
    if not request.member.can(Can.CLIENTS_EDIT):
        raise PermissionDenied
    form = FreshForm(data)
    client = form.made(by=request.member)
    if client is None:
        return picking, form
    picking.add(str(client.number))
    return picking, FreshForm()
