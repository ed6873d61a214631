"""Prices are about things."""

from atrium.foundation.personal import keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

plain("prices.TaxRate", "name name_key country reason")
plain("prices.Item", "code code_key name name_key description currency")
keeps("prices.AgreedPrice", title=gettext_lazy("Agreed prices"), why=gettext_lazy("To bill what was agreed."), of={"client": "client"},
      plain="currency")  # fmt: skip
tells("prices", "item terms changes")
