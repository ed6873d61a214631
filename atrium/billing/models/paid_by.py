from django.db import models

from atrium.foundation.translation import gettext_lazy


class Method(models.TextChoices):
    """How money reaches us."""

    TRANSFER = "transfer", gettext_lazy("bank transfer")
    CASH = "cash", gettext_lazy("cash")
    CARD = "card", gettext_lazy("card")
    DEBIT = "debit", gettext_lazy("direct debit")
    CHEQUE = "cheque", gettext_lazy("cheque")
    OTHER = "other", gettext_lazy("other means")


class Source(models.TextChoices):
    """Who says that it was paid."""

    HAND = "hand", gettext_lazy("Entered by hand")
    BANK = "bank", gettext_lazy("A bank file")
    PROVIDER = "provider", gettext_lazy("A payment provider")
    IMPORT = "import", gettext_lazy("An import")
