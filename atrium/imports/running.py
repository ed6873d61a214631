"""Carrying a plan out: chunk by chunk, each in one transaction with the marks of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.foundation.collector import without_collecting
from atrium.foundation.said import listed
from atrium.foundation.statistics import learn_of
from atrium.foundation.translation import gettext
from atrium.imports.batch import Batch
from atrium.imports.content import Content
from atrium.imports.draft import Draft
from atrium.imports.matching import Base, names_taken
from atrium.imports.models.row import ImportRow, Outcome, mark_done
from atrium.imports.planning import decision_about
from atrium.imports.standing import drafts_of
from atrium.imports.undisturbed import Undisturbed
from atrium.imports.words import Words
from atrium.organisations.bulk import bulk_set
from atrium.organisations.models import Counter
from atrium.timeline.acting import Acting, acting
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.source import Source, coming_from

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

AT_A_TIME = 1000
# After so many chunks the database looks anew at what has grown.
_LEARNED_AFTER = frozenset({1, 8, 64})
_GROWING = (Client, Contact, Link, Location, Point, Act, Change, Event, ImportRow)
_WRITTEN = (Outcome.CREATE, Outcome.UPDATE)


class Runner:
    """Writes what the plan says. Run again after a crash, it goes on behind the last chunk."""

    def __init__(self, of_import: Import) -> None:
        self._import = of_import
        self._words = Words(of_import.organisation, of_import.sender)
        self._undisturbed = Undisturbed(of_import)

    def write(self) -> bool:
        """Write all rows that are not done; False where someone stopped the import."""
        last, chunks = 0, 0
        todo = self._import.rows_of_file.filter(done=False, outcome__in=_WRITTEN)
        while some := todo.to_write(last, AT_A_TIME):
            if not self._chunk(some):
                return False
            last = some[-1].number
            chunks += 1
            if chunks in _LEARNED_AFTER:
                learn_of(*_GROWING)
        return True

    def _chunk(self, rows: list[ImportRow]) -> bool:
        words = (
            Words(self._import.organisation, self._import.sender)
            if self._words.are_stale
            else self._words
        )
        self._words = words
        try:
            with (
                without_collecting(),
                coming_from(Source.IMPORT),
                # No transaction around the act's own: all of it would be inside a savepoint.
                acting(
                    by=self._import.by,
                    label=gettext("Imported {file_name}").format(file_name=self._import.file_name),
                    continues=self._import.act,
                    alone=True,
                ) as act,
            ):
                if not self._import.advance(len(rows)):
                    return False
                if self._import.act_id is None:
                    self._import.set(act=act.row)
                self._write(rows, act)
        except BaseException:
            words.are_stale = True
            raise
        return True

    def _write(self, rows: list[ImportRow], act: Acting) -> None:
        contents = {row.number: Content.from_json(row.raw) for row in rows}
        planned = {row.number: _planned(row) for row in rows}
        taken = self._look_again(rows, contents)
        writing = [row for row in rows if row.outcome in _WRITTEN]
        self._words.make((contents[row.number] for row in writing), act)
        self._words.people.learn(contents[row.number] for row in writing)
        drafts = self._drafts(writing)
        numbers = iter(self._numbers(writing))
        at = now()
        batch = Batch(self._import, act, taken, at)
        came_from = self._import.source if self._import.is_of_a_known_program else ""
        for row in writing:
            content = contents[row.number]
            if row.outcome == Outcome.CREATE:
                draft = Draft.of_new(
                    content, self._words, number=next(numbers), came_from=came_from, at=at
                )
                drafts[row.number] = draft
            else:
                draft = drafts[row.joins or row.number]
                self._change(draft, row, content)
            batch.take(draft, row)
        batch.write()
        _mark(rows, planned)

    def _change(self, draft: Draft, row: ImportRow, content: Content) -> None:
        told = len(draft.differences)
        if row.joins:
            draft.join(content, self._words)
            row.differences = draft.differences[told:]
            return
        draft.change(content, self._words)
        differences = draft.differences[told:]
        if differences != row.differences:
            anew = gettext("Checked anew: the client was changed since the preview.")
            row.reason = listed(filter(None, [row.reason, anew]), " ")
        row.differences = differences

    def _look_again(self, rows: list[ImportRow], contents: dict[int, Content]) -> set[str]:
        """Decide anew about rows whose base changed since the plan, and say so.

        Answers which of their names live clients have.
        """
        if not self._import.names_once and self._undisturbed.stands():
            return names_taken(contents[row.number] for row in rows if not row.joins)
        self._keep_decided([row for row in rows if row.decided])
        first = [row for row in rows if not row.joins]
        base = Base((contents[row.number] for row in first), by=self._import.sender)
        own = self._own_clients(base)
        for row in first:
            if row.decided:
                continue
            found = decision_about(
                self._import.mode,
                contents[row.number],
                base,
                names_once=self._import.names_once,
                ignoring=own,
            )
            if (found.outcome, found.client_id) != (row.outcome, row.client_id):
                row.outcome, row.client_id = found.outcome, found.client_id
                anew = gettext("Decided anew: the clients changed since the preview.")
                row.reason = listed(filter(None, [found.reason, anew]), " ")
        return base.taken

    def _keep_decided(self, rows: list[ImportRow]) -> None:
        """What someone decided stands, unless the client of an update is out of reach by now."""
        wanted = {r.client_id for r in rows if r.outcome == Outcome.UPDATE and r.client_id}
        seen = Client.objects.visible_to(self._import.sender).live().filter(pk__in=wanted)
        here = set(seen.values_list("pk", flat=True)) if wanted else set()
        for row in rows:
            if row.outcome == Outcome.UPDATE and row.client_id and row.client_id not in here:
                row.outcome, row.client_id = Outcome.SKIP, None
                row.reason = gettext(
                    "The client that you chose is archived or out of your sight by now."
                )

    def _own_clients(self, base: Base) -> frozenset[int]:
        """Those of the clients met that this import itself made or changed."""
        met = self._import.rows_of_file.filter(done=True, client__in=base.keys)
        return frozenset(met.values_list("client_id", flat=True)) if base.keys else frozenset()

    def _drafts(self, rows: list[ImportRow]) -> dict[int, Draft]:
        """Existing clients by the row of the file that is first about them."""
        here = {row.number for row in rows}
        wanted = {row.number: row.client_id for row in rows if row.client_id and not row.joins}
        before = {row.joins for row in rows if row.joins} - here
        if before:
            done = self._import.rows_of_file.filter(number__in=before, done=True)
            wanted |= dict(done.values_list("number", "client_id"))
        keys = {key for key in wanted.values() if key}
        standing = drafts_of(keys, locked=True)
        return {number: standing[key] for number, key in wanted.items() if key in standing}

    @staticmethod
    def _numbers(rows: Iterable[ImportRow]) -> range:
        new = sum(1 for row in rows if row.outcome == Outcome.CREATE)
        return Counter.take("client", new) if new else range(0)


def _mark(rows: list[ImportRow], planned: dict[int, tuple[Any, ...]]) -> None:
    """Keep what came of each row, in the transaction that wrote it; nearly all are as planned."""
    as_planned = [row for row in rows if _planned(row) == planned[row.number]]
    others = [row for row in rows if _planned(row) != planned[row.number]]
    mark_done(as_planned)
    bulk_set(others, ["outcome", "client", "reason", "differences", "done"])


def _planned(row: ImportRow) -> tuple[Any, ...]:
    return row.outcome, row.reason, row.differences
