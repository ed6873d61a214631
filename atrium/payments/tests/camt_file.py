"""CAMT.053 files as banks write them, for the tests."""

from __future__ import annotations

OWN = "DE75512108001245126199"
BAKERY = "DE89370400440532013000"


def camt(
    *entries: str, version: str = "001.02", account: str = OWN, currency: str = "EUR"
) -> bytes:
    """A statement of these entries."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.{version}"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">99.00</Amt></Bal>
{"".join(entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def entry(
    amount: str,
    *details: str,
    ref: str = "",
    day: str = "2026-11-20",
    out: bool = False,
    more: str = "",
    status: str = "BOOK",
) -> str:
    """One entry; ``more`` is put in as it is."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{"DBIT" if out else "CRDT"}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>{ref}</AcctSvcrRef>{more}<NtryDtls>{''.join(details)}</NtryDtls></Ntry>"
    )


def detail(
    text: str = "",
    *,
    name: str = "",
    iban: str = "",
    amount: str = "",
    creditor: str = "",
    end_to_end: str = "NOTPROVIDED",
) -> str:
    """One payment of an entry."""
    told = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    party = f"<Dbtr><Nm>{name}</Nm></Dbtr>" if name else ""
    account = f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>" if iban else ""
    structured = f"<Strd><CdtrRefInf><Ref>{creditor}</Ref></CdtrRefInf></Strd>" if creditor else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>{told}"
        f"<RltdPties>{party}{account}</RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd>{structured}</RmtInf></TxDtls>"
    )
