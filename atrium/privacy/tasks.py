"""What takes too long for a page: the queue does it, and takes it up again after a crash."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.tasks import task
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.privacy.models import Dossier, Erasure, RetentionRule, RetentionRun
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.source import Source, coming_from

_OWN = ("by__organisation", "by__user", "organisation")


@task
@policy(key=lambda organisation_id, dossier_id: f"dossier {organisation_id} {dossier_id}")
def write_dossier(organisation_id: int, dossier_id: int) -> None:
    """Write the archive of a person."""
    with current.entered(organisation_id):
        for dossier in _of(Dossier, dossier_id):
            try:
                dossier.write()
            except Refusal as refusal:
                dossier.fail(str(refusal))


@task
@policy(key=lambda organisation_id, erasure_id: f"erasure {organisation_id} {erasure_id}")
def erase_person(organisation_id: int, erasure_id: int) -> None:
    """Erase a person."""
    with current.entered(organisation_id):
        for erasure in _of(Erasure, erasure_id):
            try:
                erasure.run()
            except Refusal as refusal:
                erasure.fail(str(refusal))


@periodic(every=timedelta(hours=1), name="drop the archives of people")
@task(priority=-50)
def drop_dossiers() -> int:
    """Remove the archives that were kept long enough; answers how many."""
    gone = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            over = Dossier.objects.filter(expires_at__lte=timezone.now()).exclude(stored_as="")
            for dossier in over.order_by("pk"):
                dossier.expire()
                gone += 1
    return gone


@periodic(at=time(3, 0), name="let go what was kept long enough")
@task(priority=-50)
def look_at_retention() -> int:
    """Begin a run for each organisation that has rules; answers for how many."""
    begun = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            if RetentionRule.objects.exists():
                let_go.enqueue(place.pk)
                begun += 1
    return begun


@task(priority=-50)
@policy(key=lambda organisation_id: f"retention {organisation_id}")
def let_go(organisation_id: int) -> str:
    """Let go what an organisation's rules say; what became of it. A run that was cut short goes on."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        run = RetentionRun.go()
    return run.told if run else ""


def _of(model: Any, key: int) -> list[Any]:
    return list(model.objects.select_related(*_OWN).filter(pk=key))
