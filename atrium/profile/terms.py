"""When an invoice of a client is due."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

LONGEST = 365
_RECEIPT = re.compile(r"(?:due )?(?:on |upon )?receipt|at once|immediate(?:ly)?|cod", re.IGNORECASE)
_NET = re.compile(r"(?:net|n)?[\s-]*(\d{1,3})(?:\s*days?(?: net)?)?", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:eom|end of month)(?:\s*(?:\+|plus|-)?\s*(\d{1,3})(?:\s*days?)?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """Days counted from the invoice ("net"), from the end of its month ("eom"), or none ("receipt")."""

    kind: str
    days: int = 0

    @classmethod
    def read(cls, text: str) -> PaymentTerms:
        """What people write: 30, net 30, 30 days, EOM + 15, due on receipt; refused with the mend."""
        text = " ".join(text.split())
        if _RECEIPT.fullmatch(text):
            return cls("receipt")
        if found := _MONTH.fullmatch(text):
            terms = cls("eom", int(found[1] or 0))
        elif found := _NET.fullmatch(text):
            terms = cls("net", int(found[1]))
        else:
            msg = gettext("Write terms like 30 days, end of month + 15, or due on receipt.")
            raise Refusal(msg, field="payment_terms")
        if terms.days > LONGEST:
            msg = gettext("Payment terms have at most {longest} days.").format(longest=LONGEST)
            raise Refusal(msg, field="payment_terms")
        return cls("receipt") if terms == cls("net") else terms

    @property
    def code(self) -> str:
        """As it is kept and sent: net-30, eom-15, receipt. ``read`` takes it again."""
        return self.kind if self.kind == "receipt" else f"{self.kind}-{self.days}"

    @property
    def words(self) -> str:
        if self.kind == "receipt":
            return gettext("Due on receipt")
        days = f"{self.days} day{'' if self.days == 1 else 's'}"
        if self.kind == "net":
            return days
        return (
            gettext("End of month + {days}").format(days=days)
            if self.days
            else gettext("End of month")
        )

    def due(self, invoiced: date) -> date:
        """The day on which an invoice of this day is due."""
        if self.kind == "eom":
            invoiced = invoiced.replace(day=monthrange(invoiced.year, invoiced.month)[1])
        return invoiced + timedelta(days=self.days)
