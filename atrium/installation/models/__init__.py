from atrium.installation.models.backup import Backup
from atrium.installation.models.plan import BackupPlan

__all__ = ["Backup", "BackupPlan"]
