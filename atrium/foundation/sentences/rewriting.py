"""The walk through a template's source: what is said in it, and the source with other words in its place."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from atrium.foundation.sentences.literals import LITERAL, said_in
from atrium.foundation.sentences.pieces import QUOTED, Kind, Piece, pieces
from atrium.foundation.sentences.sentence import Sentence, in_text, says_something

type Say = Callable[[Sentence], str | None]
"""Gives the source that stands for a sentence, or None where it stays as it is."""

_DJANGO = re.compile(r"{%.*?%}|{{.*?}}")
_ATTRIBUTE = re.compile(rf"{{%.*?%}}|{{{{.*?}}}}|([\w:.@-]+)\s*=\s*({QUOTED})")
_TEXTS = frozenset(
    "alt aria-description aria-label aria-placeholder aria-roledescription aria-valuetext back_label button"
    " data-hx-confirm data-key-label data-label error help label none note placeholder remove text title"
    " undo_label who".split()
)
# Its parts are shown in two places: the question and the button that answers it.
_PARTED = "data-hx-confirm"
_BRACES = re.compile(r"[{}<>]")


@dataclass(frozen=True, slots=True)
class _Element:
    opening: Piece
    inside: tuple["_Node", ...]
    closing: Piece

    @property
    def is_mute(self) -> bool:
        return not any(
            each.kind in {Kind.VARIABLE, Kind.SHUT} or says_something(each.raw)
            if isinstance(each, Piece)
            else not each.is_mute
            for each in self.inside
        )


type _Node = Piece | _Element


def rewrite(source: str, say: Say, *, html_source: bool = True) -> str:
    """The source of a template with what ``say`` gives for each of its sentences."""
    walk = _Walk(say, escaped=in_text if html_source else str, html=html_source)
    return walk.source(source, 0)


@dataclass(frozen=True, slots=True)
class _Walk:
    say: Say
    escaped: Callable[[str], str]
    html: bool

    def source(self, source: str, at: int) -> str:
        out: list[str] = []
        line: list[Piece] = []
        for piece in pieces(source, html=self.html):
            moved = Piece(piece.kind, piece.raw, piece.at + at, piece.name)
            if piece.kind is Kind.WALL:
                out.extend((self._line(line), self._kept(moved)))
                line = []
            elif piece.kind is Kind.TEXT and not self.html:
                for cut in _lines(moved):
                    line.append(cut)
                    if cut.raw.endswith("\n"):
                        out.append(self._line(line))
                        line = []
            else:
                line.append(moved)
        out.append(self._line(line))
        return "".join(out)

    def _line(self, line: Sequence[Piece]) -> str:
        """What stands between two walls; an element that is open at its end is one more wall."""
        out: list[str] = []
        nodes: list[_Node] = []
        at = 0
        while at < len(line):
            piece = line[at]
            end = _end(line, at) if piece.kind is Kind.OPEN else None
            if end is not None:
                nodes.append(_element(line[at : end + 1]))
                at = end
            elif piece.kind in {Kind.OPEN, Kind.CLOSE}:
                out.extend((self._nodes(nodes), self._kept(piece)))
                nodes = []
            else:
                nodes.append(piece)
            at += 1
        out.append(self._nodes(nodes))
        return "".join(out)

    def _nodes(self, nodes: Sequence[_Node]) -> str:
        first, last = 0, len(nodes)
        while first < last and _is_idle(nodes[first]):
            first += 1
        while first < last and _is_idle(nodes[last - 1]):
            last -= 1
        head = "".join(self._apart(node) for node in nodes[:first])
        tail = "".join(self._apart(node) for node in nodes[last:])
        said = nodes[first:last]
        if any(
            isinstance(node, Piece) and node.kind is Kind.TEXT and says_something(node.raw)
            for node in said
        ):
            return head + self._sentence(said) + tail
        return head + "".join(self._apart(node) for node in said) + tail

    def _sentence(self, nodes: Sequence[_Node]) -> str:
        """One message, with the white space around it as it was."""
        plain = "".join(self._apart(node, deep=True) for node in nodes)
        if _odd(nodes):
            return plain
        sentence = Sentence(at=_at(nodes[0]), escaped=self.escaped)
        self._write(nodes, sentence)
        said = self.say(sentence)
        if said is None:
            return plain
        stripped = plain.strip()
        begins = plain.index(stripped)
        return plain[:begins] + said + plain[begins + len(stripped) :]

    def _write(self, nodes: Sequence[_Node], sentence: Sentence) -> None:
        for node in nodes:
            if isinstance(node, _Element):
                if node.is_mute:
                    sentence.solid(self._apart(node))
                    continue
                number = sentence.open(self._kept(node.opening))
                self._write(node.inside, sentence)
                sentence.close(number, node.closing.raw)
            elif node.kind is Kind.TEXT:
                sentence.text(node.raw)
            elif node.kind is Kind.VARIABLE:
                sentence.variable(self._kept(node))
            else:
                sentence.solid(self._kept(node))

    def _apart(self, node: _Node, *, deep: bool = False) -> str:
        """A node by itself: an element's inside is a line of its own."""
        if isinstance(node, Piece):
            return self._kept(node)
        inside = (
            "".join(self._apart(each, deep=True) for each in node.inside)
            if deep
            else self._nodes(node.inside)
        )
        return f"{self._kept(node.opening)}{inside}{node.closing.raw}"

    def _kept(self, piece: Piece) -> str:
        """A piece whose place stays: what is said inside a tag is still said."""
        if piece.kind is Kind.TEXT:
            return piece.raw
        if piece.raw.startswith("{"):
            return said_in(piece.raw, piece.at, self.say)
        if not piece.name and not piece.raw.startswith("<{"):
            return piece.raw
        return _ATTRIBUTE.sub(lambda match: self._attribute(match, piece), piece.raw)

    def _attribute(self, match: re.Match[str], piece: Piece) -> str:
        at = piece.at + match.start()
        if match[1] is None:
            return said_in(match[0], at, self.say)
        value = match[2][1:-1]
        is_text = match[1] in _TEXTS or (
            match[1] == "content" and piece.name == "meta" and 'name="description"' in piece.raw
        )
        if not is_text:
            new = _DJANGO.sub(lambda each: said_in(each[0], at + each.start(), self.say), value)
        else:
            inside = _Walk(self.say, _escaping(piece.name, match[2][0]), html=False)
            parts = _parts(value) if match[1] == _PARTED else [value]
            new = "|".join(inside.source(part, piece.at + match.start(2) + 1) for part in parts)
        return match[0][: match.start(2) - match.start()] + match[2][0] + new + match[2][-1]


