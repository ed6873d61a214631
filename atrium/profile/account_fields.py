"""The account details of a client: how each is read, kept, shown and called (B03).

Values are kept as JSON has them: text, and the credit limit as a whole number of minor units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atrium.clients.details import DETAILS
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, bank, email, money
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.profile.terms import PaymentTerms

if TYPE_CHECKING:
    from atrium.clients.models import Client

type Value = str | int | None
type Values = dict[str, Value]

# What decides the tax on an invoice, by EU directive 2006/112/EC and its kin elsewhere.
VAT_TREATMENTS = {
    "standard": gettext_lazy("Standard: tax is charged"),
    "reverse_charge": gettext_lazy("Reverse charge: the client accounts for the tax"),
    "intra_community": gettext_lazy("Intra-Community supply: zero-rated"),
    "export": gettext_lazy("Export: outside the scope of tax"),
    "exempt": gettext_lazy("Exempt from tax"),
}
_NEEDS_TAX_ID = frozenset({"reverse_charge", "intra_community"})


class WrongDetails(Refusal):
    """Some texts do not fit their fields: ``wrong`` says by name how to mend each."""

    def __init__(self, wrong: dict[str, str]) -> None:
        field, message = next(iter(wrong.items()))
        super().__init__(message, field=field)
        self.wrong = wrong


def refuse(wrong: dict[str, str]) -> None:
    """Raise WrongDetails where something does not fit."""
    if wrong:
        raise WrongDetails(wrong)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a field is read for: the client, and the currency that its amounts are in."""

    client: Client
    currency: str


@dataclass(frozen=True, kw_only=True)
class AccountField:
    """One account detail. ``bank``: shown masked to who may not see bank details."""

    name: str
    label: str
    section: str
    read: Callable[[Reading, str], Value]
    show: Callable[[Any, str], str] = lambda value, _currency: str(value)
    enter: Callable[[Any, str], str] = lambda value, _currency: str(value)
    longest: int = 200
    bank: bool = False
    of_client: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    input: str = "text"

    def value(self, reading: Reading, text: str) -> Value:
        """What ``text`` stands for; empty is None for the credit limit, else empty. Raises Refusal."""
        text = " ".join(text.split())
        if not text:
            return None if self.name == "credit_limit" else ""
        if len(text) > self.longest:
            msg = gettext("{label} has at most {longest} characters; shorten it.").format(
                label=self.label, longest=self.longest
            )
            raise Refusal(msg, field=self.name)
        try:
            return self.read(reading, text)
        except (FormatError, Refusal) as error:
            raise Refusal(str(error), field=self.name) from error

    def shown(self, value: Value, currency: str, *, bank_too: bool = False) -> str:
        """The value as people read it; masked unless ``bank_too``."""
        if value is None or value == "":
            return ""
        if self.bank and not bank_too:
            return bank.masked(str(value))
        return str(self.show(value, currency))

    def entered(self, value: Value, currency: str) -> str:
        """The value as its input has it."""
        return "" if value is None or value == "" else self.enter(value, currency)


def _plain(reading: Reading, text: str) -> str:
    return text


def _as_detail(name: str) -> Callable[[Reading, str], Value]:
    return lambda reading, text: str(DETAILS[name].read(reading.client, text))


def _limit(reading: Reading, text: str) -> int:
    """An amount in the client's currency, from nought upwards."""
    country = reading.client.organisation.country
    if money.currency_in(text, reading.currency) == reading.currency:
        amount = money.parse(text, reading.currency, country)
        if amount >= 0:
            return amount
    msg = gettext("Write the amount in {currency} like {written}.").format(
        currency=reading.currency, written=money.written(500_000, reading.currency)
    )
    raise FormatError(msg)


def _currency(reading: Reading, text: str) -> str:
    code = text.upper()
    if code not in CURRENCIES:
        msg = gettext("Choose a currency by its code, like GBP or EUR.")
        raise Refusal(msg)
    return code


def _vat(reading: Reading, text: str) -> str:
    known = {fold(label): code for code, label in VAT_TREATMENTS.items()}
    text = known.get(fold(text), text)
    if text not in VAT_TREATMENTS:
        msg = gettext("Choose one of: {vat}.").format(vat=", ".join(VAT_TREATMENTS))
        raise Refusal(msg)
    return text


