"""What files do in the queue and by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.documents.models import Agreement, Content, File, Folder, Reading, Upload
from atrium.documents.models.file import BIN_KEEPS
from atrium.documents.models.several import purge_files, purge_folder
from atrium.documents.reading.making import read_content
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.source import Source, coming_from

AT_ONCE = 500
UNUSED_FOR = timedelta(days=1)


@task(priority=-10)
@policy(key=lambda organisation_id, content_id: f"read-content-{organisation_id}-{content_id}")
def read(organisation_id: int, content_id: int) -> str:
    """Make the pictures and the words of a content; what came of it."""
    with current.entered(organisation_id):
        content: Content | None = Content.objects.filter(pk=content_id).first()
        if content is None or not content.is_waiting:
            return ""
        return str(read_content(content))


@periodic(every=timedelta(minutes=1), name="read what nobody read yet")
@task(priority=-50)
def read_waiting() -> None:
    """Let contents be read whose reading was never ordered, or was given up."""
    for place in _everywhere():
        waiting = Content.objects.filter(reading=Reading.WAITING).order_by("id")
        for key in waiting.values_list("pk", flat=True)[:AT_ONCE]:
            read.enqueue(place.pk, key)


@periodic(every=timedelta(minutes=30), name="remind of documents that expire")
@task
def remind() -> None:
    """Tell of each document and agreement whose reminder has come, by the day of its organisation."""
    for place in _everywhere():
        today = place.today()
        due = File.objects.all().to_remind(today).select_related("client")
        for file in due.order_by("remind_on", "id")[:AT_ONCE]:
            file.remind(today)
        ending = Agreement.objects.all().to_remind(today).select_related("client")
        for row in ending.order_by("valid_until", "id")[:AT_ONCE]:
            row.remind(today)


@periodic(every=timedelta(hours=6), name="empty the bin of files")
@task(priority=-50)
def empty_bin() -> None:
    """Remove for good what lay in the bin for 30 days, and the bytes that no file has any more."""
    for _place in _everywhere():
        before = timezone.now() - BIN_KEEPS
        purge_files(list(File.objects.all().to_purge(before).order_by("binned_at")[:AT_ONCE]))
        for folder in Folder.objects.all().to_purge(before)[:AT_ONCE]:
            purge_folder(folder)
        unused = timezone.now() - UNUSED_FOR
        for upload in Upload.objects.filter(touched_at__lt=unused)[:AT_ONCE]:
            upload.drop()
        for content in Content.objects.filter(used_at__lt=unused).unused()[:AT_ONCE]:
            content.clear(unused)


def _everywhere() -> Iterator[Organisation]:
    """Each organisation, entered."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            yield place
