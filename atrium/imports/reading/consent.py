"""Columns that say who agreed to a purpose: yes, no or a day in several languages, with the day in a column of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from atrium.foundation.formats.names import fold
from atrium.foundation.reading import dates
from atrium.foundation.translation import gettext
from atrium.imports.reading.mapping import CONSENT, CONSENT_ON, Column, Mapping
from atrium.imports.reading.row import Problem, Row, Said

_YES = (
    "yes|y|true|t|1|on|given|granted|agreed|accepted|confirmed|consented|permitted|subscribed|subscriber|"
    "opted in|opt in|optin|double opt in|single opt in|"
    "ja|j|wahr|zugestimmt|eingewilligt|erteilt|akzeptiert|angemeldet|abonniert|abonnent|"
    "oui|vrai|accepte|acceptee|accorde|consenti|inscrit|inscrite|abonne|abonnee|"
    "si|verdadero|aceptado|acepta|concedido|dado|suscrito|suscrita|"
    "tak|prawda|wyrazona|wyrazono|wyrazono zgode|zapisany|zapisana|subskrybuje|"
    "vero|accettato|iscritto|waar|akkoord|да|sim|kylla"
)
_NO = (
    "no|n|false|f|0|off|withdrawn|withdrew|revoked|declined|refused|denied|rejected|not given|not agreed|no consent|"
    "unsubscribed|not subscribed|opted out|opt out|optout|"
    "nein|falsch|widerrufen|abgelehnt|verweigert|abgemeldet|nicht erteilt|nicht zugestimmt|keine einwilligung|"
    "non|faux|refuse|refusee|retire|retiree|revoque|desinscrit|desinscrite|desabonne|desabonnee|"
    "falso|rechazado|retirado|revocado|denegado|dado de baja|de baja|"
    "nie|falsz|odmowa|odmowiono|wycofana|wycofano|nie wyrazono|brak zgody|wypisany|wypisana|"
    "rifiutato|revocato|onwaar|нет|nao|ei"
)
_TICKED, _CROSSED = frozenset("✓✔☑✅"), frozenset("✗✘☒❌☐")
_ANSWERS: dict[str, bool] = dict.fromkeys(_YES.split("|"), True)
_ANSWERS |= dict.fromkeys(_NO.split("|"), False)
_ANSWERS |= dict.fromkeys(_TICKED, True) | dict.fromkeys(_CROSSED, False)
_NOTHING = frozenset({"", "n a", "null", "none", "nan"})
# A day inside what is said: "opted out 2024-05-01", "yes (1.5.2024)", "withdrawn on 3 May 2024".
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d\d)(?!\d)|"
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de |of )?[^\W\d_]{3,}\.?,?\s+(?:de |del )?\d{4}|"
    r"[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_CLOCK = re.compile(
    r"(?:T|\b)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[ap]m\b|utc\b|z\b|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_JOINING = frozenset("am on at le el dnia since seit depuis desde od the".split())
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """Where a row says what was agreed to for one purpose, and where on which day."""

    purpose: str
    place: int
    header: str
    order: str
    day_place: int = -1
    day_header: str = ""


class UnclearConsentError(ValueError):
    """What stands in a cell says neither that somebody agreed nor that they did not."""


def consent_plans(mapping: Mapping, sample: Sequence[list[str]], usual: str) -> list[ConsentPlan]:
    """The columns of the mapping that say it; a day counts beside a column that says yes or no."""
    found: list[ConsentPlan] = []
    days = {
        c.target.removeprefix(CONSENT_ON): (place, c)
        for place, c in reversed(list(enumerate(mapping.columns)))
        if c.target.startswith(CONSENT_ON)
    }
    for place, column in enumerate(mapping.columns):
        if column.target.startswith(CONSENT):
            purpose = column.target.removeprefix(CONSENT)
            at, day = days.get(purpose, (-1, Column("")))
            asked = [row[at if at >= 0 else place] for row in sample]
            order = dates.order_of(asked) or usual
            found.append(ConsentPlan(purpose, place, column.header, order, at, day.header))
    told = {plan.purpose for plan in found}
    alone = [(p, place, c) for p, (place, c) in days.items() if p not in told]
    return found + [ConsentPlan(p, -1, c.header, usual, place, c.header) for p, place, c in alone]


def add_consents(row: Row, plans: Sequence[ConsentPlan], values: Sequence[str]) -> None:
    """Put what the cells say into the row; what is unclear stays under its heading, with the reason."""
    said: list[Said] = []
    for plan in plans:
        text = values[plan.place] if plan.place >= 0 else ""
        day = values[plan.day_place] if plan.day_place >= 0 else ""
        try:
            answer = answer_of(text, plan.order)
        except UnclearConsentError:
            words = gettext(
                "“{text}” does not say whether they agreed; it is kept as a field. Write yes, no or "
                "the day on which they did."
            )
            _keep(row, plan, text, day, words.format(text=text[:_LONGEST]))
            continue
        if answer is None:
            if day:
                words = gettext("There is a day, but nothing that says whether they agreed.")
                _keep(row, plan, text, day, words)
            continue
        given, on = answer
        wrong = False
        if day and on is None:
            try:
                on = dates.read(_CLOCK.sub("", day).strip(), plan.order)
            except (ValueError, OverflowError):
                wrong = True
        if wrong and given:
            words = gettext("“{text}” is not a date. Write it like 2026-11-21.")
            _keep(row, plan, text, day, words.format(text=day[:_LONGEST]))
            continue
        said.append(Said(plan.purpose, given, on, text, plan.header))
    row.consents = said


def answer_of(text: str, order: str) -> tuple[bool, dt.date | None] | None:
    """Whether they agreed, and on which day where that is said; None where nothing is said.

    Raises UnclearConsentError for anything else.
    """
    bare = _words(text)
    if bare in _ANSWERS:
        return _ANSWERS[bare], None
    if bare in _NOTHING or not text.strip("0/.-: "):
        return None
    day = _DAY.search(text)
    if day is None:
        raise UnclearConsentError(text)
    try:
        on = dates.read(day.group(), order)
    except (ValueError, OverflowError):
        raise UnclearConsentError(text) from None
    around = f"{text[: day.start()]} {_CLOCK.sub(' ', text[day.end() :])}"
    rest = " ".join(word for word in _words(around).split() if word not in _JOINING)
    if on is None or (rest and rest not in _ANSWERS):
        raise UnclearConsentError(text)
    return _ANSWERS.get(rest, True), on


def _words(text: str) -> str:
    return text if text in _ANSWERS else " ".join(re.findall(r"[^\W_]+", fold(text)))


def _keep(row: Row, plan: ConsentPlan, text: str, day: str, reason: str) -> None:
    if text:
        row.extra[plan.header] = text
    if day:
        row.extra[plan.day_header] = day
    row.problems.append(Problem(plan.header, reason, warning=True))
