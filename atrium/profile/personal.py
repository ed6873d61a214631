"""What is kept so that a client can be billed and its equipment looked after."""

from atrium.foundation.personal import ERASED, Fate, keeps, tells
from atrium.foundation.translation import gettext_lazy

_MONEY = gettext_lazy("To bill the client and to pay back.")

keeps(
    "profile.AccountDetails",
    title=gettext_lazy("Account details"),
    why=_MONEY,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="billing_email billing_reference account_holder iban bic sort_code account_number",
    own="billing_email account_holder iban bic sort_code account_number",
    plain="payment_terms currency vat_treatment",
)
keeps(
    "profile.ChangeRequest",
    title=gettext_lazy("Changes asked of account details"),
    why=_MONEY,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="changes reason answer",
    instead={"reason": ERASED},
)
keeps(
    "profile.Equipment",
    title=gettext_lazy("Equipment"),
    why=gettext_lazy("To look after what stands at the client's."),
    of={"client": "client"},
    fate=Fate.BLANK,
    about="spot notes serial",
    words="name",
    plain="maker model",
)
tells("profile", "on")
