"""What payments say of people: who paid from where. What the bank booked stays with the books."""

from atrium.foundation.personal import Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_BOOKS = gettext_lazy("The law wants what the bank booked kept with the books.")
_PAY = gettext_lazy("To take payments by card.")

keeps("payments.BankEntry", title=gettext_lazy("Bank entries"), why=_BOOKS, of={"client": "bookings__payment__client"},
      books="payer iban text references bank_ref reason", plain="key currency")  # fmt: skip
keeps("payments.BankFile", why=_BOOKS, books="name", plain="sha256")
keeps("payments.BankDraft", why=_BOOKS, books="name stored_as")
plain("payments.BankAccount", "name number currency")
plain("payments.BankLayout", "print says")
keeps("payments.Billed", title=gettext_lazy("Work billed"), why=_BOOKS, of={"client": "client"}, books="reason",
      plain="model")  # fmt: skip
keeps("payments.Card", title=gettext_lazy("Cards"), why=_PAY, of={"client": "client"}, fate=Fate.BLANK,
      about="token customer brand last4")  # fmt: skip
keeps("payments.Charge", title=gettext_lazy("Card charges"), why=_BOOKS, of={"client": "client"},
      books="ref problem", words="what_for", plain="currency url")  # fmt: skip
keeps("payments.PayBack", title=gettext_lazy("Paid back by card"), why=_BOOKS, of={"client": "charge__client"},
      books="ref reason problem")  # fmt: skip
keeps("payments.Receipt", title=gettext_lazy("Receipts"), why=_BOOKS, of={"client": "payment__client"},
      books="stored_as", plain="language sha256")  # fmt: skip
keeps("payments.Reminder", title=gettext_lazy("Reminders"), why=_BOOKS, of={"client": "invoice__client"},
      books="stored_as")  # fmt: skip
keeps("payments.Returned", title=gettext_lazy("Payments that came back"), why=_BOOKS,
      of={"client": "payment__client"}, books="reason external_id")  # fmt: skip
plain("payments.Wording", "language subject text")
plain("payments.ProviderAccount", "home secret hook_secret key")
plain("payments.PayLink", "token_hash")
plain("payments.Heard", "event kind key ref")
plain("payments.ReminderLevel", "label subject text")
tells("payments", "shown currency what_for reason invoice due level work how payment")
