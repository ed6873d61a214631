"""The words with which an invoice goes to a client, in each language that papers are printed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.billing.models.standing import Kind
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing

if TYPE_CHECKING:
    from atrium.billing.models import Invoice
    from atrium.organisations.models import Member

# The letter of what is to be paid, that of what is not, and the words of the link.
_LETTERS = {
    "en": (
        "Hello,\n\nplease find attached {what} {number} of {amount}, due on {due}.",
        "Hello,\n\nplease find attached {what} {number} of {amount}.",
        "Kind regards",
        "See it online",
    ),
    "de": (
        "Guten Tag,\n\nanbei erhalten Sie {what} {number} über {amount}, fällig am {due}.",
        "Guten Tag,\n\nanbei erhalten Sie {what} {number} über {amount}.",
        "Mit freundlichen Grüßen",
        "Online ansehen",
    ),
    "fr": (
        "Bonjour,\n\nveuillez trouver ci-joint : {what} {number} de {amount}, à régler au plus tard le {due}.",
        "Bonjour,\n\nveuillez trouver ci-joint : {what} {number} de {amount}.",
        "Cordialement",
        "Voir en ligne",
    ),
    "it": (
        "Buongiorno,\n\nin allegato: {what} {number} di {amount}, con scadenza il {due}.",
        "Buongiorno,\n\nin allegato: {what} {number} di {amount}.",
        "Cordiali saluti",
        "Vedi online",
    ),
    "es": (
        "Buenos días:\n\nAdjuntamos: {what} {number} por {amount}, con vencimiento el {due}.",
        "Buenos días:\n\nAdjuntamos: {what} {number} por {amount}.",
        "Un saludo",
        "Ver en línea",
    ),
    "nl": (
        "Goedendag,\n\nbijgaand vindt u {what} {number} van {amount}, te betalen vóór {due}.",
        "Goedendag,\n\nbijgaand vindt u {what} {number} van {amount}.",
        "Met vriendelijke groet",
        "Online bekijken",
    ),
    "pl": (
        "Dzień dobry,\n\nw załączeniu: {what} {number} na kwotę {amount}, z terminem płatności {due}.",
        "Dzień dobry,\n\nw załączeniu: {what} {number} na kwotę {amount}.",
        "Z poważaniem",
        "Zobacz w internecie",
    ),
}


def letter_of(invoice: Invoice, by: Member) -> tuple[str, str]:
    """Subject and words of the letter, as they are proposed."""
    language = _language(invoice)
    words, writing = words_in(language), Writing(language, invoice.currency)
    asks = invoice.kind != Kind.CREDIT and invoice.total > 0
    owing, settled, bye, _ = _LETTERS[language]
    text = (owing if asks else settled).format(
        what=words[invoice.kind],
        number=invoice.number or "",
        amount=writing.money(invoice.total),
        due=writing.day(invoice.due_on),
    )
    seller = invoice.seller.get("name") or str(invoice.organisation)
    subject = f"{words[invoice.kind]} {invoice.number or ''} · {seller}"
    return subject, f"{text}\n\n{bye}\n{by.name}\n{seller}"


def link_words(invoice: Invoice) -> str:
    """What the link to the invoice is called."""
    return _LETTERS[_language(invoice)][3]


def _language(invoice: Invoice) -> str:
    return language_of(invoice.recipient.get("language", ""))
