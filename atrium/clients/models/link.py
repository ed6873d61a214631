from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.events import ContactChanged, ContactDelinked, ContactLinked, PrimaryContactSet
from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.contact_role import ContactRole
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting


class LinkQuerySet(models.QuerySet["Link"]):
    """Ways to choose links."""

    def current(self) -> LinkQuerySet:
        return self.filter(ended_on=None)


LinkManager = OwnedManager.from_queryset(LinkQuerySet)


class Link(Owned):
    """That a contact stands with a client: as what, since when, and whether as the first to ask.

    An ended link stays as history. One link of a client is primary, held by the database (R09).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="links", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="links", db_constraint=False, db_index=False
    )
    job_title = models.CharField(max_length=120, blank=True)
    is_primary = models.BooleanField(default=False)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    roles = models.ManyToManyField(ContactRole, through="LinkRole", related_name="links")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = LinkManager()

    class Meta(Owned.Meta):
        ordering = ("-is_primary", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="link_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="link_by_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "client", "contact"],
                condition=Q(ended_on=None),
                name="linked_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(is_primary=True),
                name="one_primary_contact",
            ),
            models.CheckConstraint(
                condition=Q(is_primary=False) | Q(ended_on=None), name="primary_is_current"
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
        ]
        indexes = [
            models.Index(fields=["organisation", "contact"], name="link_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} of {self.client}"

    @classmethod
    def make(
        cls,
        client: Client,
        contact: Contact,
        *,
        by: Member | None,
        job_title: str = "",
        roles: Iterable[ContactRole] = (),
    ) -> Link:
        """Let ``contact`` stand with ``client``; the first one becomes the primary contact.

        Refused when the contact stands with the client already.
        """
        with acting(by=by, label=f"Added {contact} to {client}") as act:
            act.lock(client)
            current = client.links.current()
            if current.filter(contact=contact).exists():
                msg = f"{contact} is a contact of {client} already."
                raise Refusal(msg, field="contact")
            link = act.insert(
                cls(
                    client=client,
                    contact=contact,
                    job_title=" ".join(job_title.split())[:120],
                    is_primary=not current.filter(is_primary=True).exists(),
                    began_on=client.organisation.today(),
                )
            )
            for role in roles:
                act.insert(LinkRole(link=link, role=role))
            act.record(ContactLinked(contact=contact.name), client=client, subject=contact)
        return link

    def make_primary(self, *, by: Member) -> None:
        """Make this the one primary contact of its client (R09)."""
        with acting(by=by, label=f"Made {self.contact} primary at {self.client}") as act:
            act.lock(self.client)
            act.lock(self)
            if self.ended_on:
                msg = f"{self.contact} is no contact of {self.client} any more."
                raise Refusal(msg)
            for other in self.client.links.filter(is_primary=True).exclude(pk=self.pk):
                act.change(other, is_primary=False)
            if act.change(self, is_primary=True):
                story = PrimaryContactSet(contact=self.contact.name)
                act.record(story, client=self.client, subject=self.contact)

    def end(self, *, by: Member) -> None:
        """Delink: the contact and its history stay (R10). The next one becomes primary."""
        with acting(by=by, label=f"Delinked {self.contact} from {self.client}") as act:
            act.lock(self.client)
            act.lock(self)
            if self.ended_on:
                msg = f"{self.contact} was delinked already."
                raise Refusal(msg)
            was_primary = self.is_primary
            act.change(self, ended_on=self.client.organisation.today(), is_primary=False)
            heir = self.client.links.current().first()
            if was_primary and heir is not None:
                act.change(heir, is_primary=True)
            story = ContactDelinked(contact=self.contact.name)
            act.record(story, client=self.client, subject=self.contact)

    def edit(
        self,
        *,
        by: Member,
        job_title: str | None = None,
        roles: Iterable[ContactRole] | None = None,
    ) -> None:
        """Change the job title and what the contact is to the client."""
        with acting(by=by, label=f"Changed {self.contact} at {self.client}") as act:
            act.lock(self)
            said = []
            if job_title is not None and act.change(
                self, job_title=" ".join(job_title.split())[:120]
            ):
                said.append(f"job title is now {self.job_title or 'empty'}")
            if roles is not None and (words := self._set_roles(act, list(roles))) is not None:
                said.append(f"roles are now {words or 'none'}")
            if said:
                story = ContactChanged(contact=self.contact.name, what="; ".join(said))
                act.record(story, client=self.client, subject=self.contact)

    def _set_roles(self, act: Acting, roles: list[ContactRole]) -> str | None:
        wished = {role.pk: role for role in roles}
        has = {given.role_id: given for given in self.given_roles.all()}
        if set(wished) == set(has):
            return None
        for key, given in has.items():
            if key not in wished:
                act.remove(given)
        for key, role in wished.items():
            if key not in has:
                act.insert(LinkRole(link=self, role=role))
        return ", ".join(role.label for role in roles)


class LinkRole(Owned):
    """One role that a contact has for a client."""

    link = models.ForeignKey(
        Link, models.CASCADE, related_name="given_roles", db_constraint=False, db_index=False
    )
    role = models.ForeignKey(
        ContactRole, models.PROTECT, related_name="given", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "link", "role"], name="role_once"),
            SameOrganisation("link"),
            SameOrganisation("role"),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.role}"
