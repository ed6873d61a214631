"""What payments hang on the client page."""

from __future__ import annotations

from atrium.clients.taking_back import NEEDS, Need
from atrium.organisations.permissions import Can

for _model in ("bankaccount", "bankfile", "bankentry", "banklayout", "bankbooking"):
    NEEDS[f"payments.{_model}"] = Need("bank", Can.MONEY_TAKE)
