"""What notes do by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

from django.tasks import task
from django.utils import timezone

from atrium.conversations.mail import fetch_tasks  # noqa: F401 - its periodic task is found by this
from atrium.conversations.mail.listening import Listener
from atrium.conversations.models import Call, Comment, Image, Note, Unanswered
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.beside import beside_worker
from atrium.queue.periodic import periodic
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500


@periodic(every=timedelta(minutes=1), name="remind of notes")
@task
def remind() -> None:
    """Tell each reminder that has come; who listens to note.reminded notifies."""
    for _place in _everywhere():
        due = Note.objects.all().due(timezone.now()).select_related("client")
        for note in due.order_by("remind_at")[:AT_ONCE]:
            note.remind()


@periodic(every=timedelta(hours=6), name="empty the bin of notes")
@task
def empty_bin() -> None:
    """Blank what notes, calls and comments said that were removed 30 days ago."""
    for _place in _everywhere():
        old = Note.objects.all().to_purge(timezone.now()).select_related("client")
        for note in old.order_by("binned_at")[:AT_ONCE]:
            note.purge()
        for call in Call.objects.all().to_purge(timezone.now()).order_by("binned_at")[:AT_ONCE]:
            call.purge()
        for said in Comment.objects.all().to_purge(timezone.now()).order_by("binned_at")[:AT_ONCE]:
            said.purge()


@periodic(every=timedelta(hours=6), name="drop the pictures of no note")
@task
def drop_orphans() -> None:
    """Remove the pictures that were put into a note which was never saved."""
    for _place in _everywhere():
        old = Image.objects.all().orphaned(timezone.now())
        for image in old.order_by("added_at")[:AT_ONCE]:
            image.drop()


@beside_worker("listening for mail")
def listen(ended: Event) -> None:
    """Hear of new mail at once."""
    Listener().run(ended)


@periodic(every=timedelta(minutes=1), name="wake conversations")
@task
def wake() -> None:
    """Bring conversations back that were put off until now."""
    for _place in _everywhere():
        Unanswered.objects.all().wake()


def _everywhere() -> Iterator[Organisation]:
    """Each organisation, entered."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            yield place
