"""Conditions as filters of the database, as sentences, and as programs are told them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from atrium.clients.narrowing.answer import NOBODY, Answer, Mark
from atrium.clients.narrowing.tree import ANY, NOT, Condition, Group, Node
from atrium.clients.value_types import Where
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member


@dataclass(frozen=True)
class Compiled:
    """What conditions ask: of the client's own row, and rows that point at it."""

    plain: Q
    marks: tuple[Mark, ...]


def compiled(group: Group, member: Member, *, strict: bool = False) -> Compiled:
    """What all parts of ``group`` ask together.

    A condition that nobody can answer finds nobody; ``strict`` raises its FormatError instead.
    """
    where = Where(member.organisation, member)
    plain, marks = Q(), []
    for part in group.parts:
        if isinstance(part, Condition):
            answer = _answer(part, where, strict=strict)
            if answer.rows is not None and not answer.negated:
                marks.append(Mark(answer.rows, answer.several))
                continue
            plain &= answer.as_q
        else:
            plain &= _asked(part, where, strict=strict)
    return Compiled(plain, tuple(marks))


def _answer(condition: Condition, where: Where, *, strict: bool) -> Answer:
    assert where.member is not None, "conditions are asked by members"
    try:
        asked: Answer = condition.criterion(where.member).answer(
            condition.way, condition.values, where
        )
    except FormatError:
        if strict:
            raise
        return NOBODY
    return asked


def _asked(node: Node, where: Where, *, strict: bool) -> Q:
    if isinstance(node, Condition):
        return _answer(node, where, strict=strict).as_q
    found = Q()
    for part in node.parts:
        asked = _asked(part, where, strict=strict)
        found = found | asked if node.word == ANY else found & asked
    return ~found if node.word == NOT and node.parts else found


@dataclass(frozen=True)
class Said:
    """A condition or a group as a sentence; ``wrong`` says what cannot be answered."""

    text: str
    wrong: str = ""


def said(node: Node, member: Member) -> Said:
    """The sentence of a node."""
    where = Where(member.organisation, member)
    if isinstance(node, Group):
        parts = [said(part, member) for part in node.parts]
        joined = (gettext(" or ") if node.word == ANY else gettext(" and ")).join(
            p.text for p in parts
        )
        wrong = next((part.wrong for part in parts if part.wrong), "")
        return Said(
            gettext("not ({joined})").format(joined=joined) if node.word == NOT else joined, wrong
        )
    try:
        found = node.criterion(member)
    except FormatError as error:
        return Said(gettext("Unknown field"), str(error))
    try:
        return Said(" ".join(found.said(node.way, node.values, where).split()))
    except FormatError as error:
        why = str(error).removeprefix(f"{found.label}: ")
        return Said(f"{found.label}: {why}", why)


def keyed(node: Node, member: Member) -> Node:
    """The node with words by their keys, which stay when a word is renamed."""
    if isinstance(node, Group):
        return replace(node, parts=tuple(keyed(part, member) for part in node.parts))
    where = Where(member.organisation, member)
    try:
        found = node.criterion(member)
        return replace(node, values=tuple(found.key(value, where) for value in node.values))
    except FormatError:
        return node


def public(node: Node, member: Member) -> dict[str, Any]:
    """The conditions with the identifiers that programs know; what is gone stays as it is."""
    if isinstance(node, Group):
        return {node.word: [public(part, member) for part in node.parts]}
    where = Where(member.organisation, member)
    try:
        found = node.criterion(member)
        values = tuple(found.public(value, where) for value in node.values)
    except FormatError:
        return node.as_json()
    return replace(node, values=values).as_json()
