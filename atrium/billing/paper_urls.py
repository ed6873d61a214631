from django.urls import path

from atrium.billing.views import accounting, invoice_settings, papers, sending

urlpatterns = [
    path("invoices/<uuid:key>/paper.pdf", papers.invoice_pdf, name="invoice-pdf"),
    path("invoices/<uuid:key>/einvoice.xml", papers.invoice_xml, name="invoice-xml"),
    path("invoices/<uuid:key>/send/", sending.send_invoice, name="invoice-send"),
    path("accounting/", accounting.accounting, name="accounting"),
    path("accounting/entries/<slug:layout>/", accounting.entries, name="accounting-entries"),
    path("settings/invoices/", invoice_settings.invoice_settings, name="invoice-settings"),
    path("settings/invoices/sample.pdf", invoice_settings.invoice_sample, name="invoice-sample"),
]
