"""What an invoice may say, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from atrium.billing.models.books import refuse_locked
from atrium.billing.models.seller import STEPS, RoundTax, TaxMode
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES
from atrium.profile.terms import PaymentTerms

LONGEST = {"reference": 200, "note": 4000, "footer": 4000}
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)
_DAYS = ("due_on", "service_from", "service_to")
_KNOWN = {
    *LONGEST,
    *_DAYS,
    "terms",
    "inclusive",
    "reverse_charge",
    "rounding",
    "mode",
    "step",
    "subject_model",
    "subject_id",
}
_CHOICES: dict[str, Any] = {"rounding": RoundTax.values, "mode": TaxMode.values, "step": STEPS}


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; refused, with the field to mend, where one cannot be.

    Raises TypeError for a value that an invoice does not have.
    """
    if unknown := values.keys() - _KNOWN:
        msg = f"an invoice does not have {', '.join(sorted(unknown))}"
        raise TypeError(msg)
    told = dict(values)
    for name, longest in LONGEST.items():
        if name in told:
            told[name] = str(told[name] or "").replace("\x00", "").strip()
            if len(told[name]) > longest:
                msg = gettext("This has at most {longest:,} characters; shorten it.").format(
                    longest=spoken(longest)
                )
                raise Refusal(msg, field=name)
            card_number.refuse(**{name: told[name]})
    if told.get("terms"):
        told["terms"] = _terms(told["terms"])
    for name, known in _CHOICES.items():
        if name in told and told[name] not in known:
            msg = gettext("Choose one of those that are offered.")
            raise Refusal(msg, field=name)
    _refuse_days(told)
    return told


def refuse_day(day: date | None, field: str) -> None:
    """Refused where the year cannot be meant."""
    if day is not None and not EARLIEST <= day < LATEST:
        msg = gettext("Choose a day between the years 1990 and 2200.")
        raise Refusal(msg, field=field)


def refuse_booked(day: date, field: str) -> None:
    """Refused where the year cannot be meant, or the books are closed on that day."""
    refuse_day(day, field)
    refuse_locked(day, field)


def refuse_currency(currency: str) -> None:
    """Refused where there is no such currency."""
    if currency not in CURRENCIES:
        msg = gettext("There is no currency {currency}; write its code, like GBP.").format(
            currency=currency
        )
        raise Refusal(msg, field="currency")


def checked_reason(reason: str) -> str:
    """The reason with single spaces; refused when there is none or it is too long."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        msg = gettext("Give a reason; it stands on the timeline.")
        raise Refusal(msg, field="reason")
    if len(reason) > 500:  # noqa: PLR2004 - the width of the column
        msg = gettext("A reason has at most 500 characters; shorten it.")
        raise Refusal(msg, field="reason")
    card_number.refuse(reason=reason)
    return reason


def _terms(text: str) -> str:
    try:
        return PaymentTerms.read(text).code
    except Refusal as error:
        raise Refusal(str(error), field="terms") from error


def _refuse_days(told: Mapping[str, Any]) -> None:
    for name in _DAYS:
        refuse_day(told.get(name), name)
    first, last = told.get("service_from"), told.get("service_to")
    if first and last and last < first:
        msg = gettext("The service ends on or after the day it begins.")
        raise Refusal(msg, field="service_to")
