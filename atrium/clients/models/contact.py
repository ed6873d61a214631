from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from atrium.clients.events import ContactChanged
from atrium.clients.models.client import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold, hue_of, initials
from atrium.foundation.ids import public_id
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting

_LABELS = {
    "title": "title",
    "given_name": "given name",
    "family_name": "family name",
    "language": "language",
    "preferred_channel": "preferred channel",
    "about": "about",
}


class ContactQuerySet(models.QuerySet["Contact"]):
    """Ways to choose contacts."""

    def visible_to(self, member: Member) -> ContactQuerySet:
        """Contacts of a client that the member sees, and those of no client at all."""
        if not member.can(Can.CLIENTS_SEE):
            return self.none()
        linked = Client.objects.filter(links__contact=OuterRef("pk"))
        seen = Client.objects.visible_to(member).filter(links__contact=OuterRef("pk"))
        return self.filter(Exists(seen) | ~Exists(linked))


ContactManager = OwnedManager.from_queryset(ContactQuerySet)


class Contact(Owned):
    """A person. May stand with several clients, each by a Link (R07, R08)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=400, editable=False)
    title = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=16, blank=True)
    preferred_channel = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ContactManager()

    class Meta(Owned.Meta):
        ordering = ("name_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="contact_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="contact_by_public_id"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "name_key", "id"], name="contact_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    @classmethod
    def add(cls, *, by: Member | None, **values: Any) -> Contact:
        """A new person, known by a given or a family name; refused without either."""
        values |= cls.named(values.get("given_name", ""), values.get("family_name", ""))
        with acting(by=by, label=f"Added the contact {values['name']}") as act:
            return act.insert(cls(**values))

    def edit(self, *, by: Member, **values: str) -> None:
        """Change what is known of the person; told on the timeline of each of its clients."""
        cleaned: dict[str, str] = {name: " ".join(text.split()) for name, text in values.items()}
        given = cleaned.get("given_name", self.given_name)
        family = cleaned.get("family_name", self.family_name)
        cleaned |= self.named(given, family)
        with acting(by=by, label=f"Changed the contact {self}") as act:
            act.lock(self)
            before = {name: getattr(self, name) for name in _LABELS}
            if not act.change(self, **cleaned):
                return
            words = [
                f"{label} is now {getattr(self, name) or 'empty'}"
                for name, label in _LABELS.items()
                if getattr(self, name) != before[name]
            ]
            story = ContactChanged(contact=self.name, what="; ".join(words))
            for link in self.links.filter(ended_on=None).select_related("client"):
                act.record(story, client=link.client, subject=self)

    @staticmethod
    def named(given: str, family: str) -> dict[str, str]:
        """The name in its parts and whole; refused when there is none."""
        given, family = " ".join(given.split()), " ".join(family.split())
        whole = f"{given} {family}".strip()
        if not whole:
            msg = "Give the contact a given name or a family name."
            raise Refusal(msg, field="given_name")
        if max(len(given), len(family)) > 150:  # noqa: PLR2004 - the width of the columns
            msg = "A name has at most 150 characters; shorten it."
            raise Refusal(msg, field="given_name")
        return {
            "given_name": given,
            "family_name": family,
            "name": whole,
            "name_key": fold(whole)[:400],
        }
