from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.projects.checking import MOST_ASSOCIATES, ChangedMeanwhile, checked, refuse_gone
from atrium.projects.events import (
    ProjectAdded,
    ProjectChanged,
    ProjectGiven,
    ProjectMoved,
)
from atrium.projects.models.associate import Associate
from atrium.projects.models.column import Column
from atrium.projects.models.deed import BIN, DELIVER, UNBIN, UNDELIVER, Deed, perform
from atrium.projects.models.placing import rank_in
from atrium.projects.models.project_indexes import CONSTRAINTS, INDEXES
from atrium.projects.models.project_queryset import ProjectManager
from atrium.projects.models.uploads import is_image, rename_folder
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.documents.models import File
    from atrium.projects.models.deliverable import Deliverable

_WORDS = {
    "html": gettext_lazy("the description"),
    "due_on": gettext_lazy("the due date"),
    "title": gettext_lazy("the title"),
    "link": gettext_lazy("the link"),
    "external_id": gettext_lazy("its external ID"),
}


class Project(Owned):
    """Something made for a client, from the first talk of it to its delivery (C07).

    A delivered one keeps its column and its place in it, to which it returns when it is taken up
    again. One that was deleted can be brought back for 30 days; its number is never given again.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="projects", db_constraint=False, db_index=False
    )
    number = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    column = models.ForeignKey(
        Column, models.PROTECT, related_name="projects", db_constraint=False, db_index=False
    )
    rank = models.BigIntegerField(default=0)
    manager = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    cover = models.UUIDField(null=True, blank=True)
    binned_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = ProjectManager()

    if TYPE_CHECKING:
        associates: RelatedManager[Associate]
        deliverables: RelatedManager[Deliverable]

    class Meta(Owned.Meta):
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return address("project", self.client.organisation.slug, self.number)

    @property
    def code(self) -> str:
        """The number as people say it: P-0012."""
        return f"P-{self.number:04d}"

    @property
    def name(self) -> str:
        """The title, or that it has none yet."""
        return self.title or gettext("Untitled project")

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it stands on the board and is counted."""
        return self.delivered_at is None and self.binned_at is None

    @classmethod
    def add(
        cls,
        client: Client,
        *,
        by: Member | None,
        column: Column | None = None,
        manager: Member | None = None,
        associates: Iterable[Member] = (),
        **values: Any,
    ) -> Project:
        """A new project on top of its column, the first where none is named (C08).

        ``values``: title, html, due_on, link. Its number follows the last one without a gap.
        """
        told = checked(values)
        refuse_gone([manager] if manager else [], "manager")
        with acting(
            by=by, label=gettext("Added a project for {client}").format(client=client)
        ) as act:
            act.lock(client)
            client.refuse_archived()
            column = column or cls._first_column()
            cls._lock_column(act, column)
            [number] = Counter.take("project")
            rank = rank_in(column, None, None, act)
            made = cls(client=client, column=column, number=number, rank=rank, **told)
            made.manager, made.created_by = manager, by
            act.insert(made)
            act.record(ProjectAdded(project=str(made)), client=client, subject=made)
            made._give(act, manager, list(associates), manages=manager is not None)
        return made

    def edit(self, *, by: Member | None, was: dict[str, Any] | None = None, **values: Any) -> bool:
        """Change title, html, due_on or link; False when nothing differs.

        ``was``: what stood in these fields when they were read; ChangedMeanwhile where it does no
        more. Refused at the field that does not fit.
        """
        told = checked(values)
        with acting(
            by=by, label=gettext("Changed the project {project}").format(project=self)
        ) as act:
            self.hold(act)
            if any(getattr(self, name) != value for name, value in checked(was or {}).items()):
                raise ChangedMeanwhile
            if not act.change(self, **told):
                return False
            if "title" in told:
                rename_folder(self, by=by)
            what = listed(str(_WORDS[name]) for name in values)
            story = ProjectChanged(project=str(self), what=what)
            act.record(story, client=self.client, subject=self)
        return True

    def staff(
        self, *, by: Member, manager: Member | None, associates: Iterable[Member] | None = None
    ) -> None:
        """Say who manages it, and who works on it beside; those left out of ``associates`` go."""
        with acting(
            by=by, label=gettext("Changed who works on {project}").format(project=self)
        ) as act:
            self.hold(act)
            if manager is not None and manager.pk != self.manager_id:
                refuse_gone([manager], "manager")
            manages = act.change(self, manager=manager)
            self._give(act, manager, associates, manages=manages)

    def move(self, column: Column, *, by: Member, after: Project | None = None) -> None:
        """Put it into ``column``, right below ``after`` or on top of all (C11).

        Nobody else's place changes. A delivered one has no place to go to: refused.
        """
        with acting(by=by, label=gettext("Moved {project}").format(project=self)) as act:
            act.lock(self.client)
            self._lock_column(act, column)
            rank = rank_in(column, after.pk if after else None, self, act)
            self.hold(act)
            if self.is_delivered:
                msg = gettext("{code} is delivered. Mark it undelivered first.").format(
                    code=self.code
                )
                raise Refusal(msg)
            before = self.column
            if act.change(self, column=column, rank=rank) and before != column:
                story = ProjectMoved(project=str(self), before=str(before), after=str(column))
                act.record(story, client=self.client, subject=self)

    def deliver(self, *, by: Member) -> None:
        """It is done: it leaves the board and the counts, and keeps its place (C10)."""
        self._do(DELIVER, by)

    def undeliver(self, *, by: Member) -> None:
        """It is not done after all: it returns to the column and the place that it had."""
        self._do(UNDELIVER, by)

    def bin(self, *, by: Member) -> None:
        """Delete it with what belongs to it; for 30 days all of it can be brought back."""
        self._do(BIN, by)

    def unbin(self, *, by: Member) -> None:
        """Bring it back from the bin; refused when it was emptied."""
        self._do(UNBIN, by)

    def _do(self, deed: Deed, by: Member) -> None:
        for _project, reason in perform(deed, [self], by=by).left:
            raise Refusal(reason)
        self.refresh_from_db()

    def show(self, cover: File | None, *, by: Member) -> None:
        """Let an image of its files be its cover, or none."""
        with acting(
            by=by, label=gettext("Changed the cover of {project}").format(project=self)
        ) as act:
            self.hold(act)
            if cover is not None and not is_image(cover):
                msg = gettext("Only an image can be the cover.")
                raise Refusal(msg, field="cover")
            act.change(self, cover=cover.public_id if cover else None)

    def purge(self) -> None:
        """Blank one that lay in the bin for 30 days; that there was one, and its number, stay."""
        with acting(by=None, label=gettext("Emptied {code}").format(code=self.code)) as act:
            act.lock(self)
            if type(self).objects.to_purge(timezone.now()).filter(pk=self.pk).exists():
                act.change(self, title="", html="", text="", link="", purged_at=timezone.now())

    def hold(self, act: Acting) -> None:
        """Lock it; refused where the client is archived or it was deleted meanwhile."""
        client = act.lock(self.client)
        act.lock(self)
        self.client = client
        client.refuse_archived()
        if self.binned_at is not None:
            msg = gettext("{code} was deleted meanwhile; bring it back first.").format(
                code=self.code
            )
            raise Refusal(msg)

    def _give(
        self, act: Acting, manager: Member | None, others: Iterable[Member] | None, *, manages: bool
    ) -> None:
        """Set those who work on it, and tell whoever is new to it."""
        new = [manager] if manages and manager else []
        if others is not None:
            there = {row.member_id: row for row in self.associates.all()}
            wished = {one.pk: one for one in others if manager is None or one.pk != manager.pk}
            added = [one for key, one in wished.items() if key not in there]
            refuse_gone(added, "associates")
            if len(wished) > MOST_ASSOCIATES:
                msg = gettext(
                    "At most {most_associates} members work on a project; choose fewer."
                ).format(most_associates=MOST_ASSOCIATES)
                raise Refusal(msg, field="associates")
            act.insert_many(Associate(project=self, member=one) for one in added)
            act.remove_many(row for key, row in there.items() if key not in wished)
            new += added
        if new:
            story = ProjectGiven(
                project=str(self),
                to=", ".join(one.name for one in new),
                members=[one.pk for one in new],
            )
            act.record(story, client=self.client, subject=self)

    @classmethod
    def _first_column(cls) -> Column:
        first: Column | None = Column.objects.order_by("position", "label_key", "id").first()
        if first is None:
            msg = gettext("The board has no column yet; add one in the settings.")
            raise Refusal(msg, field="column")
        return first

    @staticmethod
    def _lock_column(act: Acting, column: Column) -> None:
        try:
            act.lock(column)
        except Column.DoesNotExist as error:
            msg = gettext("That column was removed meanwhile; choose another.")
            raise Refusal(msg, field="column") from error
