"""What the records of exports and erasures keep: keys and figures, and never the person's data."""

from atrium.foundation.personal import plain, tells

plain("privacy.Dossier", "stored_as trouble")
plain("privacy.Erasure", "figures trouble")
plain("privacy.RetentionRule", "sort statuses")
plain("privacy.RetentionRun", "figures")
tells("privacy", "what")
