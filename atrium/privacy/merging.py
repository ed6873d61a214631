"""An archive and an erasure stay with the client for whom they were asked; what was agreed to goes along."""

from atrium.clients.merge_rules import loose, moves_all
from atrium.foundation.translation import gettext_lazy

loose("privacy.dossier.subject_id", kept_by=gettext_lazy("names whom it was made for"))
loose("privacy.erasure.subject_id", kept_by=gettext_lazy("names who was erased"))
moves_all("privacy.consent", noun=gettext_lazy("consents"))
loose(
    "privacy.retentionrule.reached_id",
    kept_by=gettext_lazy("names an event, and events never move"),
)
