"""Addresses outside of any organisation: the token in each says what it opens."""

from django.urls import path

from atrium.billing.views import bills

urlpatterns = [
    path("bills/<str:token>/", bills.bill, name="bill"),
    path("bills/<str:token>/paper.pdf", bills.bill_pdf, name="bill-pdf"),
]
