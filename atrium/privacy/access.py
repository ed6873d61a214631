"""The door to one person: an owner or admin who sees the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase

from atrium.clients.models import Client, Contact
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.privacy.models import Dossier
from atrium.privacy.models.request import refuse_unfit

type PersonView = Callable[..., HttpResponseBase]
SORTS: dict[str, Any] = {"contact": Contact, "client": Client}
LARGEST = 2**63 - 1


def the_person(member: Member, sort: str, key: UUID) -> Client | Contact:
    """The record with this public id, if the member may see it; else 404."""
    model = SORTS.get(sort)
    found: Client | Contact | None = (
        model and model.objects.visible_to(member).filter(public_id=key).first()
    )
    if found is None:
        raise Http404
    return found


def person_view(view: PersonView) -> PersonView:
    """A view of one person's data: 404 without the record, 403 without the permission."""

    @member_view(needs=Can.PRIVACY_MANAGE)
    @wraps(view)
    def wrapper(request: MemberRequest, sort: str, key: UUID) -> HttpResponseBase:
        subject = the_person(request.member, sort, key)
        refuse_unfit(subject, by=request.member)
        return view(request, subject)

    return wrapper


def dossier_of(number: int) -> Dossier:
    """The archive with this number; else 404."""
    rows = Dossier.objects.filter(number=number) if number <= LARGEST else Dossier.objects.none()
    found: Dossier | None = rows.first()
    if found is None:
        raise Http404
    return found
