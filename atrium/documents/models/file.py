from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files import File as Stored
from django.db import models
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.details import cleaned, remind_on, said
from atrium.documents.events import FileAdded, FileChanged, FileExpiring, FileVersionAdded
from atrium.documents.models.content import Content
from atrium.documents.models.document_kind import DocumentKind
from atrium.documents.models.file_indexes import FILE_INDEXES
from atrium.documents.models.file_queryset import FileManager
from atrium.documents.models.file_version import FileVersion
from atrium.documents.models.folder import Folder
from atrium.foundation.errors import Refusal
from atrium.foundation.files import LONGEST_NAME, name_of
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

BIN_KEEPS = timedelta(days=30)
REMIND_BEFORE = 30


class Visibility(models.TextChoices):
    """Who may come to see a file."""

    INTERNAL = "internal", gettext_lazy("Internal")
    SHARED = "shared", gettext_lazy("Shared with the client")


class File(Owned):
    """A file of a client, with all its versions (R15, C14). ``content`` is that of the last one.

    ``remind_on`` is when somebody is to see to it before it expires. ``binned_with`` is the folder
    it went into the bin with.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="documents", db_constraint=False, db_index=False
    )
    folder = models.ForeignKey(
        Folder,
        models.PROTECT,
        null=True,
        related_name="files",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=LONGEST_NAME)
    name_key = models.CharField(max_length=LONGEST_NAME * 2, editable=False)
    kind = models.ForeignKey(
        DocumentKind,
        models.PROTECT,
        null=True,
        related_name="files",
        db_constraint=False,
        db_index=False,
    )
    description = models.TextField(blank=True)
    tags = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.INTERNAL)
    expires_on = models.DateField(null=True)
    remind_before = models.PositiveSmallIntegerField(default=REMIND_BEFORE)
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    content = models.ForeignKey(
        Content, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    binned_at = models.DateTimeField(null=True)
    binned_with = models.ForeignKey(
        Folder, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = FileManager()

    if TYPE_CHECKING:
        versions: RelatedManager[FileVersion]

    class Meta(Owned.Meta):
        verbose_name = "file"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="file_by_public_id"),
            models.UniqueConstraint(fields=["organisation", "id"], name="file_by_organisation"),
            SameOrganisation("client"),
            SameOrganisation("folder"),
            SameOrganisation("kind"),
            SameOrganisation("content"),
            SameOrganisation("added_by"),
            SameOrganisation("binned_with"),
        ]
        indexes = FILE_INDEXES

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(  # noqa: PLR0913 - each is one thing that can be said of a file
        cls,
        client: Client,
        upload: Stored[Any] | Content,
        *,
        by: Member | None,
        folder: Folder | None = None,
        name: str = "",
        kind: DocumentKind | None = None,
        keeper: str = "",
        **details: Any,
    ) -> File:
        """A new file; one of the same name here gets a number behind it.

        Refused when it is empty, in a folder that something else keeps (unless that is ``keeper``),
        and for what ``edit`` refuses too.
        """
        if folder is not None:
            folder.refuse_kept(keeper)
        client.refuse_archived()
        details = cleaned(details, client.organisation.today())
        content = upload if isinstance(upload, Content) else Content.of(upload)
        clean = name_of(name or getattr(upload, "name", "") or "")
        with acting(by=by, label=gettext("Added the file {clean}").format(clean=clean)) as act:
            act.lock(client)
            client.refuse_archived()
            if folder is not None:
                folder.ready(act, client, keeper=keeper)
            file = cls(
                client=client, folder=folder, kind=kind, content=content, added_by=by, **details
            )
            file.name = cls._free(client, folder, clean)
            file.name_key = fold(file.name)[: LONGEST_NAME * 2]
            act.insert(file)
            file._keep_version(act, clean, content, "")
            story = FileAdded(name=file.name, where=str(folder or ""))
            act.record(story, client=client, subject=file)
        return file

    def add_version(
        self,
        upload: Stored[Any] | Content,
        *,
        by: Member | None,
        name: str = "",
        note: str = "",
        keeper: str = "",
    ) -> FileVersion:
        """What it says from now on; the versions before stay. The last one sent again adds nothing."""
        content = upload if isinstance(upload, Content) else Content.of(upload)
        sent_as = name or getattr(upload, "name", "") or ""
        with acting(by=by, label=gettext("Added a version of {file}").format(file=self)) as act:
            self._ready(act, keeper)
            last = self.versions.order_by("-number").first()
            if last is not None and last.content_id == content.pk == self.content_id:
                return last
            act.change(
                self,
                content=content,
                number=(last.number if last else 0) + 1,
                changed_at=timezone.now(),
            )
            row = self._keep_version(act, sent_as, content, note)
            story = FileVersionAdded(name=self.name, number=self.number)
            act.record(story, client=self.client, subject=self)
        return row

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change those named: name, kind, description, tags, visibility, expires_on, remind_before."""
        values = cleaned(values, self.client.organisation.today())
        with acting(by=by, label=gettext("Changed the file {file}").format(file=self)) as act:
            self._ready(act)
            if "name" in values:
                values["name_key"] = fold(values["name"])[: LONGEST_NAME * 2]
            what = said(self, values)
            if {"expires_on", "remind_before"} & values.keys():
                due = remind_on(
                    values.get("expires_on", self.expires_on),
                    values.get("remind_before", self.remind_before),
                )
                values |= {"remind_on": due}
                if due != self.remind_on:
                    values["reminded_at"] = None
            if act.change(self, **values) and what:
                story = FileChanged(name=self.name, what=what)
                act.record(story, client=self.client, subject=self)

    def remind(self, today: date) -> None:
        """Tell that it is time to see to it; each reminder is told once."""
        with acting(by=None, label=gettext("Reminded of {file}").format(file=self)) as act:
            act.lock(self)
            due = self.remind_on
            if self.binned_at or self.reminded_at or due is None or due > today:
                return
            act.change(self, reminded_at=timezone.now())
            day = spelled(self.expires_on, "%-d %b %Y") if self.expires_on else ""
            story = FileExpiring(name=self.name, day=day)
            act.record(story, client=self.client, subject=self)

    @property
    def tag_list(self) -> list[str]:
        return [tag for tag in self.tags.split(", ") if tag]

    @property
    def is_shared(self) -> bool:
        return self.visibility == Visibility.SHARED

    def expires_in(self, today: date) -> int | None:
        """Days until it expires, fewer than none where it has."""
        return (self.expires_on - today).days if self.expires_on else None

    @classmethod
    def locked(
        cls, act: Acting, client: Client, files: Iterable[File], *, binned: bool = False
    ) -> Sequence[File]:
        """These files of the client, to be changed; refused where one is in a kept folder, or gone."""
        act.lock(client)
        client.refuse_archived()
        keys = [file.pk for file in files]
        rows = cls.objects.filter(client=client, pk__in=keys, binned_at__isnull=not binned)
        found = act.lock_many(rows.order_by("id"))
        folders = {row.folder_id for row in found if row.folder_id}
        for folder in Folder.objects.filter(pk__in=folders).exclude(keeper=""):
            folder.refuse_kept()
        return found

    def _ready(self, act: Acting, keeper: str = "") -> None:
        act.lock(self.client)
        self.client.refuse_archived()
        act.lock(self)
        if self.binned_at is not None:
            msg = gettext("{file} is in the bin; bring it back first.").format(file=self)
            raise Refusal(msg)
        if self.folder is not None:
            self.folder.refuse_kept(keeper)

    def _keep_version(self, act: Acting, name: str, content: Content, note: str) -> FileVersion:
        return act.insert(
            FileVersion(
                file=self,
                number=self.number,
                name=name_of(name, self.name),
                content=content,
                note=" ".join(note.split())[:300],
                added_by=act.by,
            )
        )

    @classmethod
    def _free(cls, client: Client, folder: Folder | None, name: str) -> str:
        """The name, with a number before its ending where the place has one of that name."""
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        rows = cls.objects.live().filter(client=client, folder=folder)
        begun = rows.filter(name_key__startswith=fold(stem[: LONGEST_NAME - 30]))
        taken = set(begun.values_list("name_key", flat=True))
        free, number = name, 2
        while fold(free)[: LONGEST_NAME * 2] in taken:
            free = f"{stem[: LONGEST_NAME - 8 - len(ending)]} ({number}){ending}"
            number += 1
        return free
