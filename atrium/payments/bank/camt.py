"""CAMT.053, the statement of ISO 20022, in any of its versions: names are read without their namespace.

One entry may gather many payments; each becomes a line, and the lines of an entry always add up to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from atrium.foundation.formats import money
from atrium.foundation.reading.unreadable import Unreadable
from atrium.organisations.currencies import CURRENCIES
from atrium.payments.bank.line import NO_REFERENCE, BankLine

_OTHERS = {
    "BkToCstmrAcctRpt": "This is a report of the day (CAMT.052), not a statement. Send the statement, CAMT.053.",
    "BkToCstmrDbtCdtNtfctn": "This is a notice (CAMT.054); its payments stand in the statement too. Send the statement, CAMT.053.",
    "CstmrCdtTrfInitn": "This is a file of payments to make (PAIN), not a statement. Send the statement, CAMT.053.",
}
_AMOUNT = re.compile(r"\d{1,18}(\.\d{1,5})?")
MOST_LINES = 20_000


@dataclass
class Statements:
    """What a file held: its lines, and how many entries are passed over as not booked yet."""

    lines: list[BankLine]
    not_booked: int = 0


def is_camt(head: bytes) -> bool:
    """Whether the first bytes of a file are XML, in whatever encoding."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<")


def read(data: bytes) -> Statements:
    """Every statement in the file. Raises Unreadable."""
    found = Statements([])
    try:
        _walk(data, found)
    except DefusedXmlException as error:
        msg = "This file defines entities of its own, which no bank does. It is not read."
        raise Unreadable(msg) from error
    except (ParseError, LookupError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        msg = f"This XML is damaged ({error}). Download the statement once more."
        raise Unreadable(msg) from error
    return found


def _walk(data: bytes, found: Statements) -> None:
    account = currency = ""
    is_statement = False
    inside: list[str] = []
    for event, node in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        name = _name(node)
        if event == "start":
            inside.append(name)
            if name in _OTHERS:
                raise Unreadable(_OTHERS[name])
            is_statement = is_statement or name == "BkToCstmrStmt"
            if name == "Stmt":
                account = currency = ""
            continue
        inside.pop()
        if name == "Acct" and inside[-1:] == ["Stmt"]:
            account, currency = _account(node), _text(node, "Ccy")
        elif name == "Ntry":
            _take(node, account, currency, found)
            node.clear()
    if not is_statement:
        raise Unreadable("This XML is not a bank statement. Send a CAMT.053 or a CSV of the bank.")


def _take(node: Element, account: str, currency: str, found: Statements) -> None:
    if not account:
        raise Unreadable("A statement in this file does not say of which account it is.")
    if (_text(node, "Sts/Cd") or _text(node, "Sts") or "BOOK") != "BOOK":
        found.not_booked += 1
        return
    found.lines += _lines(node, account, currency)
    if len(found.lines) > MOST_LINES:
        raise Unreadable(f"This file holds more than {MOST_LINES:,} entries. Send it by months.")


def _lines(node: Element, account: str, currency: str) -> Iterator[BankLine]:
    """The payments of one entry. They add up to it: where details do not, the entry is one line."""
    entry = _entry(node, account, currency)
    details = _all(node, "NtryDtls/TxDtls")
    parts = [_detail(entry, each, place) for place, each in enumerate(details)]
    if len(parts) <= 1:
        one = parts[0] if parts else entry
        yield replace(one, amount=entry.amount, charges=entry.charges or one.charges)
        return
    left = entry.amount - sum(part.amount for part in parts)
    kept = entry.charges or sum(part.charges for part in parts)
    if left and left != -kept:
        told = " ".join(f"{part.payer} {part.text}" for part in parts)
        references = tuple(ref for part in parts for ref in part.references)
        yield replace(entry, text=f"{entry.text} {told}", references=references)
        return
    yield from (replace(part, charges=0 if left else part.charges) for part in parts)
    if left:
        yield replace(entry, amount=left, charges=0, text="Charges of the bank", part=len(parts))


def _entry(node: Element, account: str, usual: str) -> BankLine:
    amount, currency = _amount(_one(node, "Amt"), usual)
    sign = -1 if _text(node, "CdtDbtInd") == "DBIT" else 1
    booked = _day(node, "BookgDt") or _day(node, "ValDt")
    if booked is None:
        raise Unreadable("An entry of this file has no date. Download the statement once more.")
    return BankLine(
        account=account,
        currency=currency,
        amount=sign * amount,
        booked_on=booked,
        valued_on=_day(node, "ValDt"),
        text=_text(node, "AddtlNtryInf"),
        bank_ref=_text(node, "AcctSvcrRef") or _text(node, "NtryRef"),
        charges=_charges(node, currency),
        is_reversal=_text(node, "RvslInd") in {"true", "1"},
    )


def _detail(entry: BankLine, node: Element, place: int) -> BankLine:
    told = _one(node, "Amt")
    told = told if told is not None else _one(node, "AmtDtls/TxAmt/Amt")
    amount, currency = _amount(told, entry.currency) if told is not None else (0, entry.currency)
    direction = _text(node, "CdtDbtInd")
    sign = {"DBIT": -1, "CRDT": 1}.get(direction, -1 if entry.amount < 0 else 1)
    who = "Dbtr" if sign > 0 else "Cdtr"
    names = [f"RltdPties/{side}/{nm}" for side in (who, f"Ultmt{who}") for nm in ("Nm", "Pty/Nm")]
    free = [each.text or "" for each in _all(node, "RmtInf/Ustrd")]
    free += [each.text or "" for each in _all(node, "RmtInf/Strd/AddtlRmtInf")]
    return replace(
        entry,
        amount=sign * amount if currency == entry.currency else 0,
        payer=next(filter(None, (_text(node, name) for name in names)), ""),
        iban=_number(node, f"RltdPties/{who}Acct"),
        text=" ".join(filter(None, [*free, _text(node, "AddtlTxInf")])) or entry.text,
        references=tuple(dict.fromkeys(_references(node))),
        bank_ref=entry.bank_ref or _text(node, "Refs/AcctSvcrRef") or _text(node, "Refs/TxId"),
        charges=_charges(node, entry.currency),
        part=place,
    )


def _references(node: Element) -> Iterator[str]:
    paths = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb", "Refs/EndToEndId")
    for path in paths:
        for each in _all(node, path):
            if (text := (each.text or "").strip()).upper() not in NO_REFERENCE:
                yield text


def _charges(node: Element, currency: str) -> int:
    """What the bank kept and has taken off already."""
    total = 0
    for charges in _all(node, "Chrgs"):
        for each in _all(charges, "Rcrd") or [charges]:
            told = _one(each, "Amt")
            given_back = _text(each, "CdtDbtInd") == "CRDT"
            if told is None or given_back or _text(each, "ChrgInclInd") in {"false", "0"}:
                continue
            amount, theirs = _amount(told, currency)
            total += amount if theirs == currency else 0
    return total


def _account(node: Element) -> str:
    return _number(node, ".")


def _number(node: Element, path: str) -> str:
    found = _text(node, f"{path}/Id/IBAN") or _text(node, f"{path}/Id/Othr/Id")
    return re.sub(r"\s", "", found).upper()


def _amount(node: Element | None, usual: str) -> tuple[int, str]:
    """The amount in minor units, never below nought, and its currency."""
    text = (node.text or "").strip() if node is not None else ""
    currency = (node.get("Ccy") if node is not None else "") or usual
    if currency not in CURRENCIES or not _AMOUNT.fullmatch(text):
        raise Unreadable(f"An amount in this file cannot be read: “{text[:40]} {currency[:10]}”.")
    try:
        minor = Decimal(text).scaleb(money.places(currency))
    except InvalidOperation as error:
        raise Unreadable(f"An amount in this file is too large: {text[:40]}.") from error
    if minor != int(minor) or minor >= money.LARGEST:
        raise Unreadable(f"An amount in this file cannot be kept exactly: {text[:40]} {currency}.")
    return int(minor), currency


def _day(node: Element, path: str) -> date | None:
    text = _text(node, f"{path}/Dt") or _text(node, f"{path}/DtTm")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Unreadable(f"“{text[:40]}” is not a date.") from error


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Element, path: str) -> list[Element]:
    found = [node]
    for step in path.split("/"):
        if step != ".":
            found = [child for each in found for child in each if _name(child) == step]
    return found


def _one(node: Element, path: str) -> Element | None:
    found = _all(node, path)
    return found[0] if found else None


def _text(node: Element, path: str) -> str:
    found = _one(node, path)
    return (found.text or "").strip() if found is not None else ""
