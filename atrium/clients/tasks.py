"""What takes too long for a page: the queue does it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from atrium.clients.bulk import Order, perform
from atrium.clients.completeness import AT_ONCE, recount
from atrium.clients.duplicates.scan import look
from atrium.clients.field_index import rebuild
from atrium.clients.geocoding import look_up
from atrium.clients.models import (
    Client,
    Contact,
    DuplicateScan,
    DuplicateStale,
    FieldFile,
    Hold,
    Location,
    Sighting,
)
from atrium.clients.search.people_index import reindex_people
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.models import Act
from atrium.timeline.source import Source, coming_from


@task
@policy(give_up_on=(Refusal,))
def perform_order(
    organisation_id: int, member_id: int, act_id: int, order: dict[str, Any]
) -> dict[str, Any]:
    """Do what a member ordered for many clients, as far as they may now; answers the outcome."""
    with current.entered(organisation_id):
        member = Member.objects.select_related("organisation").get(pk=member_id)
        act = Act.objects.get(pk=act_id)
        return perform(Order.from_json(order), act, by=member).as_json()


@task
@policy(give_up_on=(Refusal,))
def find_on_earth(organisation_id: int, location_id: int) -> str:
    """Look up where an address is that nobody gave coordinates to; answers what was found."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        place = Location.objects.select_related("client").filter(pk=location_id).first()
        found = None if place is None or place.coordinates else look_up(place)
        if place is not None and found is not None:
            place.found_at(found)
    return str(found or "")


@task
def recount_all(organisation_id: int) -> int:
    """Count how complete every client is, in short transactions; answers how many changed."""
    changed = last = 0
    with current.entered(organisation_id):
        keys = Client.objects.order_by("id").values_list("pk", flat=True)
        while some := list(keys.filter(pk__gt=last)[:AT_ONCE]):
            changed += recount(some)
            last = some[-1]
    return changed


@task
def index_people(organisation_id: int) -> int:
    """Write what the search finds people by, where it is not there; answers for how many."""
    count = last = 0
    with current.entered(organisation_id):
        keys = Contact.objects.order_by("pk").values_list("pk", flat=True)
        while some := list(keys.filter(pk__gt=last)[:AT_ONCE]):
            with transaction.atomic():
                reindex_people(some)
            count, last = count + len(some), some[-1]
    return count


@task
def index_field(organisation_id: int, field_id: int) -> int:
    """Write the keys of a field that became filterable; answers for how many records."""
    with current.entered(organisation_id):
        return rebuild(field_id)


@periodic(every=timedelta(hours=6), name="drop the files of no field")
@task
def drop_files() -> None:
    """Remove the files that no record took, and those whose field was deleted long ago."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            for file in FieldFile.objects.all().to_drop(timezone.now()).order_by("id")[:AT_ONCE]:
                file.drop()


@periodic(every=timedelta(minutes=15), name="take off hold whose time is over")
@task
def lift_holds() -> int:
    """Lift each hold on the day after its last, as it is in its organisation; answers how many."""
    lifted = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            lifted += Hold.lift_those_over(place.today())
    return lifted


@periodic(at=time(3, 20), name="forget old views")
@task(priority=-50)
def forget_views() -> int:
    """Remove what each organisation's log of views has kept long enough; answers how many rows."""
    gone = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            gone += Sighting.forget_before(timezone.now() - timedelta(days=place.views_kept_days))
    return gone


@task(priority=-20)
@policy(key=lambda organisation_id: f"duplicates-{organisation_id}")
def look_for_duplicates(organisation_id: int) -> int:
    """Compare the clients that changed with all others; answers how many pairs were written."""
    with current.entered(organisation_id):
        return look()


@periodic(every=timedelta(minutes=1), name="look for duplicates")
@task(priority=-50)
def compare_what_changed() -> int:
    """Let the clients of each organisation be compared where some changed; answers for how many."""
    asked = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            if DuplicateStale.objects.exists() or not DuplicateScan.objects.exists():
                look_for_duplicates.enqueue(place.pk)
                asked += 1
    return asked
