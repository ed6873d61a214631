"""What a note is about (J13)."""

from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy


class NoteKind(models.TextChoices):
    """The kinds of notes. Special requirements and open escalations stand out on the client page."""

    GENERAL = "general", gettext_lazy("Note")
    MEETING = "meeting", gettext_lazy("Meeting")
    SERVICE = "service", gettext_lazy("Service")
    COMMUNICATION = "communication", gettext_lazy("Communication")
    REQUIREMENT = "requirement", gettext_lazy("Special requirement")
    ESCALATION = "escalation", gettext_lazy("Escalation")

    @property
    def icon(self) -> str:
        """The same wherever the kind is shown."""
        return _ICONS[self]

    @property
    def told(self) -> str:
        """What its author did, as the timeline says it behind the name."""
        return _TOLD[self]


_ICONS = {
    NoteKind.GENERAL: "sticky-note",
    NoteKind.MEETING: "users-round",
    NoteKind.SERVICE: "wrench",
    NoteKind.COMMUNICATION: "messages-square",
    NoteKind.REQUIREMENT: "badge-alert",
    NoteKind.ESCALATION: "siren",
}
_TOLD = {
    NoteKind.GENERAL: gettext_lazy("wrote a note"),
    NoteKind.MEETING: gettext_lazy("noted a meeting"),
    NoteKind.SERVICE: gettext_lazy("noted a service"),
    NoteKind.COMMUNICATION: gettext_lazy("noted what was said"),
    NoteKind.REQUIREMENT: gettext_lazy("noted a special requirement"),
    NoteKind.ESCALATION: "escalated",
}