def _lines(piece: Piece) -> Iterator[Piece]:
    at = piece.at
    for line in piece.raw.splitlines(keepends=True):
        yield Piece(Kind.TEXT, line, at)
        at += len(line)


def _parts(value: str) -> list[str]:
    """A value cut at its bars, but for those of filters."""
    parts = [""]
    for piece in pieces(value, html=False):
        if piece.kind is Kind.TEXT:
            first, *others = piece.raw.split("|")
            parts[-1] += first
            parts.extend(others)
        else:
            parts[-1] += piece.raw
    return parts


def _escaping(name: str, quote: str) -> Callable[[str], str]:
    if name.startswith("c-"):
        # A component's attribute is a text, which the component escapes where it draws it.
        return lambda text: text.replace(
            quote, "\N{RIGHT SINGLE QUOTATION MARK}" if quote == "'" else "”"
        )
    return html.escape


def _end(line: Sequence[Piece], at: int) -> int | None:
    depth = 0
    for place in range(at, len(line)):
        if line[place].name == line[at].name and line[place].kind in {Kind.OPEN, Kind.CLOSE}:
            depth += 1 if line[place].kind is Kind.OPEN else -1
            if depth == 0:
                return place
    return None


def _element(line: Sequence[Piece]) -> _Element:
    inside: list[_Node] = []
    at = 1
    while at < len(line) - 1:
        end = _end(line[:-1], at) if line[at].kind is Kind.OPEN else None
        if end is None:
            inside.append(line[at])
            at += 1
        else:
            inside.append(_element(line[at : end + 1]))
            at = end + 1
    return _Element(line[0], tuple(inside), line[-1])


def _is_idle(node: _Node) -> bool:
    """Whether it says nothing at the edge of a sentence."""
    if isinstance(node, _Element):
        return node.is_mute
    return node.kind is Kind.SHUT or (node.kind is Kind.TEXT and not node.raw.strip())


def _at(node: _Node) -> int:
    return node.at if isinstance(node, Piece) else node.opening.at


def _odd(nodes: Sequence[_Node]) -> bool:
    """Whether text looks like marks, or an element within is not whole, so that it cannot be a message."""
    return any(
        _odd(node.inside)
        if isinstance(node, _Element)
        else node.kind in {Kind.OPEN, Kind.CLOSE}
        or (node.kind is Kind.TEXT and bool(_BRACES.search(node.raw)))
        for node in nodes
    )


__all__ = ["LITERAL", "Say", "rewrite"]
