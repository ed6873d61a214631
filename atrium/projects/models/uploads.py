"""The files of a project, in a folder of its client that is made for it and named by its number (C09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.documents.models import File
from atrium.documents.models.kept import Kept, bin_kept, unbin_kept
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.core.files import File as Stored

    from atrium.documents.models import Content
    from atrium.organisations.models import Member
    from atrium.projects.models.project import Project

KEEPER = "projects.project"


def keeper_of(project: Project) -> str:
    """As the folder names who keeps it."""
    return f"{KEEPER}:{project.pk}"


def kept_by(project: Project) -> Kept:
    """The folder of the project."""
    return Kept(project.client, keeper_of(project), str(project))


def attach(project: Project, upload: Stored[Any] | Content, *, by: Member, name: str = "") -> File:
    """Put a file into the project's folder, which is made with the first; an image may be its cover."""
    with acting(by=by, label=gettext("Added a file to {project}").format(project=project)) as act:
        project.hold(act)
        file = kept_by(project).add(upload, by=by, name=name)
        if project.cover is None and is_image(file):
            act.change(project, cover=file.public_id)
    return file


def files_of(project: Project) -> list[File]:
    """The live files of the project's folder, the newest first."""
    return kept_by(project).files()


def is_image(file: File) -> bool:
    """Whether it can be a cover: a picture that browsers show."""
    return file.content.content_type in {"image/png", "image/jpeg", "image/webp", "image/gif"}


def rename_folder(project: Project, *, by: Member | None) -> None:
    """Let the folder be called as the project is now."""
    kept_by(project).rename(by=by)


def bin_folders(projects: list[Project], act: Acting) -> None:
    """The folders of projects go into the bin with all their files."""
    bin_kept([keeper_of(project) for project in projects], act)


def unbin_folders(projects: list[Project], act: Acting) -> None:
    """The folders of projects come back with what went into the bin along with them."""
    unbin_kept([keeper_of(project) for project in projects], act)


def drop(project: Project, file: File, *, by: Member) -> None:
    """Put a file of the project into the bin; refused while it is a deliverable."""
    with acting(by=by, label=gettext("Removed {file}").format(file=file)) as act:
        project.hold(act)
        if project.deliverables.filter(file=file, removed_at=None).exists():
            msg = gettext("{file} is a deliverable; take it off that list first.").format(file=file)
            raise Refusal(msg)
        kept_by(project).drop(file, by=by)
        if project.cover == file.public_id:
            act.change(project, cover=None)
