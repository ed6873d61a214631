"""What is done to one or several files of a client at once: one act, one line of the story, one Undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.events import FilesBinned, FilesMoved, FilesRestored
from atrium.documents.models.agreement import Agreement
from atrium.documents.models.file import BIN_KEEPS, File
from atrium.documents.models.file_version import FileVersion
from atrium.documents.models.folder import Folder
from atrium.documents.models.opening import Opening
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting
from atrium.timeline.references import referred_to


def move_files(
    client: Client, files: Iterable[File], folder: Folder | None, *, by: Member
) -> Sequence[File]:
    """Put them into a folder of the client, or into none; those that moved come back."""
    with acting(by=by, label=gettext("Moved files")) as act:
        rows = File.locked(act, client, files)
        if folder is not None:
            folder.ready(act, client)
        gone = act.change_many(rows, folder=folder)
        if gone:
            where = (
                gettext("the folder {folder}").format(folder=folder)
                if folder
                else gettext("no folder")
            )
            act.record(FilesMoved(what=words(gone), where=where), client=client, subject=_one(gone))
    return gone


def bin_files(client: Client, files: Iterable[File], *, by: Member) -> Sequence[File]:
    """Put them into the bin; for 30 days they can be brought back."""
    with acting(by=by, label=gettext("Put files into the bin")) as act:
        rows = File.locked(act, client, files)
        act.change_many(rows, binned_at=timezone.now())
        if rows:
            act.record(FilesBinned(what=words(rows)), client=client, subject=_one(rows))
    return rows


def restore_files(client: Client, files: Iterable[File], *, by: Member) -> Sequence[File]:
    """Bring them back from the bin; into no folder where theirs is in the bin itself."""
    with acting(by=by, label=gettext("Brought files back")) as act:
        rows = File.locked(act, client, files, binned=True)
        keys = {row.folder_id for row in rows if row.folder_id}
        gone = Folder.objects.filter(pk__in=keys, binned_at__isnull=False)
        lost = set(gone.values_list("pk", flat=True))
        act.change_many([r for r in rows if r.folder_id in lost], folder=None)
        act.change_many(rows, binned_at=None, binned_with=None)
        if rows:
            act.record(FilesRestored(what=words(rows)), client=client, subject=_one(rows))
    return rows


def purge_files(files: Sequence[File], *, kept: timedelta = BIN_KEEPS) -> int:
    """Remove for good what lay in the bin long enough, with versions; how many went."""
    before = timezone.now() - kept
    with acting(by=None, label=gettext("Emptied the bin of files")) as act:
        rows = File.objects.all().to_purge(before).filter(pk__in=[file.pk for file in files])
        gone = act.lock_many(rows.order_by("id"))
        keys = [file.pk for file in gone]
        opened = Opening.objects.filter(file__in=keys)
        opened._raw_delete(opened.db)  # noqa: SLF001 - delete() would collect by bare keys
        act.remove_many(act.lock_many(FileVersion.objects.filter(file__in=keys).order_by("id")))
        named = Agreement.objects.filter(file__in=keys).order_by("id")
        act.change_many(act.lock_many(named), file=None)
        act.remove_many(gone)
    return len(gone)


def purge_folder(folder: Folder) -> None:
    """Remove it for good after its time in the bin, once nothing is in it any more."""
    with acting(by=None, label=gettext("Emptied the bin of folders")) as act:
        act.lock(folder)
        if folder.binned_at is None:
            return
        act.change(folder, binned_with=None)
        if not referred_to(Folder, [folder.pk]):
            act.remove(folder)


def refuse_none(files: Sequence[File]) -> None:
    """Refuse a deed that no file was chosen for."""
    if not files:
        msg = gettext("Choose at least one file.")
        raise Refusal(msg)


def words(files: Sequence[File]) -> str:
    """The name of one, the number of several."""
    return (
        files[0].name
        if len(files) == 1
        else ngettext("{count} file", "{count} files", len(files)).format(count=len(files))
    )


def _one(files: Sequence[File]) -> File | None:
    return files[0] if len(files) == 1 else None
