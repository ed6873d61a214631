"""Account details as lists, filters and exports know them: for whoever may see them (B03).

They are read here and never written: what is filled changes by an approved request alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from atrium.clients.attributes import Kept, attribute
from atrium.clients.value_types.base import EMPTY, FILLED, IS, NOT, Definition, ValueType, line
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.permissions import Can
from atrium.profile.account_fields import FIELDS, VAT_TREATMENTS
from atrium.profile.models import AccountDetails
from atrium.profile.terms import PaymentTerms

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from atrium.clients.value_types import Where
    from atrium.organisations.models import Organisation

SCOPE = "accounts:read"


class Terms(ValueType):
    """When an invoice is due, by its code: net-30."""

    slug = "payment_terms"
    label = gettext_lazy("Payment terms")
    icon = "calendar-clock"
    takes = gettext_lazy("30 days, end of month + 15, or due on receipt.")
    operators = (IS, NOT, EMPTY, FILLED)
    by_hand = False

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        try:
            return PaymentTerms.read(line(typed)).code
        except Refusal as error:
            raise FormatError(str(error)) from error

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return PaymentTerms.read(value).words

    def sought(self, typed: str, field: Definition, where: Where) -> str:
        return self._parsed(typed, field, where)

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "examples": ["net-30", "eom-15", "receipt"]}


def _kept(name: str) -> Kept:
    def parts(_organisation: Organisation) -> dict[str, Combinable]:
        return {f"account_{name}": _of_client(name)}

    return Kept(
        rows=AccountDetails.objects.all,
        column=name,
        parts=parts,
        value=lambda row: getattr(row, f"account_{name}") or None,
    )


def _of_client(name: str) -> Subquery:
    return Subquery(AccountDetails.objects.filter(client=OuterRef("pk")).values(name)[:1])


def _limit() -> Kept:
    """The credit limit with its currency: that of the client, else the organisation's."""

    def parts(organisation: Organisation) -> dict[str, Combinable]:
        own = NullIf(_of_client("currency"), Value(""))
        return {
            "account_credit_limit": _of_client("credit_limit"),
            "account_limit_in": Coalesce(own, Value(organisation.currency)),
        }

    def value(row: Any) -> dict[str, Any] | None:
        amount = row.account_credit_limit
        return None if amount is None else {"amount": amount, "currency": row.account_limit_in}

    def ours(organisation: Organisation) -> Q:
        return Q(currency="") | Q(currency=organisation.currency)

    return Kept(
        rows=AccountDetails.objects.all,
        column="credit_limit",
        parts=parts,
        value=value,
        compared=ours,
        sorted=True,
    )


def _choices(labels: dict[str, str]) -> dict[str, Any]:
    return {"choices": [{"key": key, "label": label} for key, label in labels.items()]}


_SPECIAL: dict[str, Callable[[], dict[str, Any]]] = {
    "vat_treatment": lambda: {"type": "choice", "options": _choices(VAT_TREATMENTS)},
    "currency": lambda: {
        "type": "choice",
        "options": _choices({code: code for code in CURRENCIES}),
    },
    "payment_terms": lambda: {"kind": Terms()},
    "credit_limit": lambda: {"type": "money", "kept": _limit()},
}
for _name, _field in FIELDS.items():
    if not _field.of_client:
        attribute(
            **{
                "slug": f"account.{_name}",
                "label": _field.label,
                "heading": f"account: {_name.replace('_', ' ')}",
                "kept": _kept(_name),
                "filterable": not _field.bank,
                "needs": Can.ACCOUNTS_BANK if _field.bank else Can.ACCOUNTS_SEE,
                "scope": SCOPE,
                **_SPECIAL.get(_name, dict)(),
            }
        )
