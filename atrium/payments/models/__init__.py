from atrium.payments.models.bank_account import BankAccount
from atrium.payments.models.bank_booking import BankBooking, Share
from atrium.payments.models.bank_draft import BankDraft
from atrium.payments.models.bank_entry import BankEntry, EntryState
from atrium.payments.models.bank_file import BankFile
from atrium.payments.models.bank_layout import BankLayout
from atrium.payments.models.billed import Billed
from atrium.payments.models.card import Card
from atrium.payments.models.charge import Charge
from atrium.payments.models.charge_part import ChargePart
from atrium.payments.models.charge_state import UNSETTLED, ChargeState
from atrium.payments.models.collecting_rules import CollectingRules
from atrium.payments.models.fee import Fee, FeeKind
from atrium.payments.models.heard import Heard
from atrium.payments.models.overdue import Overdue
from atrium.payments.models.owed_again import OwedAgain
from atrium.payments.models.pay_back import PayBack, PayBackState
from atrium.payments.models.pay_link import PayLink
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.models.receipt import Receipt
from atrium.payments.models.reminder import Reminder
from atrium.payments.models.reminder_level import ReminderLevel
from atrium.payments.models.returned import Returned, ReturnKind
from atrium.payments.models.wording import Wording

__all__ = [
    "UNSETTLED",
    "BankAccount",
    "BankBooking",
    "BankDraft",
    "BankEntry",
    "BankFile",
    "BankLayout",
    "Billed",
    "Card",
    "Charge",
    "ChargePart",
    "ChargeState",
    "CollectingRules",
    "EntryState",
    "Fee",
    "FeeKind",
    "Heard",
    "Overdue",
    "OwedAgain",
    "PayBack",
    "PayBackState",
    "PayLink",
    "ProviderAccount",
    "Receipt",
    "Reminder",
    "ReminderLevel",
    "ReturnKind",
    "Returned",
    "Share",
    "Wording",
]
