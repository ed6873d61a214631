"""Conditions in an address: where=status.is:3|4,any(town.is:Leeds,last_contact.empty).

What is separated by commas holds together; ``any(…)``, ``all(…)`` and ``not(…)`` may nest. A value with
one of , | ( ) " in it stands in quotes, a quote inside is doubled.
"""

from __future__ import annotations

import re

from atrium.clients.narrowing.tree import ALL, DEEPEST, WORDS, Condition, Group, Node, top
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

LONGEST = 4000
_TOKEN = re.compile(r'\s*(?:("(?:[^"]|"")*")|([,|()])|([^,|()"]+))')
_MARKS = frozenset(',|()"')
_MEND = gettext_lazy("Write conditions like status.is:Lead,any(town.is:Leeds,tag.is:VIP).")


def written(group: Group) -> str:
    """The conditions as an address holds them."""
    return ",".join(_node(part) for part in group.parts)


def _node(node: Node) -> str:
    if isinstance(node, Group):
        return f"{node.word}({','.join(_node(part) for part in node.parts)})"
    head = f"{node.slug}.{node.operator}"
    return f"{head}:{'|'.join(map(_value, node.values))}" if node.values else head


def _value(value: str) -> str:
    if _MARKS & set(value) or value != value.strip():
        return '"{}"'.format(value.replace('"', '""'))
    return value


def read(text: str) -> Group:
    """The conditions that an address says. Raises FormatError."""
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST:
        msg = gettext("These conditions are too long for an address; save them as a view.")
        raise FormatError(msg)
    if not text:
        return Group()
    reader = _Reader(text)
    parts = reader.parts(1)
    if reader.rest:
        raise FormatError(_MEND)
    whole = Group(ALL, parts)
    return (top(parts[0]) if len(parts) == 1 else whole).checked()


class _Reader:
    """Takes the text apart from the left."""

    def __init__(self, text: str) -> None:
        self.rest: list[str] = []
        place = 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise FormatError(_MEND)
            self.rest.append(found[1] or found[2] or found[3])
            place = found.end()
        self.rest.reverse()

    def _next(self) -> str:
        return self.rest.pop() if self.rest else ""

    def _takes(self, mark: str) -> bool:
        if self.rest and self.rest[-1] == mark:
            self.rest.pop()
            return True
        return False

    def parts(self, depth: int) -> tuple[Node, ...]:
        if depth > DEEPEST + 1:
            msg = gettext("Conditions nest up to {deepest} deep.").format(deepest=DEEPEST)
            raise FormatError(msg)
        found = [self._part(depth)]
        while self._takes(","):
            found.append(self._part(depth))
        return tuple(found)

    def _part(self, depth: int) -> Node:
        word = self._next().strip()
        if word in WORDS and self._takes("("):
            if self._takes(")"):
                return Group(word)
            parts = self.parts(depth + 1)
            if not self._takes(")"):
                raise FormatError(_MEND)
            return Group(word, parts)
        return self._condition(word)

    def _condition(self, word: str) -> Condition:
        head, colon, value = word.partition(":")
        slug, _, operator = head.rpartition(".")
        if not slug or word.startswith('"'):
            raise FormatError(_MEND)
        values = []
        if colon:
            values.append(value if value.strip() else self._quoted())
        while self._takes("|"):
            values.append(self._one())
        return Condition.made(slug.strip(), operator.strip(), values)

    def _quoted(self) -> str:
        return self._one() if self.rest and self.rest[-1].startswith('"') else ""

    def _one(self) -> str:
        word = self._next()
        if word in {",", "(", ")", "|", ""}:
            raise FormatError(_MEND)
        return word[1:-1].replace('""', '"') if word.startswith('"') else word.strip()
