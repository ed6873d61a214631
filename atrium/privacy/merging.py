"""An archive and an erasure stay with the client for whom they were asked; what was agreed to goes along."""

from atrium.clients.merge_rules import loose, moves_all

loose("privacy.dossier.subject_id", kept_by="names whom it was made for")
loose("privacy.erasure.subject_id", kept_by="names who was erased")
moves_all("privacy.consent", noun="consents")
loose("privacy.retentionrule.reached_id", kept_by="names an event, and events never move")
