"""Fetching mail by the clock, a run for each mailbox."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task

from atrium.conversations.mail.fetching import fetch
from atrium.conversations.models import Mailbox
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.source import Source, coming_from


@periodic(every=timedelta(minutes=2), name="fetch mail")
@task
def fetch_all() -> None:
    """Queue a run for each mailbox that is fetched."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            boxes = Mailbox.objects.live().filter(imap_on=True)
            for key in boxes.values_list("pk", flat=True):
                fetch_one.enqueue(place.pk, key)


@task
@policy(attempts=1, key=lambda _, mailbox: f"fetch-mail-{mailbox}")
def fetch_one(organisation_id: int, mailbox_id: int) -> None:
    """Fetch what is new in one mailbox; what is too much for a run, the next one brings."""
    with current.entered(organisation_id), coming_from(Source.MAIL):
        mailbox = Mailbox.objects.live().filter(pk=mailbox_id).first()
        if mailbox is not None:
            fetch(mailbox)
