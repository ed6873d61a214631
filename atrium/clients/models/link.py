from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from atrium.clients import causes
from atrium.clients.events import ContactChanged, ContactDelinked, ContactLinked, PrimaryContactSet
from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.contact_role import ContactRole
from atrium.clients.models.link_queryset import LinkManager
from atrium.clients.models.link_role import LinkRole, set_roles
from atrium.clients.tenure import checked_title, ended, in_a_circle, stands
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting


class Link(Owned):
    """That a contact stands with a client: as what, since when, and whether as the first to ask.

    An ended link stays as history, with the roles of its time in words (X06). One link of a client
    is primary, held by the database (R09). Every verb locks the client first, so that what is said
    of all its links (one primary, nobody above themselves) is decided by one at a time.
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
    roles_then = models.CharField(max_length=1000, blank=True, editable=False)
    reports_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="reports",
        db_constraint=False,
        db_index=False,
    )
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
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("id")), name="reports_to_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(began_on=None) | Q(ended_on__gte=F("began_on")),
                name="link_ends_after_it_began",
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("reports_to"),
        ]
        indexes = [
            models.Index(fields=["organisation", "contact"], name="link_by_contact"),
            models.Index(fields=["organisation", "client", "ended_on"], name="link_by_client"),
            models.Index(
                fields=["organisation", "reports_to"],
                condition=Q(reports_to__isnull=False),
                name="link_by_reports_to",
            ),
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
        began_on: date | None = None,
    ) -> Link:
        """Let ``contact`` stand with ``client``; the first one becomes the primary contact.

        ``began_on`` is today where it is not said. Refused when the contact stands with the client
        already, or is archived. After a delink this is a new link; the past one stays.
        """
        label = gettext("Added {contact} to {client}").format(contact=contact, client=client)
        with acting(by=by, label=label) as act:
            act.lock(client)
            act.lock(contact)
            current = client.links.current()
            if current.filter(contact=contact).exists():
                msg = gettext("{contact} is a contact of {client} already.").format(
                    contact=contact, client=client
                )
                raise Refusal(msg, field="contact", cause=causes.LINKED_ALREADY)
            if contact.is_archived:
                msg = gettext("{contact} is archived. Restore them first.").format(contact=contact)
                step = causes.open_person(contact)
                raise Refusal(msg, field="contact", cause=causes.CONTACT_ARCHIVED, steps=(step,))
            link = act.insert(
                cls(
                    client=client,
                    contact=contact,
                    job_title=checked_title(job_title),
                    is_primary=not current.filter(is_primary=True).exists(),
                    began_on=began_on or client.organisation.today(),
                )
            )
            given = [act.insert(LinkRole(link=link, role=role)).role.label for role in roles]
            what = f" ({', '.join(given)})" if given else ""
            story = ContactLinked(contact=contact.name, what=what)
            act.record(story, client=client, subject=contact)
        return link

    @classmethod
    def make_several(
        cls,
        client: Client,
        contacts: Iterable[Contact],
        *,
        by: Member | None,
        job_title: str = "",
        roles: Iterable[ContactRole] = (),
    ) -> tuple[list[Link], list[tuple[Contact, str]]]:
        """Let several stand with ``client`` in one act (R08); who could not comes back with the reason."""
        made: list[Link] = []
        skipped: list[tuple[Contact, str]] = []
        chosen = list(roles)
        label = gettext("Assigned contacts to {client}").format(client=client)
        with acting(by=by, label=label) as act:
            act.lock(client)
            # In one order, so that two who assign the same people never wait for each other.
            for contact in sorted(contacts, key=lambda person: person.pk):
                try:
                    link = cls.make(client, contact, by=by, job_title=job_title, roles=chosen)
                except Refusal as error:
                    skipped.append((contact, str(error)))
                else:
                    made.append(link)
        return made, skipped

    def make_primary(self, *, by: Member) -> None:
        """Make this the one primary contact of its client (R09)."""
        label = gettext("Made {contact} primary at {client}").format(
            contact=self.contact, client=self.client
        )
        with acting(by=by, label=label) as act:
            act.lock(self.client)
            act.lock(self)
            if self.ended_on:
                msg = gettext("{contact} is no contact of {client} any more.").format(
                    contact=self.contact, client=self.client
                )
                raise Refusal(msg, cause=causes.LINK_ENDED)
            for other in self.client.links.filter(is_primary=True).exclude(pk=self.pk):
                act.change(other, is_primary=False)
            if act.change(self, is_primary=True):
                story = PrimaryContactSet(contact=self.contact.name)
                act.record(story, client=self.client, subject=self.contact)

    def end(self, *, by: Member, on: date | None = None) -> None:
        """Delink as of ``on`` (today): the contact and its history stay (R10).

        The next one becomes primary; who reported to this one reports to whom they reported to.
        """
        label = gettext("Delinked {contact} from {client}").format(
            contact=self.contact, client=self.client
        )
        with acting(by=by, label=label) as act:
            act.lock(self.client)
            act.lock(self)
            if self.ended_on:
                msg = gettext("{contact} was delinked already.").format(contact=self.contact)
                raise Refusal(msg, cause=causes.LINK_ENDED)
            today = self.client.organisation.today()
            day = ended(self.began_on, on or max(today, self.began_on or today), today)
            was_primary, above = self.is_primary, self.reports_to_id
            words = self.given_roles.order_by("role__position").values_list(
                "role__label", flat=True
            )
            act.change(
                self,
                ended_on=day,
                is_primary=False,
                reports_to_id=None,
                roles_then=", ".join(words)[:1000],
            )
            for report in self.client.links.filter(reports_to=self):
                act.change(report, reports_to_id=above)
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
        began_on: date | None = None,
        ended_on: date | None = None,
    ) -> None:
        """Change the job title, what the contact is to the client, and since when.

        ``ended_on`` changes when a past link ended; a link that stands is ended by end(). The roles
        of a past link stay as they were.
        """
        label = gettext("Changed {contact} at {client}").format(
            contact=self.contact, client=self.client
        )
        with acting(by=by, label=label) as act:
            act.lock(self.client)
            act.lock(self)
            if self.ended_on and roles is not None:
                msg = gettext("The roles of a past contact stay as they were.")
                raise Refusal(msg, field="roles")
            said = []
            if job_title is not None and act.change(self, job_title=checked_title(job_title)):
                title = self.job_title or gettext("empty")
                said.append(gettext("job title is now {title}").format(title=title))
            if roles is not None and (words := set_roles(self, act, list(roles))) is not None:
                said.append(gettext("roles are now {words}").format(words=words or gettext("none")))
            if (began_on or ended_on) and self._set_dates(act, began_on, ended_on):
                said.append(stands(self.began_on, self.ended_on))
            if said:
                story = ContactChanged(contact=self.contact.name, what="; ".join(said))
                act.record(story, client=self.client, subject=self.contact)

    def _set_dates(self, act: Acting, began_on: date | None, ended_on: date | None) -> bool:
        began = began_on or self.began_on or self.client.organisation.today()
        if self.ended_on is None:
            if ended_on is not None:
                msg = gettext("{contact} stands with {client}; delink them to set an end.")
                msg = msg.format(contact=self.contact, client=self.client)
                raise Refusal(msg, field="ended_on")
            return act.change(self, began_on=began)
        day = ended(began, ended_on or self.ended_on, self.client.organisation.today())
        return act.change(self, began_on=began, ended_on=day)

    def report_to(self, other: Link | None, *, by: Member) -> None:
        """Say to whom this contact reports at the client; None: to nobody (J15).

        Refused where someone would report to themselves, however far round.
        """
        label = gettext("Changed whom {contact} reports to").format(contact=self.contact)
        with acting(by=by, label=label) as act:
            act.lock(self.client)
            act.lock(self)
            above = dict(self.client.links.current().values_list("pk", "reports_to"))
            if self.ended_on or (other is not None and other.pk not in above):
                who = self.contact if self.ended_on else other.contact if other else ""
                msg = gettext("{who} is no contact of {client} any more.").format(
                    who=who, client=self.client
                )
                raise Refusal(msg, field="reports_to")
            if other is not None and in_a_circle(above | {self.pk: other.pk}):
                msg = gettext("{other} reports to {contact} already; choose somebody else.").format(
                    other=other.contact, contact=self.contact
                )
                raise Refusal(msg, field="reports_to")
            if act.change(self, reports_to=other):
                name = other.contact.name if other else gettext("nobody")
                what = gettext("now reports to {name}").format(name=name)
                story = ContactChanged(contact=self.contact.name, what=what)
                act.record(story, client=self.client, subject=self.contact)
