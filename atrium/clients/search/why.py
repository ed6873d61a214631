"""Why a client was found, in words: the line that met the query, as people wrote it (X05)."""

from __future__ import annotations

from atrium.clients.search.rank import NUMBER, Match, Ranked
from atrium.clients.search.repair import NICKNAME, SOUNDING, SPELLING
from atrium.clients.search.tokens import Field, words

_LABELS = {
    Field.NAME: "name",
    Field.LEGAL_NAME: "legal name",
    Field.CONTACT: "contact",
    Field.EMAIL: "e-mail",
    Field.PHONE: "phone",
    Field.TOWN: "town",
    Field.STREET: "street",
    Field.POSTCODE: "postcode",
    Field.EXTERNAL_ID: "reference",
    Field.FORMER: "merged",
}
_KINDS = {
    SPELLING: "spelled {word}",
    SOUNDING: "sounds like {word}",
    NICKNAME: "short for {word}",
}


def why(ranked: Ranked) -> str:
    """Like "name", "contact Ann Oak" or "name, spelled Müller"; each reason once."""
    lines = ranked.shown.split("\n")
    matches = [m for m in ranked.matches if m.quality > 0]
    if matches and matches[0].kind == NUMBER:
        return "number"
    return "; ".join(dict.fromkeys(_reason(m, ranked, lines) for m in matches if m.line >= 0))


def _reason(match: Match, ranked: Ranked, lines: list[str]) -> str:
    field = Field(ranked.lines[match.line][0])
    if field is Field.CUSTOM:
        return lines[match.line][:120]
    label = _LABELS[field]
    told = label if field is Field.NAME else f"{label} {lines[match.line]}"
    kind = _KINDS.get(match.kind)
    return f"{told}, {kind.format(word=_written(match.word, lines[match.line]))}" if kind else told


def _written(word: str, line: str) -> str:
    """The word as it stands in the line, with its accents and capitals."""
    said = [part.strip(".,;()") for part in line.split() if word in words(part)]
    return said[0] if said else word
