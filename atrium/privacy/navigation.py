"""What this app adds to the frame: its page in the settings."""

from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label="Personal data", icon="shield", url_name="privacy", order=46, needs=Can.PRIVACY_MANAGE
)
