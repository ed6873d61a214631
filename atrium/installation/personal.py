"""What the installation keeps: nothing about people, except inside its backups."""

from atrium.foundation.personal import plain

plain("installation.BackupPlan", "place public_key secret_key")
plain("installation.Backup", "name place error check_words check_error")
