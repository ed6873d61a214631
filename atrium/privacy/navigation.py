"""What this app adds to the frame: its pages in the settings, and its changes to their log."""

from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page
from atrium.privacy.words import PURPOSES
from atrium.timeline.settings_log import logs_settings

settings_page(
    label="Personal data", icon="shield", url_name="privacy", order=46, needs=Can.PRIVACY_MANAGE
)
settings_page(
    label="How long to keep",
    icon="hourglass",
    url_name="retention",
    order=47,
    needs=Can.PRIVACY_MANAGE,
)
settings_page(
    label=PURPOSES.title,
    icon=PURPOSES.icon,
    url_name=f"words-{PURPOSES.slug}",
    order=61,
    needs=Can.LEXICON_EDIT,
)
logs_settings("privacy.consentpurpose", "privacy.retentionrule", "privacy.retentionrun")
