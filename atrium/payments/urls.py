from django.urls import path

from atrium.payments.views import bank

ENTRY = "bank/entries/<uuid:key>"

urlpatterns = [
    path("bank/", bank.entries, name="bank"),
    path("bank/take/", bank.take, name="bank-take"),
    path("bank/certain/", bank.certain, name="bank-certain"),
    path("bank/files/<uuid:key>/", bank.draft, name="bank-draft"),
    path(f"{ENTRY}/", bank.entry, name="bank-entry"),
    path(f"{ENTRY}/book/", bank.book, name="bank-book"),
    path(f"{ENTRY}/ignore/", bank.ignore, name="bank-ignore"),
    path(f"{ENTRY}/take-up/", bank.take_up, name="bank-take-up"),
    path(f"{ENTRY}/free/", bank.free, name="bank-free"),
]
