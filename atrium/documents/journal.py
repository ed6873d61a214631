"""What follows when files change, and how they are taken back by an undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from atrium.documents import shareables  # noqa: F401 - registers what can be shared
from atrium.documents.kinds import forget_kinds
from atrium.documents.models import Content, File, FileVersion, Reading
from atrium.documents.tasks import read
from atrium.organisations import current
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.undoing import withdraws


@withdraws("documents.file")
def put_into_the_bin(act: Acting, added: list[File]) -> None:
    """A file whose adding is taken back lies in the bin for as long as any other."""
    act.change_many([file for file in added if not file.binned_at], binned_at=timezone.now())


@withdraws("documents.fileversion")
def take_versions_off(act: Acting, added: list[FileVersion]) -> None:
    """A later version goes; the first one stays with its file in the bin."""
    act.remove_many(row for row in added if row.number > 1)


@whenever("documents.fileversion")
def let_it_be_read(touched: Iterable[models.Model]) -> None:
    """The queue looks into what is new."""
    keys = {row.content_id for row in touched if isinstance(row, FileVersion)}
    waiting: Any = Content.objects.filter(pk__in=keys, reading=Reading.WAITING)
    for key in waiting.values_list("pk", flat=True):
        read.enqueue(current.required(), key)


@whenever("documents.documentkind")
def forget(touched: Iterable[models.Model]) -> None:
    """Each process reads the list anew."""
    forget_kinds(touched)
