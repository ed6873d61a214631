"""What a file would do here, and letting it be done: both are one run, which a preview takes back."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from atrium.configuration.document import Document
from atrium.configuration.part import Entry, Part, in_order
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.timeline.acting import Acting, acting

# So many entries may differ: others wait while they are tried.
MOST_CHANGED = 1_000


class Does(StrEnum):
    """What becomes of an entry."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    CANNOT = "cannot"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of the file and what becomes of it: which of its names differ, or why it cannot be."""

    part: Part
    name: str
    does: Does
    differs: tuple[str, ...] = ()
    why: str = ""

    @property
    def told(self) -> str:
        """What a reader has to know of it."""
        writes = self.does in {Does.ADDED, Does.CHANGED}
        parts = (", ".join(self.differs), self.why, str(self.part.warning) if writes else "")
        return " ".join(part for part in parts if part)


@dataclass
class Plan:
    """What becomes of each entry, and what is here and not in the file, which stays."""

    lines: list[Line] = field(default_factory=list)
    stays: list[tuple[Part, str]] = field(default_factory=list)
    act: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many of each outcome."""
        found = Counter(line.does.value for line in self.lines)
        return {each.value: found[each.value] for each in Does}

    @property
    def writes(self) -> int:
        """How many entries add or change something."""
        return self.counts[Does.ADDED] + self.counts[Does.CHANGED]

    @property
    def worth_telling(self) -> list[Line]:
        """The lines that a reader wants to see."""
        return [line for line in self.lines if line.does is not Does.SAME]

    @property
    def mark(self) -> str:
        """Equal marks tell the same: what was previewed is what is done."""
        told = [(x.part.slug, x.name, x.does, x.differs, x.why) for x in self.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class _TakenBack(Exception):
    """How a run leaves its transaction without a trace."""


def preview(document: Document, *, by: Member) -> Plan:
    """What taking the document in would do; nothing is changed."""
    return _done(document, by, keeps=lambda _plan: False)


def take_in(document: Document, *, by: Member, mark: str = "") -> Plan:
    """Let it be done in one act; what cannot be is left out and named.

    With the ``mark`` of a preview nothing is done where it would be something else by now: the plan
    that comes back has another mark.
    """
    return _done(document, by, keeps=lambda plan: mark in {"", plan.mark})


def _done(document: Document, by: Member, *, keeps: Callable[[Plan], bool]) -> Plan:
    plan = Plan()
    label = gettext("Imported a configuration")
    with (
        _apart(by) as runner,
        suppress(_TakenBack),
        acting(by=runner, label=label, alone=True) as act,
    ):
        _run(plan, document, runner, act)
        _leave_unless(keeps(plan))
        plan.act = act.row.pk if plan.writes else None
    by.organisation.refresh_from_db()
    return plan


def _leave_unless(kept: bool) -> None:  # noqa: FBT001 - called above alone
    if not kept:
        raise _TakenBack


@contextmanager
def _apart(by: Member) -> Iterator[Member]:
    """Rows of one's own to work with: what a preview takes back must not stand in those of the request."""
    place = Organisation.objects.get(pk=by.organisation.pk)
    with current.entered(place):
        runner = Member.objects.select_related("own_role").get(pk=by.pk)
        runner.organisation = place
        yield runner


def _run(plan: Plan, document: Document, by: Member, act: Acting) -> None:
    place = act.lock(by.organisation)
    for part in in_order():
        if part.slug not in document["parts"]:
            continue
        # Copies of the words are kept by version: one that nobody else asks for, since all may be taken back.
        place.lexicon_version = -1 - secrets.randbelow(2**60)
        said = document["parts"][part.slug]
        if by.can(part.needs):
            _take(plan, part, [said] if part.single else said, by)
        else:
            msg = gettext("{member} may not change this.").format(member=by)
            plan.lines.append(Line(part=part, name=str(part.label), does=Does.CANNOT, why=msg))


def _take(plan: Plan, part: Part, said: list[Entry], by: Member) -> None:
    here = {}
    for row in part.rows(by):
        entry = part.entry(row)
        here[part.key_of(entry)] = (row, entry)
    seen: list[tuple[Any, ...]] = []
    for entry in said:
        try:
            line = _one(part, entry, here, seen, by)
        except Refusal as refusal:
            line = Line(part=part, name=_name(part, entry), does=Does.CANNOT, why=str(refusal))
        plan.lines.append(line)
        if plan.writes > MOST_CHANGED:
            msg = gettext(
                "More than {most:,} entries would be added or changed; take the file in by parts."
            )
            raise Refusal(msg.format(most=MOST_CHANGED), field="file")
    plan.stays += [
        (part, part.name_of(entry)) for key, (_, entry) in here.items() if key not in seen
    ]
    if part.arranged:
        _arrange(plan, part, seen, by)


def _one(part: Part, entry: Entry, here: Any, seen: list[Any], by: Member) -> Line:
    said = part.checked(entry)
    key, name = part.key_of(said), part.name_of(said)
    if key in seen:
        raise Refusal(gettext("It stands twice in the file."))
    seen.append(key)
    known = here.get(key)
    if known is None:
        with acting(by=by, label=str(part.label)):
            part.add(said, by=by)
        return Line(part=part, name=name, does=Does.ADDED)
    row, before = known
    if all(before[each] == value for each, value in said.items()):
        return Line(part=part, name=name, does=Does.SAME)
    with acting(by=by, label=str(part.label)):
        part.change(row, said, by=by)
        after = part.entry(part.anew(row))
    differs = tuple(each for each in after if after[each] != before[each])
    return Line(part=part, name=name, does=Does.CHANGED if differs else Does.SAME, differs=differs)


def _arrange(plan: Plan, part: Part, wished: list[Any], by: Member) -> None:
    """Put what stands here in the order of the file, where it is another."""
    rows = {part.key_of(part.entry(row)): row for row in part.rows(by)}
    standing = [key for key in rows if key in wished]
    order = [key for key in wished if key in rows]
    if standing != order:
        part.arrange([rows[key] for key in order], by=by)
        plan.lines.append(Line(part=part, name=gettext("Their order"), does=Does.CHANGED))


def _name(part: Part, entry: Entry) -> str:
    said = [entry.get(name) for name in part.key]
    return " · ".join(each[:60] for each in said if isinstance(each, str) and each) or str(
        part.label
    )
