from __future__ import annotations

from collections.abc import Collection
from typing import Any, BinaryIO, ClassVar, Self

from django.core.files import File
from django.db import models
from django.db.models import F
from django.utils.timezone import now

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.imports.looking import UNKNOWN_SOURCE, look_at, without_nul
from atrium.imports.models.choosing import ImportManager
from atrium.imports.models.origin import summary_of
from atrium.imports.models.row import Outcome
from atrium.imports.models.stage import NOT_NOW, TONES, Mode, Stage
from atrium.imports.own_export import OWN_SOURCE
from atrium.imports.reading import Table, Unreadable
from atrium.imports.remarks import common
from atrium.imports.stored import open_stored, store
from atrium.imports.taking_back import refuse_out_of_sight, take_back
from atrium.imports.understanding import carried_out, planned, read_mapping
from atrium.imports.undisturbed import newest_change
from atrium.imports.work.sorts import CLIENTS, WHATS, refuse_what
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting
from atrium.timeline.models import Act


class Import(Owned):
    """One file of clients, jobs or projects on its way in: kept, understood, planned, written, and taken back."""

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="imports", db_constraint=False, db_index=False
    )  # fmt: skip
    what = models.CharField(max_length=20, choices=WHATS, default=CLIENTS)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.READ)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.CREATE)
    names_once = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)
    reading: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)
    confirmed = models.BooleanField(default=False)
    told: models.JSONField[list[str]] = models.JSONField(default=list)
    remarks: models.JSONField[list[list[Any]]] = models.JSONField(default=list)
    trouble = models.TextField(blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    duplicates = models.PositiveBigIntegerField(default=0)
    progress = models.PositiveBigIntegerField(default=0)
    begun_after = models.PositiveBigIntegerField(null=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, related_name="imports", db_constraint=False, db_index=False
    )
    left_alone: models.JSONField[list[list[Any]]] = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ImportManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="import_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "number"], name="import_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="import_by_public_id"
            ),
            SameOrganisation("by"),
            SameOrganisation("act"),
        ]
        indexes = [
            models.Index(fields=["organisation", "source", "-number"], name="import_by_source"),
        ]

    def __str__(self) -> str:
        return gettext("Import {number}: {file}").format(number=self.number, file=self.file_name)

    @classmethod
    def take(
        cls, file: BinaryIO | File[Any], *, by: Member, name: str, what: str = CLIENTS
    ) -> Self:
        """Keep a file that someone sent; refused with the mend when it is empty or too large."""
        refuse_what(what, by)
        kept = store(file, name)
        with acting(by=by, label=gettext("Took in {kept}").format(kept=kept.name)):
            [number] = Counter.take("import")
            row: Self = cls.objects.create(
                number=number,
                what=what,
                file_name=kept.name,
                stored_as=kept.stored_as,
                size=kept.size,
                by=by,
            )
        return row

    def table(self) -> Table:
        """The file as a table. Raises Unreadable with what to do."""
        return open_stored(self.stored_as, self.file_name, **self.reading)

    def look(self, **reading: Any) -> Table:
        """Read how the file is built and suggest what its columns are.

        What was matched for the last such file of the same source is suggested again. Refused
        with a sentence when the file cannot be read.

        ``reading`` overrules the guesses: sheet, delimiter, header_row.
        """
        try:
            seen = look_at(self.stored_as, self.file_name, reading, self.what)
        except Unreadable as error:
            self.set(stage=Stage.FAILED, trouble=str(error), finished_at=now())
            raise Refusal(str(error), field="file") from error
        alike = {"source": seen.source, "what": self.what}
        earlier = Import.objects.filter(**alike, confirmed=True).order_by("-number")
        known = earlier.exclude(pk=self.pk).values_list("mapping", flat=True)[:5]
        self.set(
            reading=reading,
            source=seen.source,
            told=seen.notes,
            mapping=seen.mapping_as_in(known).as_json(),
        )
        return seen.table

    def read_anew(self, **reading: Any) -> None:
        """Read the file as the member says it is built; refused where it cannot be read so."""
        self.refuse_unless(Stage.READ)
        before = self.reading
        try:
            self.look(**reading)
        except Refusal:
            self.set(stage=Stage.READ, trouble="", reading=before, finished_at=None)
            raise

    def refuse_unless(self, stage: Stage) -> None:
        """Refuse in words where the import is at another stage."""
        if self.stage != stage:
            raise Refusal(NOT_NOW[Stage(self.stage)])

    def plan(self, **choices: Any) -> None:
        """Decide what becomes of each row, and keep that; nothing of the clients is touched.

        ``choices`` are those of start_planning(). Takes up where it was when it was broken off.
        Refused with a sentence for a file or a mapping that cannot be read.
        """
        if self.stage != Stage.PLANNING:
            self.start_planning(**choices)
        try:
            table = self.table()
            self.set(progress=0)
            finished = planned(self, table)
        except Unreadable as error:
            self.set(stage=Stage.FAILED, trouble=str(error), finished_at=now())
            raise Refusal(str(error), field="file") from error
        if not finished:
            return
        words = gettext("Row {number} left out: {reason}.")
        left = [words.format(number=d.number, reason=d.reason) for d in table.dropped[:20]]
        told = [*self.told, *left]
        self.count()
        remarks = common(self.rows_of_file.filter(warned=True))
        self.set(stage=Stage.PLANNED, told=without_nul(told), remarks=remarks, progress=0)

    def start_planning(
        self, mapping: str = "", mode: str = "", *, names_once: bool = False
    ) -> None:
        """Take what was chosen; an earlier plan goes. ``names_once``: no second of one name (J09)."""
        if mapping:
            self._check(mapping)
        self.move(Stage.PLANNING, only_from=[Stage.READ, Stage.PLANNED])
        self.rows_of_file.all().delete()
        self.set(mapping=mapping or self.mapping, mode=mode or self.mode, names_once=names_once)
        self.set(confirmed=True, progress=0, begun_after=newest_change())

    def _check(self, mapping: str) -> None:
        try:
            read_mapping(self.what, mapping)
        except Unreadable as error:
            raise Refusal(str(error), field="mapping") from error

    def match_anew(self) -> None:
        """Back from the plan to the columns; the plan is thrown away."""
        self.move(Stage.READ, only_from=[Stage.PLANNED])
        self.rows_of_file.all().delete()

    def start_running(self) -> None:
        """Let the plan run; refused where there is none or it ran."""
        self.move(Stage.RUNNING, only_from=[Stage.PLANNED, Stage.STOPPED])
        if self.started_at is None:
            self.set(started_at=now())

    def run(self) -> None:
        """Carry out the plan, all of it or what is left of it after a crash or a stop."""
        if self.stage != Stage.RUNNING:
            self.start_running()
        self.set(progress=self.rows_of_file.filter(done=True).count())
        if carried_out(self):
            self.count()
            self.set(stage=Stage.DONE, finished_at=now())

    def start_undoing(self, *, by: Member) -> None:
        """Let the undo begin; refused in words where there is nothing to undo."""
        refuse_out_of_sight(self, by)
        self.move(Stage.UNDOING, only_from=[Stage.DONE, Stage.STOPPED])

    def undo(self, *, by: Member) -> None:
        """Take back what the run did; what was changed since is left alone and named (X03)."""
        if self.stage != Stage.UNDOING:
            self.start_undoing(by=by)
        left = take_back(self, by=by) if self.act else []
        self.set(stage=Stage.UNDONE, left_alone=left, finished_at=now())

    def advance(self, rows: int) -> bool:
        """Count rows as dealt with; False where someone stopped the import meanwhile."""
        stages = [Stage.PLANNING, Stage.RUNNING]
        going = Import.objects.filter(pk=self.pk, stage__in=stages)
        return bool(going.update(progress=F("progress") + rows))

    def set(self, **values: Any) -> None:
        """Keep how far the import is; the import is its own record, so this leaves no change."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def move(self, stage: Stage, *, only_from: Collection[Stage]) -> None:
        """Go on to ``stage``; refused in words where another did so meanwhile."""
        rows = Import.objects.filter(pk=self.pk, stage__in=list(only_from))
        if not rows.update(stage=stage):
            self.refresh_from_db(fields=["stage"])
            raise Refusal(NOT_NOW[Stage(self.stage)])
        self.stage = stage

    def stop(self) -> None:
        """End a run after the rows that are being written; the written ones can be undone."""
        self.move(Stage.STOPPED, only_from=[Stage.PLANNING, Stage.RUNNING])

    def count(self) -> None:
        """Take the counts from the rows."""
        rows = self.rows_of_file.all()
        found = dict(rows.values_list("outcome").annotate(models.Count("id")))
        self.set(
            rows=sum(found.values()),
            created=found.get(Outcome.CREATE, 0),
            updated=found.get(Outcome.UPDATE, 0),
            skipped=found.get(Outcome.SKIP, 0),
            failed=found.get(Outcome.FAIL, 0),
            duplicates=rows.filter(duplicate=True).count(),
        )

    @property
    def sender(self) -> Member:
        """Who sent the file; the import sees and does what this member may."""
        assert self.by is not None, "take() keeps who sent it"
        return self.by

    @property
    def is_of_a_known_program(self) -> bool:
        return self.source not in {"", OWN_SOURCE, UNKNOWN_SOURCE}

    @property
    def is_busy(self) -> bool:
        return self.stage in {Stage.PLANNING, Stage.RUNNING, Stage.UNDOING}

    @property
    def can_be_undone(self) -> bool:
        return self.stage in {Stage.DONE, Stage.STOPPED} and self.act_id is not None

    @property
    def tone(self) -> str:
        return TONES.get(Stage(self.stage), "")

    @property
    def summary(self) -> str:
        """Where it comes from, who sent it, when."""
        return summary_of(self)

    @property
    def will_write(self) -> int:
        """The rows that running the plan makes or changes clients from."""
        return self.created + self.updated

    @property
    def percent(self) -> int:
        return min(100, self.progress * 100 // (self.rows or 1))
