from atrium.billing.models.allocation import Allocation
from atrium.billing.models.books import Books
from atrium.billing.models.invoice import Invoice
from atrium.billing.models.invoice_link import InvoiceLink
from atrium.billing.models.invoice_plan import InvoicePlan
from atrium.billing.models.letterhead import Letterhead
from atrium.billing.models.line import Line, NewLine
from atrium.billing.models.paid_by import Method, Source
from atrium.billing.models.paper import InvoicePaper
from atrium.billing.models.payment import Payment
from atrium.billing.models.plan_doing import Does
from atrium.billing.models.plan_period import PlanPeriod
from atrium.billing.models.refund import Refund
from atrium.billing.models.seller import RoundTax, Seller, TaxMode
from atrium.billing.models.sending import How, InvoiceSending
from atrium.billing.models.standing import DRAFT_TITLES, Kind, Standing, State
from atrium.billing.models.write_off import WriteOff
from atrium.prices.models import TaxCategory

__all__ = [
    "DRAFT_TITLES",
    "Allocation",
    "Books",
    "Does",
    "How",
    "Invoice",
    "InvoiceLink",
    "InvoicePaper",
    "InvoicePlan",
    "InvoiceSending",
    "Kind",
    "Letterhead",
    "Line",
    "Method",
    "NewLine",
    "Payment",
    "PlanPeriod",
    "Refund",
    "RoundTax",
    "Seller",
    "Source",
    "Standing",
    "State",
    "TaxCategory",
    "TaxMode",
    "WriteOff",
]
