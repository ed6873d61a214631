"""What the books say of people. Issued papers stay as the law wants them, for as long as it does."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_BOOKS = gettext_lazy("The law wants the books kept, usually for ten years.")
_BILL = gettext_lazy("To bill what was done.")

keeps("billing.Invoice", title=gettext_lazy("Invoices"), why=_BOOKS, of={"client": "client"},
      books="recipient reference note footer reason number", plain="currency taxes series terms"
      " seller subject_model")  # fmt: skip
keeps("billing.Line", title=gettext_lazy("Lines of invoices"), why=_BOOKS, of={"client": "invoice__client"},
      books="text", plain="unit tax_name item_code rule work")  # fmt: skip
keeps("billing.InvoicePaper", title=gettext_lazy("Papers of invoices"), why=_BOOKS, of={"client": "invoice__client"},
      books="stored_as", plain="sha256")  # fmt: skip
keeps("billing.WriteOff", title=gettext_lazy("Write-offs"), why=_BOOKS, of={"client": "invoice__client"},
      books="reason")  # fmt: skip
keeps("billing.Payment", title=gettext_lazy("Payments"), why=_BOOKS, of={"client": "client"},
      books="reference external_id void_reason", plain="currency")  # fmt: skip
keeps("billing.Refund", title=gettext_lazy("Refunds"), why=_BOOKS, of={"client": "payment__client"},
      books="reason external_id")  # fmt: skip
keeps("billing.InvoiceSending", title=gettext_lazy("Invoices sent"), why=_BILL, of={"client": "invoice__client"},
      fate=Fate.BLANK, about="to", instead={"to": ERASED})  # fmt: skip
keeps("billing.InvoiceLink", title=gettext_lazy("Links to invoices"), why=_BILL, of={"client": "invoice__client"},
      fate=Fate.BLANK, about="address", instead={"address": ERASED})  # fmt: skip
keeps("billing.InvoicePlan", title=gettext_lazy("Plans of invoices"), why=_BILL, of={"client": "client"},
      words="name lines reference note paused_because", plain="currency terms")  # fmt: skip
keeps("billing.PlanPeriod", why=_BILL, title=gettext_lazy("Periods of plans"), of={"client": "plan__client"},
      words="not_sent")  # fmt: skip
plain("billing.Books", "accounts consultant mandate")
plain(
    "billing.Seller",
    "legal_name address tax_id registration email phone website bank_name iban bic footer"
    " invoice_series credit_series payment_terms",
)
plain("billing.Letterhead", "logo colour")
tells(
    "billing",
    "invoice shown currency credit what due how method what_for plan rhythm period day",
)
