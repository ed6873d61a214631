"""What a receipt says, in each language that papers are printed in, unless the organisation says it otherwise."""

from __future__ import annotations

from atrium.billing.models import Method
from atrium.foundation.translation import gettext_lazy

PLACEHOLDERS: dict[str, str] = {
    "client.name": gettext_lazy("The client's name"),
    "payment.amount": gettext_lazy("What was paid"),
    "payment.date": gettext_lazy("The day on which it came"),
    "payment.method": gettext_lazy("How it was paid"),
    "payment.number": gettext_lazy("The number of the payment"),
    "payment.for": gettext_lazy("The invoices that it covers"),
    "organisation.name": gettext_lazy("Your organisation"),
}
# Subject; text; title; received on; paid by; for; left as credit; thanks.
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Receipt for your payment of {{payment.amount}}",
        "Hello,\n\nthank you for your payment of {{payment.amount}}, which came on {{payment.date}}. The receipt is attached.\n\nKind regards\n{{organisation.name}}",
        *"Receipt|Received on|Paid by|For|Left as your credit|With thanks we received:".split("|"),
    ),
    "de": (
        "Quittung über Ihre Zahlung von {{payment.amount}}",
        "Guten Tag,\n\nvielen Dank für Ihre Zahlung von {{payment.amount}}, eingegangen am {{payment.date}}. Die Quittung liegt bei.\n\nMit freundlichen Grüßen\n{{organisation.name}}",
        *"Quittung|Eingegangen am|Bezahlt mit|Für|Verbleibt als Guthaben|Dankend erhalten:".split(
            "|"
        ),
    ),
    "fr": (
        "Reçu de votre paiement de {{payment.amount}}",
        "Bonjour,\n\nmerci de votre paiement de {{payment.amount}}, reçu le {{payment.date}}. Vous trouverez le reçu ci-joint.\n\nCordialement\n{{organisation.name}}",
        *"Reçu|Reçu le|Payé par|Pour|Reste à votre crédit|Reçu avec nos remerciements :".split("|"),
    ),
    "it": (
        "Ricevuta del Suo pagamento di {{payment.amount}}",
        "Buongiorno,\n\ngrazie per il pagamento di {{payment.amount}}, ricevuto il {{payment.date}}. In allegato la ricevuta.\n\nCordiali saluti\n{{organisation.name}}",
        *"Ricevuta|Ricevuto il|Pagato con|Per|Resta a Suo credito|Ricevuto con ringraziamenti:".split(
            "|"
        ),
    ),
    "es": (
        "Recibo de su pago de {{payment.amount}}",
        "Buenos días:\n\nGracias por su pago de {{payment.amount}}, recibido el {{payment.date}}. Adjuntamos el recibo.\n\nUn saludo\n{{organisation.name}}",
        *"Recibo|Recibido el|Pagado por|Por|Queda a su favor|Recibido con agradecimiento:".split(
            "|"
        ),
    ),
    "nl": (
        "Kwitantie voor uw betaling van {{payment.amount}}",
        "Goedendag,\n\nbedankt voor uw betaling van {{payment.amount}}, ontvangen op {{payment.date}}. De kwitantie vindt u bijgaand.\n\nMet vriendelijke groet\n{{organisation.name}}",
        *"Kwitantie|Ontvangen op|Betaald met|Voor|Blijft als tegoed|Met dank ontvangen:".split("|"),
    ),
    "pl": (
        "Potwierdzenie wpłaty {{payment.amount}}",
        "Dzień dobry,\n\ndziękujemy za wpłatę {{payment.amount}}, otrzymaną {{payment.date}}. Potwierdzenie w załączeniu.\n\nZ poważaniem\n{{organisation.name}}",
        *"Potwierdzenie wpłaty|Otrzymano|Sposób zapłaty|Za|Pozostaje na Państwa koncie|Z podziękowaniem otrzymano:".split(
            "|"
        ),
    ),
}
_METHODS = {
    "en": "bank transfer|cash|card|direct debit|cheque|other means",
    "de": "Überweisung|bar|Karte|Lastschrift|Scheck|auf anderem Weg",
    "fr": "virement|espèces|carte|prélèvement|chèque|autre moyen",
    "it": "bonifico|contanti|carta|addebito diretto|assegno|altro mezzo",
    "es": "transferencia|efectivo|tarjeta|domiciliación|cheque|otro medio",
    "nl": "overschrijving|contant|kaart|incasso|cheque|andere wijze",
    "pl": "przelew|gotówka|karta|polecenie zapłaty|czek|inny sposób",
}


def usual(language: str) -> tuple[str, str]:
    """Subject and text."""
    return _WORDS[language][0], _WORDS[language][1]


def labels(language: str) -> dict[str, str]:
    """The words of the paper by their key."""
    return dict(zip("title on by for credit lead".split(), _WORDS[language][2:], strict=True))


def method_in(language: str, method: str) -> str:
    """How it was paid."""
    known = dict(zip(Method.values, _METHODS[language].split("|"), strict=True))
    return known[method]
