"""What this app adds to the settings."""

from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label="API tokens", icon="key-round", url_name="tokens", order=60, needs=Can.TOKENS_MANAGE
)
