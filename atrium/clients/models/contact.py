from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import now

from atrium.clients import field_values
from atrium.clients.details import ChangedMeanwhile
from atrium.clients.events import ContactArchived, ContactChanged, ContactRestored, FieldChanged
from atrium.clients.models.client import Client
from atrium.clients.models.field import Field
from atrium.clients.reach import typed
from atrium.clients.value_types import Where
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold, hue_of, initials
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting
from atrium.timeline.kinds import Kind

_LABELS = {
    "title": gettext_lazy("title"),
    "given_name": gettext_lazy("given name"),
    "family_name": gettext_lazy("family name"),
    "language": gettext_lazy("language"),
    "preferred_channel": gettext_lazy("preferred channel"),
    "timezone": gettext_lazy("time zone"),
    "about": gettext_lazy("about"),
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

    def live(self) -> ContactQuerySet:
        return self.filter(archived_at=None)

    def archived(self) -> ContactQuerySet:
        return self.filter(archived_at__isnull=False)

    def without_client(self) -> ContactQuerySet:
        """Those who stand with no client at present."""
        current = Client.objects.filter(links__contact=OuterRef("pk"), links__ended_on=None)
        return self.exclude(Exists(current))


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
    timezone = models.CharField(max_length=60, blank=True)
    bars: models.JSONField[dict[str, str]] = models.JSONField(default=dict, editable=False)
    about = models.TextField(blank=True)
    extra: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now)

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

    def get_absolute_url(self) -> str:
        return reverse("contact", args=[self.organisation.slug, self.public_id])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    @classmethod
    def add(
        cls, *, by: Member | None, fields: field_values.Typed | None = None, **values: Any
    ) -> Contact:
        """A new person, known by a given or a family name; refused without either."""
        values |= cls.named(values.get("given_name", ""), values.get("family_name", ""))
        with acting(
            by=by, label=gettext("Added the contact {name}").format(name=values["name"])
        ) as act:
            contact = cls(**values)
            field_values.begin(contact, Field.defaults("contact"), fields or {}, by=by)
            return act.insert(contact)

    def edit(
        self,
        *,
        by: Member,
        was: field_values.Was | None = None,
        fields: field_values.Typed | None = None,
        **values: str,
    ) -> bool:
        """Change what is known of the person; told on the timeline of each of its clients.

        False when nothing changed. ``was``: what stood there when opened; ChangedMeanwhile where
        it does no more.
        """
        cleaned = {name: _cleaned(name, text) for name, text in values.items()}
        now = field_values.read(fields or {}, self, by=by)
        with acting(
            by=by, label=gettext("Changed the contact {contact}").format(contact=self)
        ) as act:
            act.lock(self)
            for name, text in (was or {}).items():
                if isinstance(name, str) and getattr(self, name) not in {text, cleaned.get(name)}:
                    raise ChangedMeanwhile
            given = cleaned.get("given_name", self.given_name)
            family = cleaned.get("family_name", self.family_name)
            before = {name: getattr(self, name) for name in _LABELS}
            field_values.refuse_changed(self, was or {}, now)
            setting = field_values.settings(self, now)
            extra = {"extra": field_values.merged(self.extra, setting)} if setting else {}
            if not act.change(self, **cleaned | self.named(given, family) | extra):
                return False
            words = [
                gettext("{label} is now {value}").format(
                    label=label, value=getattr(self, name) or gettext("empty")
                )
                for name, label in _LABELS.items()
                if getattr(self, name) != before[name]
            ]
            if words:
                self._tell(act, ContactChanged(contact=self.name, what="; ".join(words)))
            for field, old, new in field_values.told(setting, Where(self.organisation)):
                change = FieldChanged(
                    field=field.key, label=field.label, before=old, after=new, person=self.name
                )
                self._tell(act, change, subject=field)
        return True

    def archive(self, *, by: Member) -> None:
        """Put the person away: out of lists and searches, restorable for ever.

        Refused while they stand with a client.
        """
        with acting(
            by=by, label=gettext("Archived the contact {contact}").format(contact=self)
        ) as act:
            act.lock(self)
            if self.links.filter(ended_on=None).exists():
                msg = gettext(
                    "{contact} still stands with a client. Delink them there first."
                ).format(contact=self)
                raise Refusal(msg)
            if not self.is_archived:
                act.change(self, archived_at=now())
                self._tell(act, ContactArchived(contact=self.name), past=True)

    def restore(self, *, by: Member) -> None:
        """Bring the person back from the archive."""
        with acting(
            by=by, label=gettext("Restored the contact {contact}").format(contact=self)
        ) as act:
            act.lock(self)
            if act.change(self, archived_at=None):
                self._tell(act, ContactRestored(contact=self.name), past=True)

    def _tell(
        self, act: Acting, story: Kind, *, past: bool = False, subject: models.Model | None = None
    ) -> None:
        """Tell it once on the timeline of each client they stand with, or stood with."""
        links = self.links.all() if past else self.links.filter(ended_on=None)
        clients = {link.client_id: link.client for link in links.select_related("client")}
        act.record_many((story, client, subject or self) for client in clients.values())

    @staticmethod
    def named(given: str, family: str) -> dict[str, str]:
        """The name in its parts and whole; refused when there is none."""
        given, family = " ".join(given.split()), " ".join(family.split())
        whole = f"{given} {family}".strip()
        if not whole:
            msg = gettext("Give the contact a given name or a family name.")
            raise Refusal(msg, field="given_name")
        if max(len(given), len(family)) > 150:  # noqa: PLR2004 - the width of the columns
            msg = gettext("A name has at most 150 characters; shorten it.")
            raise Refusal(msg, field="given_name")
        return {
            "given_name": given,
            "family_name": family,
            "name": whole,
            "name_key": fold(whole)[:400],
        }


_READERS = {
    "language": typed.language_code,
    "preferred_channel": typed.channel,
    "timezone": typed.zone,
}


def _cleaned(name: str, text: str) -> str:
    """The text as it is kept; refused when it does not fit its field."""
    if name in _READERS:
        text = _READERS[name](text)
    text = (
        "\n".join(line.rstrip() for line in text.strip().splitlines())
        if name == "about"
        else " ".join(text.split())
    )
    longest = Contact._meta.get_field(name).max_length  # type: ignore[union-attr]
    if longest and len(text) > longest:
        msg = gettext("The {label} has at most {longest} characters; shorten it.").format(
            label=_LABELS[name], longest=longest
        )
        raise Refusal(msg, field=name)
    return text
