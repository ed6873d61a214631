"""What this app adds to the settings."""

from atrium.clients.taking_back import DECIDED
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label=gettext_lazy("API tokens"),
    icon="key-round",
    url_name="tokens",
    order=60,
    needs=Can.TOKENS_MANAGE,
    text=gettext_lazy("Keys by which programs work as you."),
    words="api keys access integrations developer secrets zapier",
    kept=("integrations.token",),
)
# A token that was revoked stays so.
DECIDED.add("integrations.token")
