"""What a recurring invoice may say, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from atrium.billing.models.checking import checked as checked_for_invoice
from atrium.billing.models.checking import refuse_currency, refuse_day
from atrium.billing.models.plan_doing import Does
from atrium.billing.rhythm import Unit
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.billing.models.invoice_plan import InvoicePlan

MOST_EVERY, MOST_TIMES = 99, 1200
_OF_INVOICE = frozenset({"terms", "reference", "note", "inclusive", "reverse_charge"})
_KNOWN = _OF_INVOICE | set(
    "name currency unit every first_on arrears until times does reprices".split()
)
_CHOICES = {"unit": Unit.values, "does": Does.values}


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; refused, with the field to mend, where one cannot be.

    Raises TypeError for a value that a recurring invoice does not have.
    """
    if unknown := values.keys() - _KNOWN:
        msg = f"a recurring invoice does not have {', '.join(sorted(unknown))}"
        raise TypeError(msg)
    told = {name: value for name, value in values.items() if name not in _OF_INVOICE}
    told |= checked_for_invoice({n: v for n, v in values.items() if n in _OF_INVOICE})
    if "name" in told:
        told["name"] = _name(str(told["name"] or ""))
    if "currency" in told:
        refuse_currency(told["currency"])
    for name, known in _CHOICES.items():
        if name in told and told[name] not in known:
            raise Refusal(gettext("Choose one of those that are offered."), field=name)
    for name, most in (("every", MOST_EVERY), ("times", MOST_TIMES)):
        if name in told and told[name] is not None and not 0 < told[name] <= most:
            raise Refusal(
                gettext("Write a number from 1 to {most:,}.").format(most=spoken(most)), field=name
            )
    for name in ("first_on", "until"):
        refuse_day(told.get(name), name)
    return told


def refuse_rhythm(plan: InvoicePlan) -> None:
    """Refused where no period would ever be charged."""
    if not plan.name:
        raise Refusal(gettext("Give it a name, like Site care."), field="name")
    if plan.until is not None and plan.until < plan.first_on:
        raise Refusal(gettext("It ends on or after its first day."), field="until")


def refuse_unless(plan: InvoicePlan, state: str) -> None:
    """Refused where it is in another state meanwhile."""
    if plan.state == state:
        return
    words = {
        "active": gettext("{plan} is active now."),
        "paused": gettext("{plan} is paused now."),
        "ended": gettext("{plan} is ended now."),
    }
    raise Refusal(words[plan.state].format(plan=plan))


def _name(text: str) -> str:
    name = " ".join(text.replace("\x00", "").split())
    if not name:
        raise Refusal(gettext("Give it a name, like Site care."), field="name")
    if len(name) > 120:  # noqa: PLR2004 - the width of the column
        raise Refusal(gettext("A name has at most 120 characters; shorten it."), field="name")
    card_number.refuse(name=name)
    return name
