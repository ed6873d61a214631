"""What this app adds to the frame: its pages in the settings."""

from atrium.clients.taking_back import DECIDED
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page
from atrium.privacy.words import PURPOSES

settings_page(
    label=gettext_lazy("Personal data"),
    icon="shield",
    url_name="privacy",
    order=46,
    needs=Can.PRIVACY_MANAGE,
    text=gettext_lazy("What is kept of people and why; archives about a person, and erasing one."),
    words="gdpr privacy dsgvo data protection erase forget delete export right access",
    kept=("privacy.dossier", "privacy.erasure"),
)
settings_page(
    label=gettext_lazy("How long to keep"),
    icon="hourglass",
    url_name="retention",
    order=47,
    needs=Can.PRIVACY_MANAGE,
    text=gettext_lazy("After which time calls, notes, messages and old leads go by themselves."),
    words="retention gdpr delete automatically expire purge cleanup age",
    kept=("privacy.retentionrule", "privacy.retentionrun"),
)
settings_page(
    label=PURPOSES.title,
    icon=PURPOSES.icon,
    url_name=f"words-{PURPOSES.slug}",
    order=48,
    needs=Can.LEXICON_EDIT,
    text=PURPOSES.text,
    words="gdpr consent opt in newsletter mailing agreement",
    kept=(PURPOSES.model._meta.label_lower,),
)
DECIDED.update(("privacy.dossier", "privacy.erasure"))
