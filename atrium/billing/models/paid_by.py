from django.db import models


class Method(models.TextChoices):
    """How money reaches us."""

    TRANSFER = "transfer", "bank transfer"
    CASH = "cash", "cash"
    CARD = "card", "card"
    DEBIT = "debit", "direct debit"
    CHEQUE = "cheque", "cheque"
    OTHER = "other", "other means"


class Source(models.TextChoices):
    """Who says that it was paid."""

    HAND = "hand", "Entered by hand"
    BANK = "bank", "A bank file"
    PROVIDER = "provider", "A payment provider"
    IMPORT = "import", "An import"
