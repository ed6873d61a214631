"""The plan of an import of work, row by row, and carrying it out; both in chunks that survive a crash."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction

from atrium.foundation.errors import Refusal
from atrium.foundation.said import kept, listed
from atrium.foundation.translation import gettext
from atrium.imports.models.row import ImportRow, Outcome
from atrium.imports.reading.mapping import IGNORE
from atrium.imports.reading.values import unguarded
from atrium.imports.work.known import Known
from atrium.imports.work.sort import Parsed, Sort
from atrium.organisations.bulk import bulk_append, bulk_set
from atrium.timeline.acting import acting
from atrium.timeline.source import Source, coming_from

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import
    from atrium.imports.reading import Table

AT_A_TIME = 200
_WRITTEN = (Outcome.CREATE, Outcome.UPDATE)


class Carrying:
    """One import of work; ``sort`` says of what."""

    def __init__(self, of_import: Import, sort: Sort) -> None:
        self._import = of_import
        self._sort = sort

    def plan(self, table: Table) -> bool:
        """Keep what becomes of each row; False where someone stopped it."""
        mapping = self._sort.mapping(self._import.mapping)
        places = [(n, c.target) for n, c in enumerate(mapping.columns) if c.target != IGNORE]
        last = self._import.rows_of_file.order_by("-number").values_list("number", flat=True)
        kept, seen = last.first() or 0, set[str]()
        for some in batched(table.rows(), AT_A_TIME):
            rows = [
                ImportRow(
                    of_import_id=self._import.pk,
                    number=number,
                    raw={"values": {place: unguarded(cells[n].strip()) for n, place in places}},
                )
                for number, cells in some
            ]
            self._decide(rows)
            self._once(rows, seen)
            with transaction.atomic():
                bulk_append([row for row in rows if row.number > kept])
                if not self._import.advance(len(rows)):
                    return False
        return True

    def run(self) -> bool:
        """Write all rows that are not done; False where someone stopped it."""
        todo = self._import.rows_of_file.filter(done=False, outcome__in=_WRITTEN)
        last = 0
        while some := list(todo.filter(number__gt=last).order_by("number")[:AT_A_TIME]):
            if not self._write(some):
                return False
            last = some[-1].number
        return True

    def _decide(self, rows: list[ImportRow]) -> Iterator[tuple[ImportRow, Parsed, Any]]:
        """Set what becomes of each row as things stand; answers each with what is here already."""
        by = self._import.sender
        known = Known((row.raw["values"] for row in rows), by)
        parsed = [self._sort.parsed(row.raw["values"], known) for row in rows]
        found = self._sort.found(parsed, by)
        answers = []
        for place, (row, content) in enumerate(zip(rows, parsed, strict=True)):
            row.raw |= {
                "name": self._sort.called(content) or row.raw["values"].get("number", ""),
                "problems": kept(content.problems),
            }
            standing = found[place]
            self._settle(row, content, standing)
            answers.append((row, content, standing[0] if len(standing) == 1 else None))
        return iter(answers)

    def _settle(self, row: ImportRow, content: Parsed, standing: list[Any]) -> None:
        row.differences, row.warned, row.duplicate = [], bool(content.problems), bool(standing)
        row.client_id = content.client.pk if content.client else None
        row.outcome, row.reason = self._outcome(content, standing)
        if len(standing) == 1:
            one = standing[0]
            row.subject, row.client_id = one.pk, one.client_id
            if row.outcome == Outcome.UPDATE:
                row.differences = self._sort.differences(one, content.told)
                if not row.differences:
                    row.outcome = Outcome.SKIP
                    row.reason = gettext("{named} has all of this already.").format(
                        named=self._sort.named(one)
                    )

    def _outcome(self, content: Parsed, standing: list[Any]) -> tuple[Outcome, str]:
        if len(standing) > 1:
            first, second = standing[:2]
            return (
                Outcome.SKIP,
                gettext("It could be {code} or {code2}. Give the number.").format(
                    code=self._sort.code(first), code2=self._sort.code(second)
                ),
            )
        if standing:
            return self._met(content, standing[0])
        if self._import.mode == "update":
            return Outcome.SKIP, gettext("Nothing here is this one.")
        untitled = gettext("The row does not say what it is called.")
        why = content.failed or ("" if content.client else gettext("The row names no client."))
        why = why or ("" if self._sort.called(content) else untitled)
        return (Outcome.FAIL, why) if why else (Outcome.CREATE, "")

    def _met(self, content: Parsed, one: Any) -> tuple[Outcome, str]:
        if self._import.mode == "create":
            return Outcome.SKIP, gettext("{named} is here already.").format(
                named=self._sort.named(one)
            )
        if content.client is not None and content.client.pk != one.client_id:
            return Outcome.FAIL, gettext("{code} is of another client, {client}.").format(
                code=self._sort.code(one), client=one.client
            )
        return (Outcome.FAIL, content.failed) if content.failed else (Outcome.UPDATE, "")

    def _once(self, rows: list[ImportRow], seen: set[str]) -> None:
        """The second row of one number or external ID is left out."""
        for row in rows:
            values = row.raw["values"]
            key = values.get("external_id") or values.get("number") or ""
            if key and key in seen and row.outcome in _WRITTEN:
                row.outcome, row.duplicate = Outcome.SKIP, True
                row.reason = gettext("An earlier row is about the same one.")
            seen.add(key)

    def _write(self, rows: list[ImportRow]) -> bool:
        label = gettext("Imported {file_name}").format(file_name=self._import.file_name)
        with (
            coming_from(Source.IMPORT),
            acting(by=self._import.by, label=label, continues=self._import.act, alone=True) as act,
        ):
            if not self._import.advance(len(rows)):
                return False
            if self._import.act_id is None:
                self._import.set(act=act.row)
            planned = {row.number: (row.outcome, row.subject) for row in rows}
            for row, content, standing in self._decide(rows):
                if planned[row.number] != (row.outcome, row.subject):
                    anew = gettext("Decided anew: things changed since the preview.")
                    row.reason = listed(filter(None, [row.reason, anew]), " ")
                if row.outcome not in _WRITTEN:
                    continue
                try:
                    with act.step():
                        self._do(row, content, standing)
                except Refusal as refusal:
                    row.outcome, row.reason, row.done = Outcome.FAIL, str(refusal), False
            bulk_set(rows, ["outcome", "reason", "differences", "subject", "client", "done", "raw"])
        return True

    def _do(self, row: ImportRow, content: Parsed, standing: Any) -> None:
        by = self._import.sender
        if row.outcome == Outcome.CREATE:
            made = self._sort.add(content, by)
        else:
            made = standing
            made.client.organisation = by.organisation
            self._sort.change(made, self._sort.differing(made, content.told), by)
        row.subject, row.done = made.pk, True
        row.raw |= {"code": self._sort.code(made), "url": made.get_absolute_url()}
