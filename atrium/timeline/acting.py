"""The one way to change rows: inside an act, which keeps what was before and after.

    with acting(by=member, label="Renamed Bar") as act:
        act.lock(client)
        act.change(client, name=name)
        act.record(Renamed(before=old, after=name), client=client)

An act inside an act joins the outer one, so that a bulk action or an import is undone at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import batched, repeat
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F

from atrium.organisations.bulk import bulk_append, bulk_append_values, bulk_set
from atrium.timeline import source
from atrium.timeline.finishing import finish
from atrium.timeline.kinds import Kind
from atrium.timeline.models import Act, Change, Event, Operation
from atrium.timeline.record import record, record_many
from atrium.timeline.values import all_as_json, as_json, client_of, clients_of, split_keys

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

AT_A_TIME = 500
_OF_CHANGE = ("act_id", "client_id", "model", "object_id", "operation", "before", "after")
_OPEN: ContextVar[Acting | None] = ContextVar("act", default=None)


class Acting:
    """An act while it is being done."""

    def __init__(
        self,
        by: Member | None,
        label: str,
        undoes: Act | None = None,
        continues: Act | None = None,
    ) -> None:
        self.by = by
        self.touched: set[models.Model] = set()
        self._row = continues or Act(actor=by, source=source.current(), undoes=undoes)
        if continues is None:
            self._row.say(label)
        # Rows new by the thousand are not put into a set: each would be asked for its hash.
        self._inserted: list[models.Model] = []
        self._changes: list[tuple[Any, ...]] = []

    @property
    def row(self) -> Act:
        """The act as it is kept, saved on first use."""
        if self.is_empty:
            self._row.save(force_insert=True)
        return self._row

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of it: then it is not kept."""
        return self._row._state.adding

    def lock[M: models.Model](self, row: M) -> M:
        """Read ``row`` anew and keep others from changing it until the act is done.

        A row that says so by refuse_merged() is refused where another took its place meanwhile.
        """
        fields = [f.attname for f in row._meta.concrete_fields]
        rows = type(row)._base_manager.filter(pk=row.pk).select_for_update(of=("self",))
        for name, value in rows.values(*fields).get().items():
            setattr(row, name, value)
        row._state.fields_cache.clear()
        if (refuse := getattr(row, "refuse_merged", None)) is not None:
            refuse()
        return row

    def lock_many[M: models.Model](self, rows: models.QuerySet[M]) -> list[M]:
        """Read ``rows`` and keep others from changing them until the act is done."""
        return list(rows.select_for_update(of=("self",)))

    def insert[M: models.Model](self, row: M) -> M:
        """Add ``row``."""
        row.save(force_insert=True)
        self._keep(row, Operation.INSERT, None, as_json(row))
        return row

    def insert_many[M: models.Model](self, rows: Iterable[M]) -> list[M]:
        """Add many rows of one model with few statements."""
        made = list(rows)
        if not made:
            return made
        columns = bulk_append(made)
        assert self.row.pk is not None
        meta, added = made[0]._meta, Operation.INSERT.value
        places = {field.attname: place for place, field in enumerate(meta.concrete_fields)}
        keys = columns[next(i for i, f in enumerate(meta.concrete_fields) if f.primary_key)]
        clients = columns[places["client_id"]] if "client_id" in places else clients_of(made)
        after = all_as_json(meta.concrete_fields, columns)
        act, label = repeat(self.row.pk), repeat(meta.label_lower)
        self._changes += zip(act, clients, label, keys, repeat(added), repeat(None), after)
        self._inserted += made
        return made

    def change(self, row: models.Model, **values: Any) -> bool:
        """Set the fields of ``row`` that differ; False when none does. Lock the row first.

        A foreign key may be given by its row (``owner``) or by its key (``owner_id``).
        """
        names = {name: row._meta.get_field(name).name for name in values}
        before = as_json(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        after = as_json(row, values)
        differ = [name for name in values if before[names[name]] != after[names[name]]]
        if not differ:
            return False
        update: dict[str, Any] = {name: getattr(row, name) for name in differ}
        if hasattr(row, "version"):
            update["version"] = F("version") + 1
            row.version += 1
        type(row)._base_manager.filter(pk=row.pk).update(**update)
        was, now = ({names[n]: state[names[n]] for n in differ} for state in (before, after))
        self._keep(row, Operation.UPDATE, *split_keys(row, was, now))
        return True

    def change_many[M: models.Model](self, rows: Iterable[M], **values: Any) -> list[M]:
        """Set the same fields on many rows with few statements; those that differed come back.

        Lock the rows first, by lock_many().
        """
        alike: defaultdict[tuple[str, ...], list[M]] = defaultdict(list)
        for row in rows:
            before = as_json(row, values)
            for name, value in values.items():
                setattr(row, name, value)
            after = as_json(row, values)
            differ = tuple(name for name in values if before[name] != after[name])
            if differ:
                was, now = ({n: state[n] for n in differ} for state in (before, after))
                self._keep(row, Operation.UPDATE, *split_keys(row, was, now))
                alike[differ].append(row)
        for differ, some in alike.items():
            self._update_many(some, {name: values[name] for name in differ})
        return [row for some in alike.values() for row in some]

    def change_each[M: models.Model](self, rows: Iterable[tuple[M, dict[str, Any]]]) -> None:
        """Set other fields on each of many locked rows of one model, with few statements.

        The fields are named as they are kept (``owner_id``), and each one differs.
        """
        alike: defaultdict[tuple[str, ...], list[M]] = defaultdict(list)
        for row, values in rows:
            names = [row._meta.get_field(name).name for name in values]
            before = as_json(row, names)
            for name, value in values.items():
                setattr(row, name, value)
            self._keep(row, Operation.UPDATE, *split_keys(row, before, as_json(row, names)))
            if hasattr(row, "version"):
                row.version += 1
                names.append("version")
            alike[tuple(names)].append(row)
        for names_of_some, some in alike.items():
            bulk_set(some, names_of_some)

    def _update_many(self, rows: list[Any], update: dict[str, Any]) -> None:
        if hasattr(rows[0], "version"):
            update["version"] = F("version") + 1
            for row in rows:
                row.version += 1
        for some in batched(rows, AT_A_TIME):
            type(rows[0])._base_manager.filter(pk__in=[row.pk for row in some]).update(**update)

    def bring_back_many(self, rows: Sequence[models.Model]) -> None:
        """Add rows of one model again that were removed, under the keys they had.

        Raises IntegrityError where something stands in their place.
        """
        type(rows[0])._base_manager.bulk_create(rows)
        for row in rows:
            self._keep(row, Operation.INSERT, None, as_json(row))

    def remove_many(self, rows: Iterable[models.Model]) -> None:
        """Take many rows of one model away with few statements; the journal keeps what they held."""
        for some in batched(rows, AT_A_TIME):
            for row in some:
                self._keep(row, Operation.DELETE, as_json(row), None)
            gone = type(some[0])._base_manager.filter(pk__in=[row.pk for row in some])
            gone._raw_delete(gone.db)  # noqa: SLF001 - delete() would collect by bare keys

    def remove(self, row: models.Model) -> None:
        """Take ``row`` away; the journal keeps what it held, so that it can come back."""
        before = as_json(row)
        row.delete()
        self._keep(row, Operation.DELETE, before, None)

    def note(self, label: str, key: int = 0) -> None:
        """Keep that the act was about a row of this model ("app.model") that changes outside the journal.

        The act says in its label what was done; nothing of it can be taken back.
        """
        assert self.row.pk is not None
        self._changes.append((self.row.pk, None, label, key, Operation.UPDATE.value, {}, {}))

    def record(
        self,
        kind: Kind,
        *,
        client: Client,
        subject: models.Model | None = None,
        quiet: bool = False,
        at: datetime | None = None,
    ) -> Event:
        """Tell ``kind`` on the client's timeline as part of this act."""
        by, act = self.by, self.row
        return record(kind, client=client, by=by, act=act, subject=subject, quiet=quiet, at=at)

    def _keep(
        self,
        row: models.Model,
        operation: Operation,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        self.touched.add(row)
        # A change points at its act, which is written with the first of them.
        assert self.row.pk is not None
        what = row._meta.label_lower, row.pk, operation.value
        self._changes.append((self.row.pk, client_of(row), *what, before, after))

    def record_many(
        self,
        told: Iterable[tuple[Kind, Client] | tuple[Kind, Client, models.Model]],
        at: datetime | None = None,
    ) -> None:
        """Tell many kinds at once, each with its subject if any, with few statements."""
        record_many(told, by=self.by, act=self.row, at=at)

    @contextmanager
    def step(self) -> Iterator[None]:
        """A part that may be refused by itself: then nothing of it stays in the journal either."""
        kept, saved = len(self._changes), not self.is_empty
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self._changes[kept:]
            if not saved:
                self._row.pk, self._row._state.adding = None, True
            raise

    def finish(self) -> None:
        """Write the journal and let what is derived from the touched rows follow."""
        finish(self.touched, self._inserted)
        self._inserted.clear()
        bulk_append_values(Change, _OF_CHANGE, self._changes)
        self._changes.clear()


@contextmanager
def acting(
    *,
    by: Member | None,
    label: str,
    undoes: Act | None = None,
    alone: bool = False,
    continues: Act | None = None,
) -> Iterator[Acting]:
    """Open an act by ``by`` (None: Atrium itself), in one transaction; join one that is open.

    ``alone`` opens a new act even inside another (each row of an import that may fail by itself).
    ``continues`` goes on with an act kept before, in a transaction of its own: long work done in
    short transactions is still undone at once.
    """
    outer = _OPEN.get()
    if outer is not None and not alone:
        with outer.step():
            yield outer
        return
    act = Acting(by, label, undoes, continues)
    token = _OPEN.set(act)
    try:
        with transaction.atomic():
            yield act
            act.finish()
        if by is not None and not act.is_empty:
            by.latest_act = act.row
    finally:
        _OPEN.reset(token)
