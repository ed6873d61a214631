"""The words of printed papers, a closed list for each language that they can be written in."""

from __future__ import annotations

LANGUAGES = ("en", "de", "fr", "it", "es", "nl", "pl")
_KEYS = (
    "invoice|deposit|final|credit|number|date|service|due|reference|buyer_tax_id|tax_id|page|of|"
    "item|quantity|price|discount|amount|net|tax|on|total|rounding|carried|brought|rate|pay|pay_by|"
    "credited|corrects|reason|bank|holder|scan|draft|AE|K|G|E|O|Z|statement|balance|opening|closing|"
    "payment|refund|written_off|inclusive|copy|purpose|draws|period"
)
_WORDS = {
    "en": (
        "Invoice|Deposit invoice|Final invoice|Credit note|Number|Date|Service period|Due|"
        "Your reference|Your tax ID|Tax ID|Page|of|Description|Quantity|Price|Discount|Amount|Net|"
        "Tax|on|Total|Rounding|Carried forward|Brought forward|Rate|Payment|"
        "Please pay {amount} by {date}.|{amount} will be credited to you.|Corrects {number} of {date}.|"
        "Reason|Bank|Account holder|Scan with your banking app|Draft|"
        "Reverse charge: the recipient accounts for the tax.|Intra-Community supply, exempt from tax.|"
        "Export, exempt from tax.|Exempt from tax.|Outside the scope of tax.|Zero rated.|"
        "Statement of account|Balance|Opening balance|Closing balance|Payment|Refund|Written off|"
        "Prices include tax.|Copy|Payment reference|Drawn on|Period"
    ),
    "de": (
        "Rechnung|Anzahlungsrechnung|Schlussrechnung|Gutschrift (Rechnungskorrektur)|Nummer|Datum|Leistungszeitraum|Fällig|"
        "Ihre Referenz|Ihre USt-IdNr.|USt-IdNr.|Seite|von|Beschreibung|Menge|Preis|Rabatt|Betrag|Netto|"
        "Steuer|auf|Gesamtbetrag|Rundung|Übertrag|Übertrag|Satz|Zahlung|"
        "Bitte zahlen Sie {amount} bis zum {date}.|{amount} werden Ihnen gutgeschrieben.|Berichtigt {number} vom {date}.|"
        "Grund|Bank|Kontoinhaber|Mit der Banking-App scannen|Entwurf|"
        "Steuerschuldnerschaft des Leistungsempfängers.|Steuerfreie innergemeinschaftliche Lieferung.|"
        "Steuerfreie Ausfuhrlieferung.|Steuerfrei.|Nicht steuerbar.|Nullsatz.|"
        "Kontoauszug|Saldo|Anfangssaldo|Endsaldo|Zahlung|Erstattung|Ausgebucht|"
        "Die Preise enthalten die Steuer.|Kopie|Verwendungszweck|Erstellt am|Zeitraum"
    ),
    "fr": (
        "Facture|Facture d’acompte|Facture de solde|Avoir|Numéro|Date|Période de prestation|Échéance|"
        "Votre référence|Votre n° TVA|N° TVA|Page|sur|Désignation|Quantité|Prix|Remise|Montant|Total HT|"
        "TVA|sur|Total TTC|Arrondi|À reporter|Report|Taux|Paiement|"
        "Merci de régler {amount} avant le {date}.|{amount} vous seront crédités.|Rectifie {number} du {date}.|"
        "Motif|Banque|Titulaire|À scanner avec votre application bancaire|Brouillon|"
        "Autoliquidation.|Livraison intracommunautaire exonérée de TVA.|"
        "Exportation exonérée de TVA.|Exonéré de TVA.|Hors champ de la TVA.|Taux zéro.|"
        "Relevé de compte|Solde|Solde initial|Solde final|Paiement|Remboursement|Passé en perte|"
        "Les prix s’entendent TTC.|Copie|Communication|Établi le|Période"
    ),
    "it": (
        "Fattura|Fattura di acconto|Fattura a saldo|Nota di credito|Numero|Data|Periodo di prestazione|Scadenza|"
        "Vostro riferimento|Vostra P. IVA|P. IVA|Pagina|di|Descrizione|Quantità|Prezzo|Sconto|Importo|Imponibile|"
        "IVA|su|Totale|Arrotondamento|Riporto|Riporto|Aliquota|Pagamento|"
        "Vi preghiamo di pagare {amount} entro il {date}.|{amount} Vi saranno accreditati.|Rettifica {number} del {date}.|"
        "Motivo|Banca|Intestatario|Inquadrare con l’app della banca|Bozza|"
        "Inversione contabile.|Cessione intracomunitaria non imponibile.|"
        "Esportazione non imponibile.|Esente da IVA.|Fuori campo IVA.|Aliquota zero.|"
        "Estratto conto|Saldo|Saldo iniziale|Saldo finale|Pagamento|Rimborso|Stralciato|"
        "I prezzi comprendono l’IVA.|Copia|Causale|Emesso il|Periodo"
    ),
    "es": (
        "Factura|Factura de anticipo|Factura final|Factura rectificativa|Número|Fecha|Periodo de servicio|Vencimiento|"
        "Su referencia|Su NIF/IVA|NIF/IVA|Página|de|Descripción|Cantidad|Precio|Descuento|Importe|Base imponible|"
        "IVA|sobre|Total|Redondeo|Suma y sigue|Suma anterior|Tipo|Pago|"
        "Rogamos el pago de {amount} hasta el {date}.|Se le abonarán {amount}.|Rectifica {number} del {date}.|"
        "Motivo|Banco|Titular|Escanear con la app del banco|Borrador|"
        "Inversión del sujeto pasivo.|Entrega intracomunitaria exenta de IVA.|"
        "Exportación exenta de IVA.|Exento de IVA.|No sujeto a IVA.|Tipo cero.|"
        "Extracto de cuenta|Saldo|Saldo inicial|Saldo final|Pago|Reembolso|Cancelado|"
        "Los precios incluyen el IVA.|Copia|Concepto|Emitido el|Periodo"
    ),
    "nl": (
        "Factuur|Voorschotfactuur|Eindfactuur|Creditnota|Nummer|Datum|Leveringsperiode|Vervaldatum|"
        "Uw referentie|Uw btw-nummer|Btw-nummer|Pagina|van|Omschrijving|Aantal|Prijs|Korting|Bedrag|Netto|"
        "Btw|over|Totaal|Afronding|Transport|Transport|Tarief|Betaling|"
        "Graag {amount} betalen vóór {date}.|{amount} wordt u gecrediteerd.|Corrigeert {number} van {date}.|"
        "Reden|Bank|Rekeninghouder|Scan met uw bankapp|Concept|"
        "Btw verlegd.|Intracommunautaire levering, vrijgesteld van btw.|"
        "Uitvoer, vrijgesteld van btw.|Vrijgesteld van btw.|Buiten het toepassingsgebied van de btw.|Nultarief.|"
        "Rekeningoverzicht|Saldo|Beginsaldo|Eindsaldo|Betaling|Terugbetaling|Afgeboekt|"
        "De prijzen zijn inclusief btw.|Kopie|Betalingskenmerk|Opgesteld op|Periode"
    ),
    "pl": (
        "Faktura|Faktura zaliczkowa|Faktura końcowa|Faktura korygująca|Numer|Data|Okres świadczenia|Termin płatności|"
        "Państwa numer|NIP nabywcy|NIP|Strona|z|Opis|Ilość|Cena|Rabat|Kwota|Netto|"
        "VAT|od|Razem|Zaokrąglenie|Do przeniesienia|Z przeniesienia|Stawka|Płatność|"
        "Prosimy o zapłatę {amount} do {date}.|{amount} zostanie Państwu uznane.|Koryguje {number} z {date}.|"
        "Powód|Bank|Właściciel rachunku|Zeskanuj w aplikacji banku|Szkic|"
        "Odwrotne obciążenie.|Wewnątrzwspólnotowa dostawa towarów, 0 %.|"
        "Eksport, 0 %.|Zwolnione z VAT.|Nie podlega VAT.|Stawka zerowa.|"
        "Wyciąg z konta|Saldo|Saldo początkowe|Saldo końcowe|Wpłata|Zwrot|Odpisano|"
        "Ceny zawierają VAT.|Kopia|Tytuł przelewu|Sporządzono|Okres"
    ),
}
_UNITS = {
    "en": "pcs|h|min|days|weeks|months|years|lump sum|sets|pairs|m|km|m²|m³|l|g|kg|t|kWh",
    "de": "Stk.|Std.|Min.|Tage|Wochen|Monate|Jahre|pauschal|Sätze|Paar|m|km|m²|m³|l|g|kg|t|kWh",
    "fr": "pce|h|min|jours|sem.|mois|ans|forfait|jeux|paires|m|km|m²|m³|l|g|kg|t|kWh",
    "it": "pz|ore|min|giorni|sett.|mesi|anni|a corpo|set|paia|m|km|m²|m³|l|g|kg|t|kWh",
    "es": "ud.|h|min|días|sem.|meses|años|tanto alzado|juegos|pares|m|km|m²|m³|l|g|kg|t|kWh",
    "nl": "st.|uur|min|dagen|weken|maanden|jaar|vast|sets|paar|m|km|m²|m³|l|g|kg|t|kWh",
    "pl": "szt.|godz.|min|dni|tyg.|mies.|lata|ryczałt|kpl.|pary|m|km|m²|m³|l|g|kg|t|kWh",
}
_CODES = "C62 HUR MIN DAY WEE MON ANN LS SET PR MTR KMT MTK MTQ LTR GRM KGM TNE KWH".split()


def language_of(code: str, otherwise: str = "en") -> str:
    """The language to write in: that of ``code`` (``de-CH``) if there are words for it."""
    for wanted in (code, otherwise):
        short = wanted.replace("_", "-").partition("-")[0].casefold()
        if short in LANGUAGES:
            return short
    return "en"


def words_in(language: str) -> dict[str, str]:
    """All words by their key. Raises KeyError for a language there are none of."""
    return dict(zip(_KEYS.split("|"), _WORDS[language].split("|"), strict=True))


def unit_in(language: str, unit: str) -> str:
    """The unit as a line says it: a code of UN/ECE Rec 20 by its word, other words as they are."""
    known = dict(zip(_CODES, _UNITS[language].split("|"), strict=True))
    return known.get(unit, unit)
