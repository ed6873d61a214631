"""Why a client was found, in words: the line that met the query, as people wrote it (X05)."""

from __future__ import annotations

from atrium.clients.search.rank import NUMBER, Match, Ranked
from atrium.clients.search.repair import NICKNAME, SOUNDING, SPELLING
from atrium.clients.search.tokens import Field, words
from atrium.foundation.translation import gettext, gettext_lazy

_LABELS = {
    Field.NAME: gettext_lazy("name"),
    Field.LEGAL_NAME: gettext_lazy("legal name"),
    Field.CONTACT: gettext_lazy("contact"),
    Field.EMAIL: gettext_lazy("e-mail"),
    Field.PHONE: gettext_lazy("phone"),
    Field.TOWN: gettext_lazy("town"),
    Field.STREET: gettext_lazy("street"),
    Field.POSTCODE: gettext_lazy("postcode"),
    Field.EXTERNAL_ID: gettext_lazy("reference"),
    Field.FORMER: gettext_lazy("merged"),
}
# What needs no words: lists pass it over.
BY_NAME = "name"
_KINDS = {
    SPELLING: gettext_lazy("spelled {word}"),
    SOUNDING: gettext_lazy("sounds like {word}"),
    NICKNAME: gettext_lazy("short for {word}"),
}


def why(ranked: Ranked) -> str:
    """Like "name", "contact Ann Oak" or "name, spelled Müller"; each reason once."""
    lines = ranked.shown.split("\n")
    matches = [m for m in ranked.matches if m.quality > 0]
    if matches and matches[0].kind == NUMBER:
        return gettext("number")
    return "; ".join(dict.fromkeys(_reason(m, ranked, lines) for m in matches if m.line >= 0))


def _reason(match: Match, ranked: Ranked, lines: list[str]) -> str:
    field = Field(ranked.lines[match.line][0])
    if field is Field.CUSTOM:
        return lines[match.line][:120]
    label = _LABELS[field]
    kind = _KINDS.get(match.kind)
    if field is Field.NAME and not kind:
        return BY_NAME
    told = str(label) if field is Field.NAME else f"{label} {lines[match.line]}"
    return f"{told}, {kind.format(word=_written(match.word, lines[match.line]))}" if kind else told


def _written(word: str, line: str) -> str:
    """The word as it stands in the line, with its accents and capitals."""
    said = [part.strip(".,;()") for part in line.split() if word in words(part)]
    return said[0] if said else word
