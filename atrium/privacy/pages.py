"""What the pages about the rights of people show."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Client, Contact
from atrium.foundation.personal import KEPT
from atrium.privacy.models import Dossier, Erasure
from atrium.privacy.person import Person
from atrium.privacy.preview import Preview

SHOWN = 50


def rights() -> dict[str, Any]:
    """What is kept of people and why, and the last archives and erasures."""
    return {
        "kept": sorted((kept for kept in KEPT if kept.title), key=lambda kept: kept.title),
        "dossiers": Dossier.objects.select_related("by").order_by("-number")[:SHOWN],
        "erasures": Erasure.objects.select_related("by").order_by("-number")[:SHOWN],
    }


def of_person(subject: Client | Contact) -> dict[str, Any]:
    """One person: their archives, their erasures, and what an erasure would do."""
    person = Person(subject)
    done = {"sort": person.sort, "subject_id": subject.pk}
    return {
        "person": person,
        "subject": subject,
        "preview": Preview(person),
        "dossiers": Dossier.objects.filter(**done).select_related("by").order_by("-number"),
        "erasures": Erasure.objects.filter(**done).select_related("by").order_by("-number"),
    }
