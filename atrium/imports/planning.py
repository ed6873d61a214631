"""The plan of an import: what becomes of each row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction

from atrium.imports.content import Content, Contents
from atrium.imports.matching import Base, Found, Match
from atrium.imports.models.row import ImportRow, Outcome, Similar
from atrium.imports.reading import CARDS, Row
from atrium.imports.same_file import Earlier
from atrium.imports.standing import drafts_of
from atrium.imports.words import Words
from atrium.organisations.bulk import bulk_append

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

AT_A_TIME = 500
_NAME_WIDTH = 300


class Planner:
    """Decides row by row; knows what came before in the file."""

    def __init__(self, of_import: Import, contents: Contents) -> None:
        self._import = of_import
        self._contents = contents
        self._words = Words(of_import.organisation, of_import.sender)
        self._names: dict[str, int] = {}
        self._earlier = Earlier(
            several_per_company=of_import.is_of_a_known_program, cards=of_import.source == CARDS
        )

    def write(self, rows: Iterator[Row]) -> bool:
        """Keep the plan of every row, in chunks, behind those that are kept already.

        False where someone stopped it.
        """
        last = self._import.rows_of_file.order_by("-number").values_list("number", flat=True)
        kept = last.first() or 0
        for some in batched(rows, AT_A_TIME):
            planned = self._chunk(list(some))
            with transaction.atomic():
                bulk_append([p for p in planned if p.number > kept])
                if not self._import.advance(len(planned)):
                    return False
        return True

    def _chunk(self, rows: list[Row]) -> list[ImportRow]:
        failed = {row.number: row for row in rows if row.failed}
        contents = [self._contents.of(row) for row in rows]
        for content in contents:
            self._words.settle(content, self._contents)
        self._words.people.learn(contents)
        by = self._import.sender
        base = Base((c for c in contents if c.row not in failed), by=by)
        planned = [
            self._failed(content, failed[content.row].failed)
            if content.row in failed
            else self.decide(content, base)
            for content in contents
        ]
        tell_differences(planned, self._words)
        return planned

    def decide(self, content: Content, base: Base) -> ImportRow:
        """What becomes of one row."""
        if len(content.name) > _NAME_WIDTH:
            return self._failed(content, "The name is longer than 300 characters. Shorten it.")
        # The lines of an own export are clients of their own, however alike.
        earlier = 0 if content.client_number else self._earlier.row_of_same_client(content)
        if earlier:
            reason = f"The same client as row {earlier}; what is new is added to it."
            more = {"joins": earlier, "duplicate": True, "similar": Similar.FILE}
            return self._row(content, Outcome.UPDATE, reason, **more)
        row = row_for(self._import.mode, content, base, names_once=self._import.names_once)
        row.of_import = self._import
        if row.outcome == Outcome.CREATE and self._import.names_once:
            first = self._names.setdefault(content.name_key, content.row)
            if first != content.row:
                reason = f"Row {first} has this name already."
                more = {"duplicate": True, "similar": Similar.FILE}
                return self._row(content, Outcome.SKIP, reason, **more)
        if row.outcome in {Outcome.CREATE, Outcome.UPDATE}:
            self._earlier.remember(content)
        return row

    def _row(self, content: Content, outcome: Outcome, reason: str, **more: object) -> ImportRow:
        row = _row(content, outcome, reason, **more)
        row.of_import = self._import
        return row

    def _failed(self, content: Content, reason: str) -> ImportRow:
        return self._row(content, Outcome.FAIL, reason, field="name")


def tell_differences(rows: Iterable[ImportRow], words: Words) -> None:
    """Say what each row changes in its client; one that changes nothing is skipped."""
    updates = [row for row in rows if row.outcome == Outcome.UPDATE and row.client_id]
    drafts = drafts_of({row.client_id for row in updates if row.client_id}, locked=False)
    for row in updates:
        draft = drafts[row.client_id or 0]
        told = len(draft.differences)
        draft.change(Content.from_json(row.raw), words)
        row.differences = draft.differences[told:]
        if not row.differences:
            row.outcome = Outcome.SKIP
            row.reason = f"{draft.client.code} {draft.client} has all of this already."


def row_for(
    mode: str,
    content: Content,
    base: Base,
    *,
    names_once: bool,
    ignoring: frozenset[int] = frozenset(),
) -> ImportRow:
    """What the base and the mode make of a row that is the first of its client in the file."""
    match = _match(mode, content, base, ignoring)
    if match.ambiguous:
        first, second = match.ambiguous[:2]
        reason = f"It could be {first} or {second}. Give it the external ID of one of them."
        return _like(content, Outcome.SKIP, reason, match.ambiguous, duplicate=True)
    if match.client is None:
        if mode == "update":
            return _row(content, Outcome.SKIP, "No client here is this one.")
        alike = f"It looks like {match.alike}, which has another ID." if match.alike else ""
        taken = base.name_taken(content)
        if taken and names_once:
            return _like(content, Outcome.SKIP, taken, [base.namesake(content)], duplicate=True)
        beside = f"{taken} This one is added beside it." if taken else ""
        if not taken and not alike:
            return _row(content, Outcome.CREATE, "")
        found = [match.alike or base.namesake(content)]
        return _like(content, Outcome.CREATE, alike or beside, found, duplicate=bool(alike))
    return _met(mode, content, match.client)


def _match(mode: str, content: Content, base: Base, ignoring: frozenset[int]) -> Match:
    if mode == "create":
        return base.twin(content, ignoring=ignoring)
    match = base.match(content, ignoring=ignoring)
    if match.client is None and not match.ambiguous:
        match.alike = base.twin(content, ignoring=ignoring).alike
    return match


def _met(mode: str, content: Content, found: Found) -> ImportRow:
    if found.archived:
        reason = f"{found} is archived: restore it first."
        return _like(content, Outcome.SKIP, reason, [found], duplicate=True, client_id=found.pk)
    if mode == "create":
        reason = f"{found} is here already."
        return _like(content, Outcome.SKIP, reason, [found], duplicate=True, client_id=found.pk)
    return _row(content, Outcome.UPDATE, "", client_id=found.pk, candidates=[found.pk])


def _like(
    content: Content, outcome: Outcome, reason: str, found: Iterable[Found | None], **more: object
) -> ImportRow:
    """A row that looks like clients of the base, for someone to decide."""
    keys = [one.pk for one in found if one is not None]
    return _row(content, outcome, reason, similar=Similar.BASE, candidates=keys, **more)


def _row(content: Content, outcome: Outcome, reason: str, **more: object) -> ImportRow:
    return ImportRow(
        number=content.row,
        outcome=outcome,
        reason=reason,
        raw=content.as_json(),
        warned=bool(content.problems),
        **more,
    )
