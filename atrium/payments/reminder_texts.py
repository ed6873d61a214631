"""What the usual reminders say in the languages of papers, from the friendly one to the last notice."""

from __future__ import annotations

from typing import Final

type Text = tuple[str, str]

_ENDS: Final = {
    "en": "If your payment is on its way already, please take no notice of this.",
    "de": "Falls Ihre Zahlung schon unterwegs ist, betrachten Sie dieses Schreiben bitte als gegenstandslos.",
    "fr": "Si votre paiement est déjà en route, veuillez ne pas tenir compte de ce message.",
    "it": "Se il pagamento è già stato disposto, La preghiamo di non tenere conto di questo messaggio.",
    "es": "Si ya ha realizado el pago, le rogamos que no tenga en cuenta este mensaje.",
    "nl": "Als uw betaling al onderweg is, kunt u dit bericht als niet verzonden beschouwen.",
    "pl": "Jeśli płatność została już zlecona, prosimy nie brać tej wiadomości pod uwagę.",
}
_TEXTS: Final[dict[str, tuple[Text, ...]]] = {
    "en": (
        (
            "A reminder of invoice {{invoice.number}}",
            "Hello,\n\nour invoice {{invoice.number}} was due on {{invoice.due}}, and {{invoice.owed}} of it is still open. Please pay it in the next days.",
        ),
        (
            "Second reminder of invoice {{invoice.number}}",
            "Hello,\n\n{{invoice.owed}} of our invoice {{invoice.number}} is overdue since {{invoice.due}}. Please pay it within seven days, or tell us what stands in the way.",
        ),
        (
            "Final notice of invoice {{invoice.number}}",
            "Hello,\n\nin spite of our reminders {{invoice.owed}} of invoice {{invoice.number}}, due on {{invoice.due}}, is not paid. Please pay it within seven days.",
        ),
    ),
    "de": (
        (
            "Zahlungserinnerung zur Rechnung {{invoice.number}}",
            "Guten Tag,\n\nunsere Rechnung {{invoice.number}} war am {{invoice.due}} fällig; davon sind noch {{invoice.owed}} offen. Bitte überweisen Sie den Betrag in den nächsten Tagen.",
        ),
        (
            "Zweite Mahnung zur Rechnung {{invoice.number}}",
            "Guten Tag,\n\nvon unserer Rechnung {{invoice.number}} sind seit dem {{invoice.due}} {{invoice.owed}} überfällig. Bitte zahlen Sie innerhalb von sieben Tagen oder sagen Sie uns, was dem entgegensteht.",
        ),
        (
            "Letzte Mahnung zur Rechnung {{invoice.number}}",
            "Guten Tag,\n\ntrotz unserer Mahnungen sind {{invoice.owed}} der Rechnung {{invoice.number}}, fällig am {{invoice.due}}, nicht bezahlt. Bitte zahlen Sie innerhalb von sieben Tagen.",
        ),
    ),
    "fr": (
        (
            "Rappel de la facture {{invoice.number}}",
            "Bonjour,\n\nnotre facture {{invoice.number}} était payable le {{invoice.due}} ; il reste {{invoice.owed}} à régler. Merci de nous verser ce montant dans les prochains jours.",
        ),
        (
            "Deuxième rappel de la facture {{invoice.number}}",
            "Bonjour,\n\n{{invoice.owed}} de notre facture {{invoice.number}} sont en retard depuis le {{invoice.due}}. Merci de payer sous sept jours ou de nous dire ce qui s'y oppose.",
        ),
        (
            "Dernier rappel de la facture {{invoice.number}}",
            "Bonjour,\n\nmalgré nos rappels, {{invoice.owed}} de la facture {{invoice.number}}, payable le {{invoice.due}}, ne sont pas réglés. Merci de payer sous sept jours.",
        ),
    ),
    "it": (
        (
            "Promemoria della fattura {{invoice.number}}",
            "Buongiorno,\n\nla nostra fattura {{invoice.number}} è scaduta il {{invoice.due}} e restano da pagare {{invoice.owed}}. La preghiamo di provvedere nei prossimi giorni.",
        ),
        (
            "Secondo sollecito della fattura {{invoice.number}}",
            "Buongiorno,\n\n{{invoice.owed}} della nostra fattura {{invoice.number}} risultano scaduti dal {{invoice.due}}. La preghiamo di pagare entro sette giorni o di dirci che cosa lo impedisce.",
        ),
        (
            "Ultimo sollecito della fattura {{invoice.number}}",
            "Buongiorno,\n\nnonostante i nostri solleciti, {{invoice.owed}} della fattura {{invoice.number}}, scaduta il {{invoice.due}}, non risultano pagati. La preghiamo di pagare entro sette giorni.",
        ),
    ),
    "es": (
        (
            "Recordatorio de la factura {{invoice.number}}",
            "Buenos días:\n\nNuestra factura {{invoice.number}} venció el {{invoice.due}} y quedan {{invoice.owed}} por pagar. Le rogamos que efectúe el pago en los próximos días.",
        ),
        (
            "Segundo recordatorio de la factura {{invoice.number}}",
            "Buenos días:\n\n{{invoice.owed}} de nuestra factura {{invoice.number}} están vencidos desde el {{invoice.due}}. Le rogamos que pague en un plazo de siete días o nos diga qué lo impide.",
        ),
        (
            "Último aviso de la factura {{invoice.number}}",
            "Buenos días:\n\nA pesar de nuestros recordatorios, siguen sin pagarse {{invoice.owed}} de la factura {{invoice.number}}, vencida el {{invoice.due}}. Le rogamos que pague en un plazo de siete días.",
        ),
    ),
    "nl": (
        (
            "Herinnering aan factuur {{invoice.number}}",
            "Goedendag,\n\nonze factuur {{invoice.number}} moest op {{invoice.due}} betaald zijn; er staat nog {{invoice.owed}} open. Wilt u dit bedrag de komende dagen betalen?",
        ),
        (
            "Tweede herinnering aan factuur {{invoice.number}}",
            "Goedendag,\n\nvan onze factuur {{invoice.number}} is {{invoice.owed}} te laat sinds {{invoice.due}}. Betaal alstublieft binnen zeven dagen, of laat ons weten wat er in de weg staat.",
        ),
        (
            "Laatste aanmaning voor factuur {{invoice.number}}",
            "Goedendag,\n\nondanks onze herinneringen is {{invoice.owed}} van factuur {{invoice.number}}, te betalen op {{invoice.due}}, niet betaald. Betaal alstublieft binnen zeven dagen.",
        ),
    ),
    "pl": (
        (
            "Przypomnienie o fakturze {{invoice.number}}",
            "Dzień dobry,\n\ntermin płatności naszej faktury {{invoice.number}} minął {{invoice.due}}; do zapłaty pozostaje {{invoice.owed}}. Prosimy o wpłatę w najbliższych dniach.",
        ),
        (
            "Drugie przypomnienie o fakturze {{invoice.number}}",
            "Dzień dobry,\n\nkwota {{invoice.owed}} z naszej faktury {{invoice.number}} jest zaległa od {{invoice.due}}. Prosimy o zapłatę w ciągu siedmiu dni lub o informację, co stoi na przeszkodzie.",
        ),
        (
            "Ostateczne wezwanie do zapłaty faktury {{invoice.number}}",
            "Dzień dobry,\n\nmimo naszych przypomnień kwota {{invoice.owed}} z faktury {{invoice.number}}, płatnej {{invoice.due}}, nie została zapłacona. Prosimy o zapłatę w ciągu siedmiu dni.",
        ),
    ),
}


def usual(language: str) -> tuple[Text, ...]:
    """Subject and text of each of the usual levels, in the language or else in English."""
    code = language if language in _TEXTS else "en"
    end = f"\n\n{{{{invoice.link}}}}\n\n{_ENDS[code]}\n\n{{{{organisation.name}}}}"
    return tuple((subject, f"{text}{end}") for subject, text in _TEXTS[code])


def translated(subject: str, text: str, language: str) -> Text:
    """The usual words in the language, where these are the usual ones; else as they are."""
    known = dict(zip(usual("en"), usual(language), strict=True))
    return known.get((subject, text), (subject, text))
