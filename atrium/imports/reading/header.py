"""Which row names the columns, and which rows at the end are no clients but totals and stamps."""

import re
from collections.abc import Sequence

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.imports.reading.headings import heading_of

LOOKED_AT = 40
_LONGEST_HEADING = 80
_VALUE = re.compile(
    r"^[\s\d.,:;/()+%€$£-]*\d[\s\d.,:;/()+%€$£-]*$|^\S+@\S+\.\S+$|^https?://|^(?:true|false|yes|no)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_TOTAL = re.compile(
    r"^(?:grand |sub ?)?(?:total|totals|totale|totaal|summe|gesamt|gesamtsumme|endsumme|somme|suma|total general|insgesamt|"
    r"count|anzahl|nombre|итого|всего|razem|合計)\b[\s:.]*(?:\d.*)?$"
)
_STAMP = re.compile(
    r"^(?:page|seite|pagina|página)\s+\d|^(?:exported|generated|printed|created|report|stand|erstellt|exportiert|exporté|generado)\b.*\d|"
    r"^\d+ (?:clients?|customers?|contacts?|rows?|records?|kunden|einträge|zeilen|clientes|registros)\b|"
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? .*\d{4}|^-+ ?end|^(?:©|copyright|confidential|vertraulich)"
)
_FEWEST_FOR_SPARSE = 3


def headings_in(row: Sequence[str]) -> int:
    """Return how many cells of a row are headings we know."""
    return sum(
        1 for cell in row if cell and len(cell) <= _LONGEST_HEADING and heading_of(cell) is not None
    )


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the row that names the columns, or nothing where the table begins with clients at once."""
    best: tuple[float, int] | None = None
    for index, row in enumerate(rows[:LOOKED_AT]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if not filled or not _names_columns(filled):
            continue
        below = sorted(
            sum(1 for cell in later if cell.strip())
            for later in rows[index + 1 : index + 1 + LOOKED_AT]
            if any(later)
        )
        typical = below[len(below) // 2] if below else len(filled)
        coverage = min(1.0, len(filled) / max(1, typical))
        known = headings_in(row) / len(filled)
        if coverage < 0.5 or (coverage < 1 and not known):
            continue
        distinct = len(set(filled)) / len(filled)
        score = coverage + 3 * known * min(1.0, len(filled) / 2) + distinct - index / 1000
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best else None


def columns_of(row: Sequence[str], width: int) -> list[str]:
    """Return one heading per column, told apart: blank ones become "Column 3", repeated ones "Phone (2)"."""
    named: list[str] = []
    used: set[str] = set()
    for place in range(max(width, len(row))):
        plain = " ".join(row[place].split()) if place < len(row) else ""
        name = base = plain or f"Column {place + 1}"
        times = 1
        while name.casefold() in used:
            times += 1
            name = f"{base} ({times})"
        used.add(name.casefold())
        named.append(name)
    return named


def why_no_client(row: Sequence[str], typical: int, *, after_gap: bool) -> str:
    """Return why a row at the end of the table is no client; empty where it may be one."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any("@" in cell for cell in filled):
        return ""
    first = fold(filled[0])
    if _TOTAL.match(first) and (
        len(filled) == 1 or all(any(sign.isdigit() for sign in cell) for cell in filled[1:])
    ):
        return gettext("a total, not a client")
    if len(filled) <= 2 and _STAMP.match(first):
        return gettext("a remark below the table, not a client")
    if after_gap and len(filled) == 1 and typical >= _FEWEST_FOR_SPARSE:
        return gettext("a remark below the table, not a client")
    return ""


def _names_columns(filled: Sequence[str]) -> bool:
    if any(len(cell) > _LONGEST_HEADING * 2 for cell in filled):
        return False
    values = sum(
        1
        for place, cell in enumerate(filled)
        if _VALUE.match(cell) and not (place and _YEAR.match(cell))
    )
    return values <= len(filled) * 0.2
