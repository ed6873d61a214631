"""What the papers of invoices hang on the settings."""

from __future__ import annotations

from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label="Invoices",
    icon="receipt",
    url_name="invoice-settings",
    order=56,
    needs=Can.ORGANISATION_EDIT,
)
