"""What may be said of a call, and how its number and duration are written."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, phone
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

LONGEST_NOTE = 20_000
LONGEST_CALL = 7 * 24 * 3600
# How far the clock of a telephone system may be ahead of ours.
AHEAD = timedelta(minutes=10)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_PART = re.compile(r"(\d{1,6})\s*(h|m|s|)[a-z]*", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "": 60, "s": 1}


def checked(values: dict[str, Any], country: str) -> dict[str, Any]:
    """The values as they are kept; refused with the field to mend."""
    values = dict(values)
    if "note" in values:
        values["note"] = values["note"].replace("\x00", "").strip()
        if len(values["note"]) > LONGEST_NOTE:
            msg = gettext("Write at most {longest} characters; put the rest into a note.").format(
                longest=f"{spoken(LONGEST_NOTE):,}"
            )
            raise Refusal(msg, field="note")
    if country and "number" in values:
        values["number"] = read_number(values["number"], country)
    if "started_at" in values and values["started_at"] > timezone.now() + AHEAD:
        raise Refusal(gettext("This call would be in the future."), field="started_at")
    if not 0 <= (values.get("duration") or 0) <= LONGEST_CALL:
        raise Refusal(gettext("A call lasts a week at most."), field="duration")
    return values


def read_number(text: str, country: str) -> str:
    """The number in E.164; empty for none. Refused with the mend where it is no number."""
    if not text.strip():
        return ""
    try:
        found = phone.parse(text, country)
    except FormatError as error:
        raise Refusal(str(error), field="number") from error
    return f"{found.e164};ext={found.extension}" if found.extension else found.e164


def shown(number: str) -> str:
    """The number as people read it; as it is kept where it is none."""
    try:
        return phone.parse(number).international if number else ""
    except FormatError:
        return number


def said(duration: int) -> str:
    """Seconds as people say them: 45 s, 12 min, 1 h 5 min."""
    if duration < _SECONDS["m"]:
        return f"{duration} s"
    hours, minutes = divmod((duration + 30) // 60, 60)
    return " ".join(
        part
        for part in (
            hours and f"{hours} h",
            minutes and gettext("{minutes} min").format(minutes=minutes),
        )
        if part
    )


def seconds_of(text: str) -> int | None:
    """Seconds of what people type: 5, 5:30, 1:05:00, 1 h 5, 45 s; a bare number is minutes.

    Raises FormatError.
    """
    text = text.strip()
    if not text:
        return None
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip():
        msg = gettext("Write how long it took like 5, 5:30 or 45 s.")
        raise FormatError(msg)
    return sum(int(number) * _SECONDS[unit.lower()] for number, unit in parts)
