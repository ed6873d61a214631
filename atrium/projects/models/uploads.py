"""The files of a project, in a folder of its client that is made for it and named by its number (C09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from atrium.documents.events import FilesBinned
from atrium.documents.models import File, Folder
from atrium.foundation.errors import Refusal
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.core.files import File as Stored

    from atrium.organisations.models import Member
    from atrium.projects.models.project import Project

KEEPER = "projects.project"


def keeper_of(project: Project) -> str:
    """As the folder names who keeps it."""
    return f"{KEEPER}:{project.pk}"


def attach(project: Project, upload: Stored[Any], *, by: Member) -> File:
    """Put a file into the project's folder, which is made with the first; an image may be its cover."""
    with acting(by=by, label=f"Added a file to {project}") as act:
        project.hold(act)
        folder = Folder.keep(project.client, name=str(project), keeper=keeper_of(project), by=by)
        folder.client = project.client
        file = File.add(project.client, upload, by=by, folder=folder, keeper=keeper_of(project))
        if project.cover is None and is_image(file):
            act.change(project, cover=file.public_id)
    return file


def files_of(project: Project) -> list[File]:
    """The live files of the project's folder, the newest first."""
    rows = File.objects.live().filter(folder__keeper=keeper_of(project))
    found = rows.select_related("content", "folder").defer("content__text")
    return list(found.filter(folder__client=project.client_id).order_by("-id"))


def is_image(file: File) -> bool:
    """Whether it can be a cover: a picture that browsers show."""
    return file.content.content_type in {"image/png", "image/jpeg", "image/webp", "image/gif"}


def rename_folder(project: Project, *, by: Member | None) -> None:
    """Let the folder be called as the project is now."""
    for folder in Folder.objects.live().kept_by(keeper_of(project)):
        folder.rename_kept(str(project), by=by)


def bin_folders(projects: list[Project], act: Acting) -> None:
    """The folders of projects go into the bin with all their files."""
    now = timezone.now()
    keepers = [keeper_of(project) for project in projects]
    for folder in act.lock_many(Folder.objects.live().filter(keeper__in=keepers).order_by("id")):
        held = File.objects.live().filter(folder=folder).order_by("id")
        act.change_many(act.lock_many(held), binned_at=now, binned_with=folder)
        act.change(folder, binned_at=now, binned_with=folder)


def unbin_folders(projects: list[Project], act: Acting) -> None:
    """The folders of projects come back with what went into the bin along with them."""
    for project in projects:
        Folder.take_back(keeper_of(project), by=act.by)


def drop(project: Project, file: File, *, by: Member) -> None:
    """Put a file of the project into the bin; refused while it is a deliverable."""
    with acting(by=by, label=f"Removed {file}") as act:
        project.hold(act)
        if project.deliverables.filter(file=file, removed_at=None).exists():
            msg = f"{file} is a deliverable; take it off that list first."
            raise Refusal(msg)
        act.lock(file)
        act.change(file, binned_at=timezone.now())
        if project.cover == file.public_id:
            act.change(project, cover=None)
        act.record(FilesBinned(what=str(file)), client=project.client, subject=file)
