from atrium.privacy.models.consent import Consent, ConsentSource
from atrium.privacy.models.consent_purpose import ConsentPurpose, LegalGround
from atrium.privacy.models.dossier import Dossier
from atrium.privacy.models.erasure import Erasure
from atrium.privacy.models.retention_rule import RetentionRule
from atrium.privacy.models.retention_run import RetentionRun

__all__ = [
    "Consent",
    "ConsentPurpose",
    "ConsentSource",
    "Dossier",
    "Erasure",
    "LegalGround",
    "RetentionRule",
    "RetentionRun",
]
