from atrium.privacy.models.dossier import Dossier
from atrium.privacy.models.erasure import Erasure
from atrium.privacy.models.retention_rule import RetentionRule
from atrium.privacy.models.retention_run import RetentionRun

__all__ = ["Dossier", "Erasure", "RetentionRule", "RetentionRun"]
