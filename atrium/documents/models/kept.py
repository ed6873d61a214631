from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from atrium.documents.events import FilesBinned
from atrium.documents.models.file import File
from atrium.documents.models.folder import Folder
from atrium.foundation.translation import gettext
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.core.files import File as Stored

    from atrium.clients.models import Client
    from atrium.documents.models.content import Content
    from atrium.organisations.models import Member


@dataclass(frozen=True)
class Kept:
    """The folder of a client that something keeps, such as a project or a tender (C09).

    ``keeper`` is that ("projects.project:12"), ``name`` what people call it and so the folder. The
    folder is made with the first file. Whether its keeper may change is for the keeper to say.
    """

    client: Client
    keeper: str
    name: str

    def add(self, upload: Stored[Any] | Content, *, by: Member, name: str = "") -> File:
        """Put a file into it."""
        with acting(by=by, label=gettext("Added a file to {name}").format(name=self.name)):
            folder = self.folder(by=by)
            return File.add(
                self.client, upload, by=by, folder=folder, keeper=self.keeper, name=name
            )

    def folder(self, *, by: Member | None) -> Folder:
        """The folder itself: found, brought back or made."""
        folder = Folder.keep(self.client, name=self.name, keeper=self.keeper, by=by)
        folder.client = self.client
        return folder

    def files(self) -> list[File]:
        """The live files in it, the newest first."""
        rows = File.objects.live().filter(folder__keeper=self.keeper)
        found = rows.select_related("content", "folder").defer("content__text")
        return list(found.filter(folder__client=self.client.pk).order_by("-id"))

    def drop(self, file: File, *, by: Member) -> None:
        """Put one of its files into the bin."""
        with acting(by=by, label=gettext("Removed {file}").format(file=file)) as act:
            act.lock(file)
            act.change(file, binned_at=timezone.now())
            act.record(FilesBinned(what=str(file)), client=self.client, subject=file)

    def rename(self, *, by: Member | None) -> None:
        """Let the folder be called as its keeper is now."""
        for folder in Folder.objects.live().kept_by(self.keeper):
            folder.rename_kept(self.name, by=by)


def bin_kept(keepers: Iterable[str], act: Acting) -> None:
    """The folders of these keepers go into the bin with all their files."""
    now = timezone.now()
    rows = Folder.objects.live().filter(keeper__in=list(keepers))
    for folder in act.lock_many(rows.order_by("id")):
        held = File.objects.live().filter(folder=folder).order_by("id")
        act.change_many(act.lock_many(held), binned_at=now, binned_with=folder)
        act.change(folder, binned_at=now, binned_with=folder)


def unbin_kept(keepers: Iterable[str], act: Acting) -> None:
    """The folders of these keepers come back with what went into the bin along with them."""
    for keeper in keepers:
        Folder.take_back(keeper, by=act.by)
