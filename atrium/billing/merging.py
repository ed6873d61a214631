"""Invoices and payments go to the client that stays, with all that hangs on them; nothing of them can collide."""

from __future__ import annotations

from atrium.clients.merge_rules import moves_all

moves_all("billing.invoice", noun="invoices")
moves_all("billing.payment", noun="payments")
