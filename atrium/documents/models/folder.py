from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.events import (
    FolderBinned,
    FolderMade,
    FolderMoved,
    FolderRenamed,
    FolderRestored,
)
from atrium.documents.keeping import keeper_words
from atrium.documents.models.folder_checking import DEEPEST, LONGEST, cleaned, refuse_deep
from atrium.documents.models.folder_indexes import FOLDER_INDEXES
from atrium.documents.models.folder_queryset import FolderManager
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.documents.models.file import File


class Folder(Owned):
    """A folder of a client's files (C14).

    One with a ``keeper`` ("projects.project:12") was made by something else, which alone renames
    it, puts files into it and lets it go (C09). ``binned_with`` is the folder it went into the bin
    with, itself where it was put there by hand.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="folders", db_constraint=False, db_index=False
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="children",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=LONGEST)
    name_key = models.CharField(max_length=LONGEST * 2, editable=False)
    keeper = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    made_at = models.DateTimeField(default=timezone.now)
    binned_at = models.DateTimeField(null=True)
    binned_with = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = FolderManager()

    if TYPE_CHECKING:
        children: RelatedManager[Folder]
        files: RelatedManager[File]

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="folder_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="folder_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "client", "parent", "name_key"],
                condition=Q(binned_at=None, parent__isnull=False),
                name="folder_name_once_inside",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "name_key"],
                condition=Q(binned_at=None, parent=None),
                name="folder_name_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("parent"),
            SameOrganisation("made_by"),
            SameOrganisation("binned_with"),
        ]
        indexes = FOLDER_INDEXES

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls, client: Client, *, name: str, by: Member | None, parent: Folder | None = None
    ) -> Folder:
        """A folder, in another one or none; refused where that has one of this name, or is kept."""
        name = cleaned(name)
        with acting(by=by, label=gettext("Made the folder {name}").format(name=name)) as act:
            act.lock(client)
            client.refuse_archived()
            if parent is not None:
                parent.ready(act, client)
                refuse_deep(parent, "name")
            folder = cls(client=client, parent=parent, made_by=by)
            folder._name(act, name)
            act.record(FolderMade(name=name), client=client, subject=folder)
        return folder

    @classmethod
    def keep(cls, client: Client, *, name: str, keeper: str, by: Member | None) -> Folder:
        """The folder that ``keeper`` keeps: found, brought back or made. Its name is made free by a number."""
        name = cleaned(name)
        with acting(by=by, label=gettext("Made the folder {name}").format(name=name)) as act:
            act.lock(client)
            found: Folder | None = cls.objects.filter(client=client).kept_by(keeper).first()
            if found is not None:
                found.client = client
                found.come_back(act)
                return found
            folder = cls(client=client, keeper=keeper, made_by=by)
            folder._name(act, folder._free(name))
        return folder

    def rename_kept(self, name: str, *, by: Member | None) -> None:
        """Give a kept folder the name that its keeper has by now."""
        name = cleaned(name)
        with acting(by=by, label=gettext("Renamed the folder {folder}").format(folder=self)) as act:
            act.lock(self.client)
            act.lock(self)
            if self.name == name:
                return
            if self.name_key != fold(name)[: LONGEST * 2]:
                name = self._free(name, self.parent)
            self._name(act, name)

    @classmethod
    def let_go(cls, keeper: str, *, by: Member | None) -> None:
        """The keeper went into the bin: its folder goes along where it is empty, and stays where it is not."""
        with acting(by=by, label=gettext("Let a folder go")) as act:
            for folder in act.lock_many(cls.objects.live().kept_by(keeper).order_by("id")):
                if not folder.files.filter(binned_at=None).exists() and not folder.within():
                    act.change(folder, binned_at=timezone.now(), binned_with=folder)

    @classmethod
    def take_back(cls, keeper: str, *, by: Member | None) -> None:
        """The keeper is back, and so is the folder that went with it."""
        with acting(by=by, label=gettext("Brought a folder back")) as act:
            for folder in act.lock_many(cls.objects.kept_by(keeper).order_by("id")):
                folder.come_back(act)

    def rename(self, name: str, *, by: Member) -> None:
        name, before = cleaned(name), self.name
        with acting(by=by, label=gettext("Renamed the folder {folder}").format(folder=self)) as act:
            self.ready(act)
            if self._name(act, name):
                story = FolderRenamed(before=before, after=name)
                act.record(story, client=self.client, subject=self)

    def move(self, parent: Folder | None, *, by: Member) -> None:
        """Put it, with all in it, into another folder of the client, or into none."""
        with acting(by=by, label=gettext("Moved the folder {folder}").format(folder=self)) as act:
            self.ready(act)
            if parent is not None:
                parent.ready(act, self.client)
                self._refuse_circle(parent)
            if self._name(act, self.name, parent=parent):
                story = FolderMoved(name=self.name, where=str(parent or gettext("no folder")))
                act.record(story, client=self.client, subject=self)

    def bin(self, *, by: Member) -> None:
        """Put it into the bin with all in it; within 30 days it can be brought back."""
        with acting(
            by=by, label=gettext("Put the folder {folder} into the bin").format(folder=self)
        ) as act:
            self.ready(act)
            tree = [self, *self.within()]
            if kept := next((folder for folder in tree if folder.keeper), None):
                kept.refuse_kept()
            now = timezone.now()
            held = _files(folder__in=tree, binned_at=None)
            act.change_many(act.lock_many(held), binned_at=now, binned_with=self)
            act.change_many(tree, binned_at=now, binned_with=self)
            story = FolderBinned(name=self.name, files=len(held))
            act.record(story, client=self.client, subject=self)

    def restore(self, *, by: Member) -> None:
        """Bring it back with what went into the bin with it; at the top where its place is gone."""
        with acting(
            by=by, label=gettext("Brought the folder {folder} back").format(folder=self)
        ) as act:
            self.ready(act, binned=True)
            if self.come_back(act):
                act.record(FolderRestored(name=self.name), client=self.client, subject=self)

    def refuse_kept(self, keeper: str = "") -> None:
        """Refuse what only its keeper may do."""
        if self.keeper and self.keeper != keeper:
            msg = gettext("The folder {folder} belongs to {keeper_words}; change it there.").format(
                folder=self, keeper_words=keeper_words(self.keeper)
            )
            raise Refusal(msg)

    def ready(
        self, act: Acting, client: Client | None = None, *, keeper: str = "", binned: bool = False
    ) -> None:
        """Lock it and its client to be changed; refused where it is gone, kept or another client's."""
        act.lock(client or self.client)
        (client or self.client).refuse_archived()
        act.lock(self)
        if client is not None and self.client_id != client.pk:
            msg = gettext("This folder belongs to another client.")
            raise Refusal(msg, field="folder")
        if not binned and self.binned_at is not None:
            msg = gettext("The folder {folder} is in the bin; bring it back first.").format(
                folder=self
            )
            raise Refusal(msg)
        self.refuse_kept(keeper)

    def depth(self) -> int:
        """How many folders stand above it, itself counted."""
        above, count = self, 1
        while above.parent_id is not None and count <= DEEPEST:
            above, count = type(self).objects.get(pk=above.parent_id), count + 1
        return count

    def within(self) -> list[Folder]:
        """All live folders in it, however deep."""
        found: list[Folder] = []
        level = [self.pk]
        while level:
            rows = type(self).objects.live().filter(parent__in=level).order_by("id")
            some = list(rows.select_for_update(of=("self",)))
            found += some
            level = [row.pk for row in some]
        return found

    def _refuse_circle(self, parent: Folder) -> None:
        within = {folder.pk for folder in self.within()} | {self.pk}
        if parent.pk in within:
            msg = gettext("A folder cannot stand in itself; choose another one.")
            raise Refusal(msg, field="folder")
        refuse_deep(parent, "folder")

    def come_back(self, act: Acting) -> bool:
        """Out of the bin, with what went there along with it; whether it lay there."""
        if self.binned_at is None:
            return False
        rows = type(self).objects.filter(binned_with=self).exclude(pk=self.pk)
        # At the top, where the folder it stood in is in the bin itself.
        parent = self.parent if self.parent and self.parent.binned_at is None else None
        name = self._free(self.name, parent)
        self._name(act, name, parent=parent, binned_at=None, binned_with=None)
        act.change_many(act.lock_many(rows), binned_at=None, binned_with=None)
        act.change_many(act.lock_many(_files(binned_with=self)), binned_at=None, binned_with=None)
        return True

    def _free(self, name: str, parent: Folder | None = None) -> str:
        """The name, with a number behind it where its place has one of that name."""
        rows = type(self).objects.live().filter(client=self.client_id, parent=parent)
        taken = set(rows.exclude(pk=self.pk).values_list("name_key", flat=True))
        free, number = name, 2
        while fold(free)[: LONGEST * 2] in taken:
            free, number = f"{name[: LONGEST - 6]} ({number})", number + 1
        return free

    def _name(self, act: Acting, name: str, **more: Any) -> bool:
        values = {"name": name, "name_key": fold(name)[: LONGEST * 2], **more}
        try:
            with act.step():
                if not self._state.adding:
                    return act.change(self, **values)
                for each, value in values.items():
                    setattr(self, each, value)
                act.insert(self)
                return True
        except IntegrityError as error:
            msg = gettext("There is a folder “{name}” here already; choose another name.").format(
                name=name
            )
            raise Refusal(msg, field="name") from error


def _files(**which: Any) -> Any:
    rows = Folder._meta.get_field("files").related_model._base_manager
    return rows.filter(**which).order_by("id")
