from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files import File as Stored
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.projects.checking import checked
from atrium.projects.events import DeliverableAdded, DeliverableRemoved, DeliverableRenewed
from atrium.projects.models.project import Project
from atrium.projects.models.uploads import attach, keeper_of
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.projects.models.sending import Sending


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    """Ways to choose deliverables."""

    def visible_to(self, member: Member) -> DeliverableQuerySet:
        projects: Any = Project.objects.visible_to(member)
        return self.filter(Exists(projects.filter(pk=OuterRef("project_id"))))

    def kept(self) -> DeliverableQuerySet:
        return self.filter(removed_at=None)


DeliverableManager = OwnedManager.from_queryset(DeliverableQuerySet)


class Deliverable(Owned):
    """What is handed to the client: a file or a link of a project, with versions (X08).

    Versions of a file are the file's own; ``number`` counts those of either. It leaves by
    Sending.send() alone, which asks whether the client is on hold.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="deliverables", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=200)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    link = models.CharField(max_length=500, blank=True)
    number = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = DeliverableManager()

    if TYPE_CHECKING:
        sendings: RelatedManager[Sending]

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="deliverable_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "id"], name="deliverable_by_organisation"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | (Q(file=None) & ~Q(link="")),
                name="deliverable_is_a_file_or_a_link",
            ),
            SameOrganisation("project"),
            SameOrganisation("file"),
            SameOrganisation("added_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "id"], name="deliverable_by_project"),
            models.Index(
                fields=["organisation", "file"],
                condition=Q(file__isnull=False),
                name="deliverable_by_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client(self) -> Client:
        return self.project.client

    @classmethod
    def add(
        cls,
        project: Project,
        *,
        by: Member,
        upload: Stored[Any] | None = None,
        file: File | None = None,
        link: str = "",
        name: str = "",
    ) -> Deliverable:
        """One more thing to hand over: an upload, a file of the client, or a link.

        Refused where it is none or several of them.
        """
        if [bool(upload), bool(file), bool(link.strip())].count(True) != 1:
            msg = gettext("Choose a file or write a link.")
            raise Refusal(msg, field="link")
        with acting(
            by=by, label=gettext("Added a deliverable to {project}").format(project=project)
        ) as act:
            project.hold(act)
            if upload is not None:
                file = attach(project, upload, by=by)
            if file is not None and (file.client_id != project.client_id or file.binned_at):
                msg = gettext("Choose a file of this client.")
                raise Refusal(msg, field="file")
            told = checked({"link": link, "title": name or (str(file) if file else link)})
            row = cls(project=project, file=file, link=told["link"], name=told["title"])
            row.number, row.added_by = (file.number if file else 1), by
            act.insert(row)
            story = DeliverableAdded(project=str(project), name=str(row))
            act.record(story, client=project.client, subject=project)
        return row

    def renew(self, *, by: Member, upload: Stored[Any] | None = None, link: str = "") -> None:
        """A new version; what was said of the one before stays with that. Refused where it is the other sort."""
        with acting(by=by, label=gettext("Renewed {deliverable}").format(deliverable=self)) as act:
            self.hold(act)
            if self.file is not None and upload is not None:
                version = self.file.add_version(
                    upload, by=by, keeper=keeper_of(self.project) if self.file.folder_id else ""
                )
                changed = act.change(self, number=version.number)
            elif self.file is None and link.strip():
                new = checked({"link": link})["link"]
                number = self.number + (new != self.link)
                changed = act.change(self, link=new, number=number)
            else:
                msg = gettext("Choose a file.") if self.file_id else gettext("Write a link.")
                raise Refusal(msg, field="file" if self.file_id else "link")
            if changed:
                act.change(self, changed_at=timezone.now())
                story = DeliverableRenewed(
                    project=str(self.project), name=str(self), number=self.number
                )
                act.record(story, client=self.client, subject=self.project)

    def remove(self, *, by: Member) -> None:
        """Take it off the list; its links open nothing any more, its file stays."""
        with acting(by=by, label=gettext("Removed {deliverable}").format(deliverable=self)) as act:
            self.hold(act)
            act.change(self, removed_at=timezone.now())
            story = DeliverableRemoved(project=str(self.project), name=str(self))
            act.record(story, client=self.client, subject=self.project)

    def hold(self, act: Acting) -> None:
        """Lock it after its client, to be changed or sent; refused where it is gone."""
        project = self.project
        project.hold(act)
        act.lock(self)
        self.project = project
        if self.removed_at is not None:
            msg = gettext("{deliverable} was removed meanwhile.").format(deliverable=self)
            raise Refusal(msg)
