"""What the columns of a bank's list are called, in the languages that banks write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy


class Role(StrEnum):
    """What a column of a bank's list holds; the label is what people choose it by."""

    label: str

    BOOKED = "booked", gettext_lazy("Booked on")
    VALUED = "valued", gettext_lazy("Value date")
    AMOUNT = "amount", gettext_lazy("Amount")
    CREDIT = "credit", gettext_lazy("Money in")
    DEBIT = "debit", gettext_lazy("Money out")
    SIGN = "sign", gettext_lazy("In or out")
    CURRENCY = "currency", gettext_lazy("Currency")
    PAYER = "payer", gettext_lazy("Name of the other side")
    IBAN = "iban", gettext_lazy("Account of the other side")
    TEXT = "text", gettext_lazy("Text")
    REFERENCE = "reference", gettext_lazy("Reference")
    BANK_REF = "bank_ref", gettext_lazy("Reference of the bank")
    ACCOUNT = "account", gettext_lazy("One's own account")
    IGNORE = "", gettext_lazy("Nothing of it")

    def __new__(cls, value: str, label: str) -> Self:
        role = str.__new__(cls, value)
        role._value_ = value
        role.label = label
        return role


ONCE = frozenset(Role) - {Role.TEXT, Role.REFERENCE, Role.IGNORE}
_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.ACCOUNT, r"(own |auftrags|eigenes )?(account|konto|auftragskonto|iban auftragskonto|kontonummer|numero de compte|conto|cuenta|rekening|account number|sort code)"),
    (Role.VALUED, r"(valuta|value date|valutadatum|wertstellung|wertstellungsdatum|wert|date de valeur|date valeur|fecha valor|data valuta|valutadatum|rentedatum|interest date)"),
    (Role.BOOKED, r"(date|datum|booking date|buchungstag|buchungsdatum|buchung|posting date|posted date|posted on|transaction date|date de comptabilisation|date operation|date d'operation|date comptable|fecha|fecha operacion|data|data operazione|data contabile|boekdatum|transactiedatum|completed date|started date|ausgefuhrt am|datum transakce|bokforingsdag)"),
    (Role.CREDIT, r"(credit|credits|haben|gutschrift|money in|paid in|in|credit amount|avoir|ingreso|ingresos|abono|haber|entrate|accrediti|bij|lodgement|deposit|deposits|encaissement)"),
    (Role.DEBIT, r"(debit|debits|soll|lastschrift|belastung|money out|paid out|out|debit amount|cargo|cargos|debe|uscite|addebiti|af|withdrawal|withdrawals)"),
    (Role.SIGN, r"(soll/haben|soll haben|s/h|debit/credit|credit/debit|dr/cr|cr/dr|d/c|c/d|umsatzart s/h|sens|kennzeichen|soll-haben-kennzeichen|soll/haben-kennzeichen|af bij|af/bij|debet/credit|debit credit indicator|credit debit indicator)"),
    (Role.AMOUNT, r"(amount|betrag|umsatz|betrag \(eur\)|betrag in eur|montant|importe|importo|bedrag|value|sum|kwota|belopp|transaction amount|betrag eur|amount \(eur\)|amount \(gbp\)|local amount)"),
    (Role.CURRENCY, r"(currency|wahrung|ccy|devise|divisa|moneda|valuta code|munt|whrg|currency code|waehrung)"),
    (Role.IBAN, r"(iban|counterparty iban|iban zahlungsbeteiligter|gegenkonto|kontonummer/iban|iban / kontonummer|account number of counterparty|counterparty account|tegenrekening|tegenrekening iban/bban|iban du tiers|kontonummer des zahlungspflichtigen|other account|iban der gegenseite|payer iban|payer account|from account)"),
    (Role.PAYER, r"(name|payee|payer|counterparty|counterparty name|merchant|auftraggeber|auftraggeber/empfanger|auftraggeber / begunstigter|beguenstigter/zahlungspflichtiger|begunstigter/zahlungspflichtiger|name zahlungsbeteiligter|zahlungspflichtiger|zahlungspflichtige\*r|empfanger|nom|tiers|nombre|ordenante|beneficiario|naam tegenpartij|naam / omschrijving|controparte|from|sender|partner name|other party|payer name)"),
    (Role.BANK_REF, r"(transaction id|id|bank reference|bankreferenz|transaction reference|referenz der bank|volgnr|numero d'operation|unique id|trn|fitid)"),
    (Role.REFERENCE, r"(reference|referenz|kundenreferenz|end-to-end-referenz|kundenreferenz \(end-to-end\)|end to end id|customer reference|payment reference|ref|your reference|referencia|riferimento|betalingskenmerk|kid|ogm|mandatsreferenz)"),
    (Role.TEXT, r"(text|description|verwendungszweck|buchungstext|details|narrative|memo|particulars|transaction details|transaction description|libelle|concepto|causale|descrizione|omschrijving|mededelingen|zahlungsgrund|communication|purpose|remittance|remittance information|notes|beschreibung|payment details|opis)"),
)  # fmt: skip
_KNOWN = tuple((role, re.compile(rf"(?:{words})\Z")) for role, words in _WORDS)


def role_of(heading: str) -> Role:
    """What a column of this name holds; IGNORE where nobody can tell."""
    bare = re.sub(r"\s+", " ", re.sub(r"[\"':*]", "", fold(heading))).strip(" .")
    for text in (bare, re.sub(r"\s*[(\[].*", "", bare)):
        for role, words in _KNOWN:
            if text and words.match(text):
                return role
    return Role.IGNORE


def roles_of(headings: Sequence[str]) -> list[Role]:
    """What each column holds; of two that say the same the first counts."""
    taken: set[Role] = set()
    roles = []
    for heading in headings:
        role = role_of(heading)
        if role in taken and role in ONCE:
            role = Role.IBAN if role == Role.ACCOUNT and Role.IBAN not in taken else Role.IGNORE
        taken.add(role)
        roles.append(role)
    return roles
