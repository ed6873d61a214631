"""What single sign-on does by the clock."""

from __future__ import annotations

from datetime import time, timedelta

from django.tasks import task

from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.sso.models import Arrival, Domain, Provider


@periodic(at=time(4, 20), name="read identity providers anew")
@task
def read_providers() -> None:
    """Queue the document of each provider that people sign in at."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            for key in Provider.readable().order_by("pk").values_list("pk", flat=True):
                read_provider.enqueue(place.pk, key)


@task
@policy(attempts=1, key=lambda organisation_id, key: f"sso-provider {organisation_id} {key}")
def read_provider(organisation_id: int, key: int) -> None:
    """Read the document of one, unless it went meanwhile."""
    with current.entered(organisation_id):
        for row in Provider.readable().filter(pk=key):
            row.refresh()


@periodic(every=timedelta(hours=1), name="look for the records of domains")
@task
def look_at_domains() -> None:
    """Queue each domain whose record is to be looked for, and forget assertions that are over."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            Arrival.forget_old()
            for key in Domain.due().order_by("pk").values_list("pk", flat=True):
                look_at_domain.enqueue(place.pk, key)


@task
@policy(attempts=1, key=lambda organisation_id, key: f"sso-domain {organisation_id} {key}")
def look_at_domain(organisation_id: int, key: int) -> None:
    """Look for the record of one, unless somebody did meanwhile."""
    with current.entered(organisation_id):
        for row in Domain.due().filter(pk=key):
            row.look_again()
