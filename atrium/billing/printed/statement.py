"""A statement of account drawn as PDF, in the language of who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.billing.models import Letterhead, Seller
from atrium.billing.printed.composing import SPOKEN
from atrium.billing.printed.paper import Sheeted, side_of
from atrium.billing.printed.printing import laid_out
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing
from atrium.billing.recipient import account_of, recipient_of

if TYPE_CHECKING:
    from atrium.billing.statement import Account, Statement


_WORDS = {"elsewhere": "payment"}


def printed_statement(statement: Statement) -> bytes:
    """The PDF. Refused where the machine cannot draw."""
    client = statement.client
    place, look = client.organisation, Letterhead.of(client.organisation)
    language = language_of(client.language, SPOKEN.get(place.country, "en"))
    words, writing = words_in(language), Writing(language, place.currency)
    paper = Sheeted(
        language=language,
        title=words["statement"],
        seller=Seller.of(place).snapshot,
        recipient=recipient_of(client, account_of(client)),
        facts=[
            (words["number"], client.code),
            (words["period"], writing.period(statement.first, statement.last)),
        ],
        logo=bool(look.picture),
    )
    accounts = [_written(one, words, language) for one in statement.accounts]
    template = "billing/printed/statement.html"
    return laid_out(template, paper, look.picture, look.colour, accounts=accounts)


def _written(account: Account, words: dict[str, str], language: str) -> dict[str, Any]:
    writing = Writing(language, account.currency)
    rows = [
        {
            "on": writing.day(one.on),
            "what": f"{words[_WORDS.get(one.what, one.what)]} {one.document}",
            "text": one.text,
            "side": side_of(one.text),
            "due": writing.day(one.due),
            "amount": writing.amount(one.amount),
            "balance": writing.amount(one.balance),
        }
        for one in account.entries
    ]
    opening, closing = writing.amount(account.opening), writing.amount(account.closing)
    return {"currency": account.currency, "rows": rows, "opening": opening, "closing": closing}
