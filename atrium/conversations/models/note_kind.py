"""What a note is about (J13)."""

from __future__ import annotations

from django.db import models


class NoteKind(models.TextChoices):
    """The kinds of notes. Special requirements and open escalations stand out on the client page."""

    GENERAL = "general", "Note"
    MEETING = "meeting", "Meeting"
    SERVICE = "service", "Service"
    COMMUNICATION = "communication", "Communication"
    REQUIREMENT = "requirement", "Special requirement"
    ESCALATION = "escalation", "Escalation"

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
    NoteKind.GENERAL: "wrote a note",
    NoteKind.MEETING: "noted a meeting",
    NoteKind.SERVICE: "noted a service",
    NoteKind.COMMUNICATION: "noted what was said",
    NoteKind.REQUIREMENT: "noted a special requirement",
    NoteKind.ESCALATION: "escalated",
}