_ALL = (
    AccountField(
        name="legal_name",
        label=gettext_lazy("Legal name"),
        section=gettext_lazy("Identity"),
        read=_as_detail("legal_name"),
        longest=300,
        of_client=True,
        help=gettext_lazy("As in the register and on contracts."),
    ),
    AccountField(
        name="tax_id",
        label=gettext_lazy("Tax ID"),
        section=gettext_lazy("Identity"),
        read=_as_detail("tax_id"),
        longest=60,
        of_client=True,
        help=gettext_lazy("Checked by the rules of the client’s country."),  # noqa: RUF001 - typographic
    ),
    AccountField(
        name="vat_treatment",
        label=gettext_lazy("VAT treatment"),
        section=gettext_lazy("Identity"),
        read=_vat,
        show=lambda value, _currency: VAT_TREATMENTS.get(value, value),
        choices=tuple(VAT_TREATMENTS.items()),
    ),
    AccountField(
        name="payment_terms",
        label=gettext_lazy("Payment terms"),
        section=gettext_lazy("Terms"),
        read=lambda _reading, text: PaymentTerms.read(text).code,
        show=lambda value, _currency: PaymentTerms.read(value).words,
        enter=lambda value, _currency: PaymentTerms.read(value).words,
        help=gettext_lazy("30 days, end of month + 15, or due on receipt."),
    ),
    AccountField(
        name="currency",
        label=gettext_lazy("Currency"),
        section=gettext_lazy("Terms"),
        read=_currency,
        choices=tuple((code, code) for code in CURRENCIES),
    ),
    AccountField(
        name="credit_limit",
        label=gettext_lazy("Credit limit"),
        section=gettext_lazy("Terms"),
        read=_limit,
        show=money.shown,
        enter=money.written,
        longest=30,
        help=gettext_lazy("In the client’s currency."),  # noqa: RUF001 - typographic
    ),
    AccountField(
        name="billing_email",
        label=gettext_lazy("Billing e-mail"),
        section=gettext_lazy("Invoices"),
        read=lambda _reading, text: email.parse(text).address,
        longest=320,
        input="email",
    ),
    AccountField(
        name="billing_reference",
        label=gettext_lazy("Reference"),
        section=gettext_lazy("Invoices"),
        read=_plain,
        help=gettext_lazy("What the client wants to read on every invoice, like a purchase order."),
    ),
    AccountField(
        name="account_holder",
        label=gettext_lazy("Account holder"),
        section=gettext_lazy("Bank"),
        read=_plain,
    ),
    AccountField(
        name="iban",
        label="IBAN",
        section=gettext_lazy("Bank"),
        read=lambda _reading, text: bank.iban(text),
        show=lambda value, _currency: bank.grouped(value),
        enter=lambda value, _currency: bank.grouped(value),
        bank=True,
        longest=60,
    ),
    AccountField(
        name="bic",
        label="BIC",
        section=gettext_lazy("Bank"),
        read=lambda _reading, text: bank.bic(text),
        bank=True,
        longest=20,
    ),
    AccountField(
        name="sort_code",
        label=gettext_lazy("Sort code"),
        section=gettext_lazy("Bank"),
        read=lambda _reading, text: bank.sort_code(text),
        show=lambda value, _currency: "-".join((value[:2], value[2:4], value[4:])),
        enter=lambda value, _currency: "-".join((value[:2], value[2:4], value[4:])),
        bank=True,
        longest=20,
        help=gettext_lazy("For accounts in the United Kingdom."),
    ),
    AccountField(
        name="account_number",
        label=gettext_lazy("Account number"),
        section=gettext_lazy("Bank"),
        read=lambda _reading, text: bank.account_number(text),
        bank=True,
        longest=20,
    ),
)
FIELDS = {field.name: field for field in _ALL}
SECTIONS = tuple(dict.fromkeys(field.section for field in _ALL))
OWN = tuple(field.name for field in _ALL if not field.of_client)


def in_force(values: Values, client: Client) -> str:
    """The currency of the client's amounts: its own, else the organisation's."""
    return str(values.get("currency") or client.organisation.currency)


def read_all(
    client: Client, standing: Values, texts: dict[str, str]
) -> tuple[Values, dict[str, str]]:
    """The values that ``texts`` stand for, and by name what is wrong with the others."""
    values: Values = {}
    wrong: dict[str, str] = {}
    order = sorted(texts, key=lambda name: name != "currency")
    for name in order:
        currency = in_force(standing | values, client)
        try:
            values[name] = FIELDS[name].value(
                Reading(client=client, currency=currency), texts[name]
            )
        except Refusal as refusal:
            wrong[name] = str(refusal)
    return values, wrong or _disagreements(client, standing, values)


def _disagreements(client: Client, standing: Values, values: Values) -> dict[str, str]:
    """What is right by itself and wrong together."""
    after = standing | values
    wrong = {}
    was, now = in_force(standing, client), in_force(after, client)
    if was != now and after["credit_limit"] is not None and "credit_limit" not in values:
        wrong["credit_limit"] = gettext(
            "The limit is in {was}. Say in {now} what it is to be."
        ).format(was=was, now=now)
    parts = [str(after[name] or "") for name in ("iban", "sort_code", "account_number")]
    if parts[0] and not bank.agree(*parts):
        wrong["iban"] = gettext("IBAN, sort code and account number name different accounts.")
    changed = values.get("vat_treatment", standing["vat_treatment"]) != standing["vat_treatment"]
    if changed and after["vat_treatment"] in _NEEDS_TAX_ID and not after["tax_id"]:
        wrong["vat_treatment"] = gettext(
            "This treatment needs the client's tax ID. Add it as well."
        )
    return wrong
