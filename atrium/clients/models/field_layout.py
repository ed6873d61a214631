"""The order of the fields and sections of one subject, told as one list: "f4", "s1", "f7", "f9".

What stands behind a section is in it. So a field that is moved past a heading changes its section,
by drag and by keyboard alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from atrium.clients.models.field import Field, FieldState
from atrium.clients.models.field_section import FieldSection
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


def tokens(subject: str, member: Member | None = None) -> list[str]:
    """The list as it stands, or as the member sees it."""
    live = Field.objects.filter(subject=subject, state=FieldState.LIVE)
    fields = [field for field in live if field.seen_by(member)]
    found = [f"f{f.pk}" for f in fields if f.section_id is None]
    for section in FieldSection.objects.filter(subject=subject):
        found.append(f"s{section.pk}")
        found += [f"f{f.pk}" for f in fields if f.section_id == section.pk]
    return found


def lay_out(subject: str, wished: Iterable[str], *, by: Member) -> None:
    """Put fields and sections in this order; what is not named follows as it stood."""
    with acting(by=by, label=gettext("Ordered the fields")) as act:
        live = Field.objects.filter(subject=subject, state=FieldState.LIVE)
        rows: dict[str, Field | FieldSection] = {}
        for field in act.lock_many(live.order_by("id")):
            rows[f"f{field.pk}"] = field
        for section in act.lock_many(FieldSection.objects.filter(subject=subject).order_by("id")):
            rows[f"s{section.pk}"] = section
        standing = tokens(subject)
        named = [token for token in dict.fromkeys(wished) if token in rows]
        current: FieldSection | None = None
        for position, token in enumerate(_with_rest(named, standing)):
            row = rows[token]
            if isinstance(row, FieldSection):
                current = row
                act.change(row, position=position)
            else:
                act.change(row, position=position, section=current)


def _with_rest(named: list[str], standing: list[str]) -> list[str]:
    """The named ones, each other field behind what it stood behind, and other sections at the end."""
    order = list(named)
    for place, token in enumerate(standing):
        if token in order:
            continue
        before = next((t for t in reversed(standing[:place]) if t in order), None)
        if token[0] == "s":
            order.append(token)
        else:
            order.insert(0 if before is None else order.index(before) + 1, token)
    return order


def shift(subject: str, token: str, *, down: bool, by: Member) -> None:
    """Move a field one place, also over a heading; a section with its fields over the next one."""
    order = tokens(subject, by)
    if token not in order:
        msg = gettext("That was removed meanwhile; look at the list again.")
        raise Refusal(msg)
    lay_out(
        subject,
        _section_moved(order, token, down=down)
        if token[0] == "s"
        else _moved(order, token, down=down),
        by=by,
    )


def _moved(order: list[str], token: str, *, down: bool) -> list[str]:
    here = order.index(token)
    there = min(max(here + (1 if down else -1), 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    return order


def _section_moved(order: list[str], token: str, *, down: bool) -> list[str]:
    blocks: list[list[str]] = [[]]
    for each in order:
        if each[0] == "s":
            blocks.append([])
        blocks[-1].append(each)
    here = next(n for n, block in enumerate(blocks) if block[:1] == [token])
    there = min(max(here + (1 if down else -1), 1), len(blocks) - 1)
    blocks[here], blocks[there] = blocks[there], blocks[here]
    return [each for block in blocks for each in block]
