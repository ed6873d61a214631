"""Asking for an export or an erasure: the record of it, and the queue that does it, in one transaction."""

from __future__ import annotations

from django.db import transaction

from atrium.clients.models import Client, Contact
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.privacy import tasks
from atrium.privacy.models import Dossier, Erasure


def export_person(subject: Client | Contact, *, by: Member) -> Dossier:
    """Let the queue write an archive of everything about the person; refused as Dossier.ask()."""
    with transaction.atomic():
        made = Dossier.ask(subject, by=by)
        tasks.write_dossier.enqueue(current.required(), made.pk)
    return made


def erase_person(subject: Client | Contact, *, by: Member, typed: str) -> Erasure:
    """Let the queue erase the person; refused as Erasure.begin()."""
    with transaction.atomic():
        made = Erasure.begin(subject, by=by, typed=typed)
        tasks.erase_person.enqueue(current.required(), made.pk)
    return made
