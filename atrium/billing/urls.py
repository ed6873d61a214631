from django.urls import path

from atrium.billing.views import drafts, invoices, payments, recurring, reports, statements

INVOICE = "invoices/<uuid:key>"
PAYMENT = "payments/<int:number>"
PLAN = "recurring/<uuid:key>"
CLIENT = "clients/<int:number>"

urlpatterns = [
    path("invoices/", invoices.invoices, name="invoices"),
    path(f"{CLIENT}/invoices/new/", drafts.new, name="client-invoice-new"),
    path(f"{CLIENT}/invoices/sums/", drafts.sums, name="client-invoice-sums"),
    path(f"{INVOICE}/", invoices.invoice, name="invoice"),
    path(f"{INVOICE}/edit/", drafts.edit, name="invoice-edit"),
    path(f"{INVOICE}/discard/", drafts.discard, name="invoice-discard"),
    path(f"{INVOICE}/issue/", invoices.issue, name="invoice-issue"),
    path(f"{INVOICE}/cancel/", invoices.cancel, name="invoice-cancel"),
    path(f"{INVOICE}/credit/", invoices.credit, name="invoice-credit"),
    path(f"{INVOICE}/copy/", invoices.copy, name="invoice-copy"),
    path(f"{INVOICE}/write-off/", invoices.write_off, name="invoice-write-off"),
    path(f"{INVOICE}/write-off/<uuid:part>/", invoices.expect_again, name="invoice-expect-again"),
    path("recurring/", recurring.plans, name="recurring"),
    path(f"{CLIENT}/recurring/new/", recurring.new, name="client-recurring-new"),
    path(f"{PLAN}/", recurring.plan, name="recurring-plan"),
    path(f"{PLAN}/edit/", recurring.edit, name="recurring-edit"),
    path(f"{PLAN}/pause/", recurring.pause, name="recurring-pause"),
    path(f"{PLAN}/resume/", recurring.resume, name="recurring-resume"),
    path(f"{PLAN}/end/", recurring.end, name="recurring-end"),
    path(f"{PLAN}/discard/", recurring.discard, name="recurring-discard"),
    path(f"{CLIENT}/statement/", statements.statement, name="client-statement"),
    path(f"{CLIENT}/statement.pdf", statements.statement_pdf, name="client-statement-pdf"),
    path(f"{CLIENT}/statement.csv", statements.statement_csv, name="client-statement-csv"),
    path(f"{CLIENT}/statement/send/", statements.send_statement, name="client-statement-send"),
    path("ageing/", reports.ageing, name="ageing"),
    path("ageing/csv/", reports.ageing_csv, name="ageing-csv"),
    path("payments/", payments.payments, name="payments"),
    path(f"{CLIENT}/payments/new/", payments.new, name="client-payment-new"),
    path(f"{PAYMENT}/", payments.payment, name="payment"),
    path(f"{PAYMENT}/allocate/", payments.allocate, name="payment-allocate"),
    path(f"{PAYMENT}/refund/", payments.refund, name="payment-refund"),
    path(f"{PAYMENT}/void/", payments.void, name="payment-void"),
]
