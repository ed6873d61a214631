"""The doors to one SMS and to one number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from atrium.clients.models import Client
from atrium.conversations.models import Level, Sms, SmsNumber
from atrium.organisations import current
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member, Organisation


def the_sms(request: MemberRequest, client: Client, key: UUID) -> Sms:
    """The SMS of the client with this key, if the member sees all of it; else 404."""
    rows: Any = Sms.objects.visible_to(request.member).at_level(Level.ALL).of_client(client)
    sms: Sms | None = rows.sms().filter(public_id=key).select_related("number").first()
    if sms is None:
        raise Http404
    return sms


def the_own(request: MemberRequest, client: Client, keys: list[str]) -> list[Sms]:
    """The member's own SMS with these keys; 404 where one is none."""
    try:
        wanted = {UUID(key) for key in keys}
    except ValueError:
        raise Http404 from None
    rows: Any = Sms.objects.filter(author=request.member).of_client(client)
    found = list(rows.sms().filter(public_id__in=wanted).prefetch_related("parties__contact"))
    if not found or len(found) != len(wanted):
        raise Http404
    return found


def the_waiting(member: Member, key: UUID) -> Sms:
    """The SMS with this key that is nobody's yet, if the member may assign it; else 404."""
    rows: Any = Sms.objects.unassigned_to(member)
    sms: Sms | None = rows.filter(public_id=key).first()
    if sms is None:
        raise Http404
    return sms


def the_number(key: UUID) -> SmsNumber:
    """The number with this key that is in use; else 404."""
    number: SmsNumber | None = SmsNumber.objects.live().filter(public_id=key).first()
    if number is None:
        raise Http404
    return number


def the_numbers() -> list[SmsNumber]:
    """Those in use, the default one first."""
    return list(SmsNumber.objects.live().order_by("-is_default", "name", "id"))


def the_place(slug: str) -> Organisation:
    """The organisation that a provider calls; else 404."""
    with current.unscoped("the organisation in the address that a provider calls"):
        found: Organisation | None = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def the_called(key: str) -> SmsNumber:
    """The number that a provider calls, of the organisation entered; else 404."""
    number: SmsNumber | None = SmsNumber.objects.live().filter(key=key).first()
    if number is None:
        raise Http404
    return number
