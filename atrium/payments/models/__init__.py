from atrium.payments.models.bank_account import BankAccount
from atrium.payments.models.bank_booking import BankBooking, Share
from atrium.payments.models.bank_draft import BankDraft
from atrium.payments.models.bank_entry import BankEntry, EntryState
from atrium.payments.models.bank_file import BankFile
from atrium.payments.models.bank_layout import BankLayout

__all__ = [
    "BankAccount",
    "BankBooking",
    "BankDraft",
    "BankEntry",
    "BankFile",
    "BankLayout",
    "EntryState",
    "Share",
]
