"""The source of a template as pieces: text, variables, what stands within a line, and walls between lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_DJANGO = r"{%.*?%}|{{.*?}}|{\#.*?\#}"
QUOTED = rf'"(?:{_DJANGO}|[^"])*+"|\'(?:{_DJANGO}|[^\'])*+\''
_ELEMENT = rf"</?(?=[a-zA-Z{{])(?:{_DJANGO}|{QUOTED}|[^>\"'])*+>"
_PIECE = re.compile(
    rf"""
    (?P<shut>{{\#.*?\#}}
        |{{%\s*comment\b.*?%}}(?s:.*?){{%\s*endcomment\s*%}}
        |{{%\s*verbatim\b.*?%}}(?s:.*?){{%\s*endverbatim\b.*?%}}
        |{{%\s*blocktrans(?:late)?\b.*?%}}(?s:.*?){{%\s*endblocktrans(?:late)?\s*%}}
        |<!--(?s:.*?)-->|<![a-zA-Z][^>]*>
        |<(?P<code>script|style)\b(?:{_DJANGO}|{QUOTED}|[^>"'])*+>(?s:.*?)</(?P=code)>)
    |(?P<tag>{{%.*?%}})
    |(?P<variable>{{{{.*?}}}})
    |(?P<element>{_ELEMENT})
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"</?([a-zA-Z][\w.:-]*)")
WITHIN_A_LINE = frozenset(
    "a abbr b bdi cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split()
)
# What they hold is typed or read by machines and the same in every language.
SHUT = frozenset({"code", "kbd", "pre", "samp"})
_KEPT = re.compile(r"""\stranslate=["']no["']""")


class Kind(Enum):
    TEXT = "text"
    VARIABLE = "variable"
    OPEN = "open"
    CLOSE = "close"
    SHUT = "shut"  # stays as it is, and may stand within a line
    WALL = "wall"  # nothing is said across it


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    raw: str
    at: int
    name: str = ""


def pieces(source: str, *, html: bool = True) -> list[Piece]:
    """The pieces of a source; joined, they are the source."""
    return _shutting(_found(source, html=html)) if html else list(_found(source, html=html))


def _found(source: str, *, html: bool) -> Iterator[Piece]:
    at = 0
    for match in _PIECE.finditer(source):
        if not html and match["element"]:
            continue
        if match.start() > at:
            yield Piece(Kind.TEXT, source[at : match.start()], at)
        yield _piece(match)
        at = match.end()
    if at < len(source):
        yield Piece(Kind.TEXT, source[at:], at)


def _piece(match: re.Match[str]) -> Piece:
    raw, at = match[0], match.start()
    if match["variable"]:
        return Piece(Kind.VARIABLE, raw, at)
    if not match["element"]:
        return Piece(Kind.WALL, raw, at)
    named = _NAME.match(raw)
    name = named[1].lower() if named else ""
    if name not in WITHIN_A_LINE and name not in SHUT and not _KEPT.search(raw):
        return Piece(Kind.WALL, raw, at, name)
    return Piece(Kind.CLOSE if raw.startswith("</") else Kind.OPEN, raw, at, name)


def _shutting(found: Iterator[Piece]) -> list[Piece]:
    """Put each element that is not translated together into one piece."""
    kept: list[Piece] = []
    held: list[Piece] = []
    depth = 0
    for piece in found:
        if held:
            held.append(piece)
            if piece.name == held[0].name:
                depth += -1 if piece.raw.startswith("</") else 1
            if depth == 0:
                kept.append(_whole(held))
                held = []
        elif piece.kind is Kind.OPEN and (piece.name in SHUT or _KEPT.search(piece.raw)):
            held, depth = [piece], 1
        else:
            kept.append(piece)
    return kept + held


def _whole(held: list[Piece]) -> Piece:
    kind = Kind.SHUT if held[0].name in WITHIN_A_LINE else Kind.WALL
    # Without a name: what stands in its attributes is left alone as well.
    return Piece(kind, "".join(piece.raw for piece in held), held[0].at)
