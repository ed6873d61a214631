"""The rows of a bank's CSV as lines of money, by a layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from atrium.foundation.formats import FormatError, money
from atrium.foundation.reading import dates
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES
from atrium.payments.bank.columns import Role
from atrium.payments.bank.layout import Layout
from atrium.payments.bank.line import NO_REFERENCE, BankLine

_OUT = re.compile(r"(s|soll|d|dr|debit|debet|dbit|out|af|-)\Z", re.IGNORECASE)
_BEHIND = re.compile(r"\s*(s|h|cr|dr|c|d)\.?\Z", re.IGNORECASE)
_OUT_WORDS = {"s", "dr", "d"}
# A country that writes the decimal mark in question.
_WRITERS = {".": "GB", ",": "DE"}


def lines_of(
    rows: Sequence[Sequence[str]], layout: Layout, *, account: str, currency: str
) -> list[BankLine]:
    """What the rows tell; ``account`` and ``currency`` hold where no column does.

    Rows without date and amount are passed over: they are remarks and totals. Raises Unreadable
    with the row where one of the two is there and cannot be read.
    """
    if layout.missing:
        raise Unreadable(layout.missing)
    found = []
    for number, cells in enumerate(rows[layout.begins :], layout.begins + 1):
        try:
            line = _line(cells, layout, account, currency)
        except (FormatError, ValueError) as error:
            why = (
                str(error)
                if isinstance(error, FormatError)
                else gettext("The date cannot be read.")
            )
            raise Unreadable(
                gettext("Row {number}: {why}").format(number=number, why=why)
            ) from error
        if line is not None:
            found.append(line)
    return found


def _line(cells: Sequence[str], layout: Layout, account: str, usual: str) -> BankLine | None:
    day = _day(_first(cells, layout, Role.BOOKED), layout)
    if day is None:
        return None
    amount_text = _first(cells, layout, Role.AMOUNT)
    currency = _currency(_first(cells, layout, Role.CURRENCY), amount_text, usual)
    amount = _amount(cells, layout, currency)
    if amount is None:
        return None
    valued = _first(cells, layout, Role.VALUED)
    references = [r for r in _every(cells, layout, Role.REFERENCE) if r.upper() not in NO_REFERENCE]
    return BankLine(
        account=re.sub(r"\s", "", _first(cells, layout, Role.ACCOUNT)).upper() or account,
        currency=currency,
        amount=amount,
        booked_on=day,
        valued_on=_day(valued, layout),
        payer=_first(cells, layout, Role.PAYER),
        iban=re.sub(r"\s", "", _first(cells, layout, Role.IBAN)).upper(),
        text=" ".join(_every(cells, layout, Role.TEXT)),
        references=tuple(dict.fromkeys(references)),
        bank_ref=_first(cells, layout, Role.BANK_REF),
    )


def _amount(cells: Sequence[str], layout: Layout, currency: str) -> int | None:
    """In minor units, below nought what went out; None where the row holds none."""
    single = _first(cells, layout, Role.AMOUNT)
    if single:
        amount = _number(single, layout, currency)
        return -abs(amount) if _OUT.match(_first(cells, layout, Role.SIGN)) else amount
    credit, debit = (_first(cells, layout, role) for role in (Role.CREDIT, Role.DEBIT))
    if not credit and not debit:
        return None
    came = _number(credit, layout, currency) if credit else 0
    went = _number(debit, layout, currency) if debit else 0
    return came - abs(went)


def _number(text: str, layout: Layout, currency: str) -> int:
    """12.00, 12.00-, (12.00), 12,00 S, 1'200.50 CR."""
    bare = text.replace("\u2212", "-").strip()
    behind = _BEHIND.search(bare)
    out = bare.startswith("(") or bare.endswith("-")
    out = out or (behind is not None and behind.group(1).lower() in _OUT_WORDS)
    bare = _BEHIND.sub("", bare).strip("()").removesuffix("-").strip()
    bare = re.sub(r"^-\s*([^\d\s.,]+)\s*", r"-", bare)
    amount = money.parse(bare, currency, _WRITERS[layout.mark])
    return -abs(amount) if out else amount


def _currency(told: str, amount: str, usual: str) -> str:
    found = money.currency_in(told, usual) if told else money.currency_in(amount, usual)
    return found if found in CURRENCIES else usual


def _day(text: str, layout: Layout) -> date | None:
    """The date; None where there is none, or words such as “pending” or “Total of 31.12.”."""
    try:
        return dates.read(text, layout.order) if any(sign.isdigit() for sign in text) else None
    except ValueError:
        if text[:1].isalpha():
            return None
        raise


def _every(cells: Sequence[str], layout: Layout, role: Role) -> list[str]:
    pairs = zip(cells, layout.roles, strict=False)
    return [cell for cell, each in pairs if each == role and cell]


def _first(cells: Sequence[str], layout: Layout, role: Role) -> str:
    return next(iter(_every(cells, layout, role)), "")
