"""Which column of a file says what was agreed to, and for which of the organisation's purposes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from atrium.foundation.formats.names import fold
from atrium.foundation.reading import dates
from atrium.imports.consents import Purpose, known_purposes
from atrium.imports.reading import Column, Mapping, Table
from atrium.imports.reading.consent import UnclearConsentError, answer_of
from atrium.imports.reading.contents import mostly
from atrium.imports.reading.mapping import CONSENT, CONSENT_ON, EXTRA

_AGREED = re.compile(
    r"\b(?:consent\w*|opt(?:ed)? ?ins?|subscribed|subscription|permission|agreed|"
    r"\w*einwilligung|zustimmung|abonniert|angemeldet|consentement|consentimiento|abonne|inscrit|"
    r"suscrit[oa]|suscripcion|zgod[ay]|zapisan[ay])\b"
)
_MAILINGS = re.compile(
    r"\b(?:opt(?:ed)? ?ins?|e ?mails?|mail(?:ing|ings|s)?|marketing|newsletters?|werbung|werbe\w*|courriel|"
    r"correo|boletin|subscribed|subscription|abonniert|angemeldet|abonne|inscrit|suscrit[oa]|suscripcion|zapisan[ay])\b"
)
_DAY = re.compile(
    r"\b(?:date|day|at|on|since|when|timestamp|time|datum|am|seit|jour|le|fecha|dia|data|dnia|od)\b"
)
_ALL = re.compile(
    r"\b(?:status|given|flag|gdpr|dsgvo|rgpd|rodo|the|to|for|has|is|of|der|die|das|zur|zum|de|du|la|el|al|do|na|z)\b"
)


def with_consents(suggested: Mapping, table: Table) -> Mapping:
    """The mapping, with columns that say what was agreed to; only where one purpose can be meant, and the cells say so."""
    free = [place for place, c in enumerate(suggested.columns) if c.target == EXTRA]
    purposes = known_purposes() if table.header_row is not None and free else []
    columns = list(suggested.columns)
    for days in (False, True) if purposes else ():
        for place in free:
            words = " ".join(
                re.findall(
                    r"[^\W_]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", columns[place].header))
                )
            )
            if columns[place].target != EXTRA or bool(_DAY.search(words)) != days:
                continue
            values = [row[place] for row in table.sample if row[place].strip()]
            if purpose := _meant(words, purposes, values):
                columns[place] = _headed(columns, place, purpose, values, days=days)
    return replace(suggested, columns=tuple(columns))


def _meant(words: str, purposes: Sequence[Purpose], values: Sequence[str]) -> Purpose | None:
    """The one purpose that a heading can mean."""
    if not values or not mostly(values, _answers):
        return None
    rest = " ".join(_ALL.sub(" ", _DAY.sub(" ", _AGREED.sub(" ", words))).split())
    for purpose in purposes:
        label = " ".join(re.findall(r"[^\W_]+", purpose.label_key))
        if words == label or (_AGREED.search(words) and rest and rest in {label, label.split()[0]}):
            return purpose
    if not _AGREED.search(words):
        return None
    mailings = _MAILINGS.search(words) and not _MAILINGS.sub(" ", rest).strip()
    some = [p for p in purposes if p.covers_mailings] if mailings else list(purposes)
    return some[0] if len(some) == 1 and (mailings or not rest) else None


def _headed(
    columns: Sequence[Column],
    place: int,
    purpose: Purpose,
    values: Sequence[str],
    *,
    days: bool,
) -> Column:
    """The column with its place: a day stands beside the column that says yes or no, else it says both."""
    whole = f"{CONSENT}{purpose.public_id}"
    taken = {column.target for column in columns}
    beside = f"{CONSENT_ON}{purpose.public_id}"
    if whole not in taken:
        return replace(columns[place], target=whole, form=dates.order_of(values))
    if days and beside not in taken:
        return replace(columns[place], target=beside, form=dates.order_of(values))
    return columns[place]


def _answers(text: str) -> bool:
    try:
        return answer_of(text, dates.DAY_FIRST) is not None
    except UnclearConsentError:
        return False
