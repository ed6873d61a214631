"""Prices are about things."""

from atrium.foundation.personal import keeps, plain, tells

plain("prices.TaxRate", "name name_key country reason")
plain("prices.Item", "code code_key name name_key description currency")
keeps("prices.AgreedPrice", title="Agreed prices", why="To bill what was agreed.", of={"client": "client"},
      plain="currency")  # fmt: skip
tells("prices", "item terms changes")
