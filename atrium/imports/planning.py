"""The plan of an import: what becomes of each row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from atrium.foundation.collector import without_collecting
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.content import Content, Contents
from atrium.imports.matching import Base, Found, Match
from atrium.imports.models.row import ImportRow, Outcome, Similar
from atrium.imports.reading import CARDS, Row
from atrium.imports.same_file import Earlier
from atrium.imports.standing import drafts_of
from atrium.imports.words import Words
from atrium.organisations.bulk import bulk_append
from atrium.organisations.fresh import fresh

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

# Little of it is done while others wait to write.
AT_A_TIME = 2000
_NAME_WIDTH = 300
_WRITTEN = frozenset({Outcome.CREATE, Outcome.UPDATE})


class Decision(NamedTuple):
    """What becomes of a row, why, and what an ImportRow keeps of that beside its content."""

    outcome: Outcome
    reason: str = ""
    client_id: int | None = None
    joins: int | None = None
    duplicate: bool = False
    similar: str = ""
    candidates: tuple[int, ...] = ()
    field: str = ""

    def kept(self) -> dict[str, Any]:
        """By the names of the row's attributes."""
        return self._asdict() | {"candidates": list(self.candidates)}


_NEW = Decision(Outcome.CREATE)
_NOBODY = Decision(Outcome.SKIP, gettext_lazy("No client here is this one."))


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
        while planned := self._next(rows):
            with transaction.atomic():
                bulk_append([p for p in planned if p.number > kept])
                if not self._import.advance(len(planned)):
                    return False
        return True

    def _next(self, rows: Iterator[Row]) -> list[ImportRow]:
        with without_collecting():
            some = list(islice(rows, AT_A_TIME))
            return self._chunk(some) if some else []

    def _chunk(self, rows: list[Row]) -> list[ImportRow]:
        failed = {row.number: row for row in rows if row.failed}
        contents = [self._contents.of(row) for row in rows]
        for content in contents:
            self._words.settle(content, self._contents)
        self._words.people.learn(contents)
        by = self._import.sender
        base = Base((c for c in contents if c.row not in failed), by=by)
        decided = (
            _failed(failed[content.row].failed)
            if content.row in failed
            else self.decide(content, base)
            for content in contents
        )
        planned = [
            self._kept(content, what) for content, what in zip(contents, decided, strict=True)
        ]
        tell_differences(planned, self._words)
        return planned

    def decide(self, content: Content, base: Base) -> Decision:
        """What becomes of one row."""
        if len(content.name) > _NAME_WIDTH:
            return _failed(gettext("The name is longer than 300 characters. Shorten it."))
        # The lines of an own export are clients of their own, however alike.
        earlier = 0 if content.client_number else self._earlier.row_of_same_client(content)
        if earlier:
            reason = gettext(
                "The same client as row {earlier}; what is new is added to it."
            ).format(earlier=earlier)
            return Decision(
                Outcome.UPDATE, reason, joins=earlier, duplicate=True, similar=Similar.FILE
            )
        found = decision_about(self._import.mode, content, base, names_once=self._import.names_once)
        if found.outcome == Outcome.CREATE and self._import.names_once:
            first = self._names.setdefault(content.name_key, content.row)
            if first != content.row:
                reason = gettext("Row {first} has this name already.").format(first=first)
                return Decision(Outcome.SKIP, reason, duplicate=True, similar=Similar.FILE)
        if found.outcome in _WRITTEN:
            self._earlier.remember(content)
        return found

    def _kept(self, content: Content, decision: Decision) -> ImportRow:
        # What _NEW keeps beside its outcome is what every row has that says nothing.
        why = {"outcome": _NEW.outcome} if decision is _NEW else decision.kept()
        return fresh(
            ImportRow,
            of_import_id=self._import.pk,
            number=content.row,
            raw=content.as_json(),
            warned=bool(content.problems),
            **why,
        )


def tell_differences(rows: Iterable[ImportRow], words: Words) -> None:
    """Say what each row changes in its client; one that changes nothing is skipped."""
    updates = [row for row in rows if row.outcome == Outcome.UPDATE and row.client_id]
    drafts = drafts_of({row.client_id for row in updates if row.client_id}, locked=False)
    for row in updates:
        draft = drafts[row.client_id or 0]
        told = len(draft.differences)
        draft.change(Content.from_json(row.raw), words)
        row.differences = draft.differences[told:]
        row.reason = " ".join(filter(None, [row.reason, *draft.remarks]))
        if not row.differences:
            row.outcome = Outcome.SKIP
            same = gettext("{code} {client} has all of this already.")
            same = same.format(code=draft.client.code, client=draft.client)
            row.reason = " ".join([*draft.remarks, same] if draft.remarks else [same])


def decision_about(
    mode: str,
    content: Content,
    base: Base,
    *,
    names_once: bool,
    ignoring: frozenset[int] = frozenset(),
) -> Decision:
    """What the base and the mode make of a row that is the first of its client in the file."""
    if not base.knows_of(content):
        # Nearly every row of nearly every file.
        return _NOBODY if mode == "update" else _NEW
    match = _match(mode, content, base, ignoring)
    if match.ambiguous:
        first, second = match.ambiguous[:2]
        reason = gettext(
            "It could be {first} or {second}. Give it the external ID of one of them."
        ).format(first=first, second=second)
        return _like(Outcome.SKIP, reason, match.ambiguous, duplicate=True)
    if match.client is not None:
        return _met(mode, match.client)
    return _NOBODY if mode == "update" else _added(content, base, match, names_once=names_once)


def _added(content: Content, base: Base, match: Match, *, names_once: bool) -> Decision:
    alike = (
        gettext("It looks like {alike}, which has another ID.").format(alike=match.alike)
        if match.alike
        else ""
    )
    taken = base.name_taken(content)
    if taken and names_once:
        return _like(Outcome.SKIP, taken, [base.namesake(content)], duplicate=True)
    beside = gettext("{taken} This one is added beside it.").format(taken=taken) if taken else ""
    if not taken and not alike:
        return _NEW
    found = [match.alike or base.namesake(content)]
    return _like(Outcome.CREATE, alike or beside, found, duplicate=bool(alike))


def _match(mode: str, content: Content, base: Base, ignoring: frozenset[int]) -> Match:
    if mode == "create":
        return base.twin(content, ignoring=ignoring)
    match = base.match(content, ignoring=ignoring)
    if match.client is None and not match.ambiguous:
        match.alike = base.twin(content, ignoring=ignoring).alike
    return match


def _met(mode: str, found: Found) -> Decision:
    if found.archived:
        reason = gettext("{found} is archived: restore it first.").format(found=found)
        return _like(Outcome.SKIP, reason, [found], duplicate=True, client_id=found.pk)
    if mode == "create":
        reason = gettext("{found} is here already.").format(found=found)
        return _like(Outcome.SKIP, reason, [found], duplicate=True, client_id=found.pk)
    return Decision(Outcome.UPDATE, client_id=found.pk, candidates=(found.pk,))


def _like(
    outcome: Outcome,
    reason: str,
    found: Iterable[Found | None],
    *,
    duplicate: bool,
    client_id: int | None = None,
) -> Decision:
    """About a row that looks like clients of the base, for someone to decide."""
    keys = tuple(one.pk for one in found if one is not None)
    return Decision(
        outcome,
        reason,
        client_id=client_id,
        duplicate=duplicate,
        similar=Similar.BASE,
        candidates=keys,
    )


def _failed(reason: str) -> Decision:
    return Decision(Outcome.FAIL, reason, field="name")
