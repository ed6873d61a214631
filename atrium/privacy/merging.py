"""An archive and an erasure stay with the client for whom they were asked."""

from atrium.clients.merge_rules import loose

loose("privacy.dossier.subject_id", kept_by="names whom it was made for")
loose("privacy.erasure.subject_id", kept_by="names who was erased")
