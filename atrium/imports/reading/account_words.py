"""The words that head columns of account details; each stands behind "account:" as a target.

Only what means nothing else in other programs: their "Currency" is that of a deal, their "Account
number" one of a client.
"""

ACCOUNT = "account:"

_BY_NAME = {
    "payment_terms": "payment terms|terms of payment|zahlungsbedingungen|zahlungsziel|conditions de paiement",
    "credit_limit": "credit limit|kreditlimit|limite de credit|limite de credito",
    "currency": "",
    "vat_treatment": "vat treatment",
    "billing_email": "",
    "billing_reference": "",
    "account_holder": "account holder|bank account holder|kontoinhaber|titulaire du compte",
    "iban": "iban",
    "bic": "bic|swift|bic swift|swift bic|swift code",
    "sort_code": "sort code|bank sort code",
    "account_number": "",
}
# Our own export heads them "account: payment terms".
ACCOUNT_WORDS = {
    f"{ACCOUNT}{name}": f"account {name.replace('_', ' ')}{'|' if words else ''}{words}"
    for name, words in _BY_NAME.items()
}
