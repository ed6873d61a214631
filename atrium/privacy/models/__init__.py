from atrium.privacy.models.dossier import Dossier
from atrium.privacy.models.erasure import Erasure

__all__ = ["Dossier", "Erasure"]
