"""What the records of exports and erasures keep: keys and figures, and never the person's data."""

from atrium.foundation.personal import Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

plain("privacy.Dossier", "stored_as trouble")
plain("privacy.Erasure", "figures trouble")
plain("privacy.RetentionRule", "sort statuses")
plain("privacy.RetentionRun", "figures")
keeps(
    "privacy.Consent",
    title=gettext_lazy("Consent: what was agreed to and withdrawn"),
    why=gettext_lazy("To prove what somebody agreed to, and to respect what they withdrew."),
    of={"contact": "contact", "client": "client"},
    fate=Fate.BLANK,
    about="evidence",
)
plain("privacy.ConsentPurpose", "label label_key")
tells("privacy", "what purpose how")
