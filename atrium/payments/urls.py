from django.urls import path

from atrium.payments.views import (
    bank,
    collect,
    provider,
    receipts,
    reminders,
    returned,
    wordings,
    work,
)

ENTRY = "bank/entries/<uuid:key>"
COLLECT = "clients/<int:number>/collect"
OF_INVOICE = f"{COLLECT}/invoices/<uuid:key>"
CARD = f"{COLLECT}/cards/<uuid:key>"
PROVIDER = "settings/payments"
REMINDERS = "settings/reminders"

urlpatterns = [
    path("bank/", bank.entries, name="bank"),
    path("bank/take/", bank.take, name="bank-take"),
    path("bank/certain/", bank.certain, name="bank-certain"),
    path("bank/files/<uuid:key>/", bank.draft, name="bank-draft"),
    path(f"{ENTRY}/", bank.entry, name="bank-entry"),
    path(f"{ENTRY}/book/", bank.book, name="bank-book"),
    path(f"{ENTRY}/match/", bank.match, name="bank-match"),
    path("payments/<int:number>/return/", returned.take_back, name="payment-return"),
    path("payments/<int:number>/receipt/", receipts.receipt, name="payment-receipt"),
    path("payments/<int:number>/receipt.pdf", receipts.receipt_pdf, name="payment-receipt-pdf"),
    path("settings/receipts/<str:language>/", wordings.receipt, name="receipt-words"),
    path(f"{ENTRY}/ignore/", bank.ignore, name="bank-ignore"),
    path(f"{ENTRY}/take-up/", bank.take_up, name="bank-take-up"),
    path(f"{ENTRY}/free/", bank.free, name="bank-free"),
    path(f"{PROVIDER}/", provider.provider, name="pay-provider"),
    path(f"{PROVIDER}/test/", provider.test, name="pay-provider-test"),
    path(f"{PROVIDER}/retire/", provider.retire, name="pay-provider-retire"),
    path(f"{COLLECT}/", collect.collect, name="client-collect"),
    path(f"{COLLECT}/panel/", collect.panel, name="client-cards-panel"),
    path(f"{OF_INVOICE}/link/", collect.link, name="client-pay-link"),
    path(f"{OF_INVOICE}/link/revoke/", collect.revoke, name="client-pay-link-revoke"),
    path(f"{OF_INVOICE}/charge/", collect.charge, name="client-charge"),
    path(f"{OF_INVOICE}/remind/", reminders.remind, name="client-remind"),
    path(f"{OF_INVOICE}/remind/letter.pdf", reminders.letter, name="client-reminder-letter"),
    path(f"{REMINDERS}/<uuid:key>/remove/", reminders.remove, name="reminder-remove"),
    path(f"{REMINDERS}/", reminders.rules, name="reminders"),
    path(f"{REMINDERS}/add/", reminders.add, name="reminder-add"),
    path(f"{REMINDERS}/<uuid:key>/", reminders.level, name="reminder-level"),
    path(f"{COLLECT}/work/<uuid:key>/", work.work, name="client-work"),
    path(f"{COLLECT}/work/<uuid:key>/waive/", work.waive, name="client-work-waive"),
    path(f"{COLLECT}/charges/<uuid:key>/ask/", collect.ask_again, name="client-charge-ask"),
    path(f"{COLLECT}/charges/<uuid:key>/refund/", collect.refund, name="client-charge-refund"),
    path(f"{CARD}/default/", collect.default, name="client-card-default"),
    path(f"{CARD}/remove/", collect.remove, name="client-card-remove"),
    path(f"{REMINDERS}/<uuid:key>/<str:language>/", wordings.level, name="reminder-words"),
]
