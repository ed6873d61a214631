from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from atrium.clients import causes, lexicon
from atrium.clients.models import Client, Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.events import ClientLinked, ClientPartChanged, ClientUnlinked
from atrium.jobs.models.checking import checked_notes
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job

LONGEST_OWN = 60
ROLES = "job-roles"


class Part(models.TextChoices):
    """What a client is to a job (J01).

    The primary one and the one that pays stand on the job itself, which has one place for each:
    so there is always exactly one primary client, and never more than one that pays.
    """

    PRIMARY = "primary", gettext_lazy("Primary")
    SECONDARY = "secondary", gettext_lazy("Secondary")
    BILLING = "billing", gettext_lazy("Billing contact")
    TECHNICAL = "technical", gettext_lazy("Technical contact")
    OWN = "own", gettext_lazy("Own role")


class Participation(Owned):
    """That a client has a part in a job, with whom to talk and what to know (J01).

    ``kept`` is the part beside being primary or paying; ``own`` its words where it is an own one.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    job = models.ForeignKey(
        "jobs.Job",
        models.PROTECT,
        related_name="participations",
        db_constraint=False,
        db_index=False,
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="participations", db_constraint=False, db_index=False
    )
    kept = models.CharField(max_length=10, choices=Part, default=Part.SECONDARY)
    own = models.CharField(max_length=LONGEST_OWN, blank=True)
    notes = models.TextField(blank=True)
    contacts = models.ManyToManyField(
        Contact, through="jobs.ParticipationContact", related_name="participations"
    )

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="participation_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="participation_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "job", "client"], name="client_in_job_once"
            ),
            models.CheckConstraint(
                condition=Q(kept__in=["secondary", "technical"], own="")
                | Q(kept="own") & ~Q(own=""),
                name="part_beside_the_job",
            ),
            SameOrganisation("job"),
            SameOrganisation("client"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "job"], name="participation_by_client")
        ]

    def __str__(self) -> str:
        return gettext("{client} in {job}").format(client=self.client, job=self.job)

    @property
    def part(self) -> Part:
        """The part that counts most."""
        if self.job.client_id == self.client_id:
            return Part.PRIMARY
        return Part.BILLING if self.job.billing_id == self.client_id else Part(self.kept)

    @property
    def is_primary(self) -> bool:
        return self.part == Part.PRIMARY

    @property
    def pays(self) -> bool:
        return self.job.billing_id == self.client_id

    @property
    def words(self) -> str:
        """Primary; Primary and billing contact; Landlord."""
        part = self.part
        said = self.own if part == Part.OWN else part.label
        return (
            gettext("{said} and billing contact").format(said=said)
            if part == Part.PRIMARY and self.pays
            else said
        )

    @property
    def told(self) -> str:
        """The same within a sentence."""
        return within(self.words, noun=True)

    @classmethod
    def link(  # noqa: PLR0913 - all that a part is made of
        cls,
        job: Job,
        client: Client,
        *,
        by: Member | None,
        part: str = Part.SECONDARY,
        own: str = "",
        notes: str = "",
        contacts: Iterable[Contact] = (),
    ) -> Participation:
        """Let the client have a part in the job; refused where it has one, or is archived."""
        step = causes.open_client(client)
        with acting(
            by=by, label=gettext("Linked {client} to {code}").format(client=client, code=job.code)
        ) as act:
            job.lock_for_change(act)
            act.lock(client)
            client.refuse_archived()
            row = cls(job=job, client=client, notes=checked_notes(notes))
            row.kept, row.own = _kept(part, own, row)
            try:
                with transaction.atomic():
                    act.insert(row)
            except IntegrityError as error:
                msg = gettext("{client} has a part in this job already.").format(client=client)
                raise Refusal(
                    msg, field="client", cause=causes.LINKED_ALREADY, steps=(step,)
                ) from error
            row._take(act, part)
            row._set_contacts(act, contacts)
            story = ClientLinked(job=job.code, title=job.title, part=row.told)
            act.record(story, client=client, subject=job)
        return row

    def edit(
        self,
        *,
        by: Member,
        part: str | None = None,
        own: str = "",
        contacts: Iterable[Contact] | None = None,
        **values: str,
    ) -> None:
        """Change the part, the chosen contacts and the ``notes`` of this client alone."""
        with acting(
            by=by,
            label=gettext("Changed the part of {client} in {code}").format(
                client=self.client, code=self.job.code
            ),
        ) as act:
            self.job.lock_for_change(act)
            act.lock(self)
            before = self.told
            if part is not None:
                kept, own = _kept(part, own, self)
                self._take(act, part)
                act.change(self, kept=kept, own=own)
            if "notes" in values:
                act.change(self, notes=checked_notes(values["notes"]))
            if contacts is not None:
                self._set_contacts(act, contacts)
            if self.told != before:
                story = ClientPartChanged(
                    job=self.job.code, title=self.job.title, before=before, after=self.told
                )
                act.record(story, client=self.client, subject=self.job)

    def unlink(self, *, by: Member) -> None:
        """Take the client off the job; refused for the primary one."""
        with acting(
            by=by,
            label=gettext("Took {client} off {code}").format(
                client=self.client, code=self.job.code
            ),
        ) as act:
            job: Job = self.job
            job.lock_for_change(act)
            act.lock(self)
            if self.is_primary:
                msg = gettext(
                    "{client} is the primary client. Make another one primary first."
                ).format(client=self.client)
                raise Refusal(msg)
            if self.pays:
                act.change(job, billing=None)
            if job.location_id and job.location and job.location.client_id == self.client_id:
                act.change(job, location=None)
            self._set_contacts(act, ())
            act.remove(self)
            story = ClientUnlinked(job=job.code, title=job.title)
            act.record(story, client=self.client, subject=job)

    def _take(self, act: Acting, part: str) -> None:
        """Let the job say who is primary and who pays."""
        job = self.job
        if part == Part.PRIMARY:
            act.change(job, client=self.client)
        elif self.is_primary and part != Part.BILLING:
            msg = gettext(
                "{client} is the primary client. Make another one primary instead."
            ).format(client=self.client)
            raise Refusal(msg, field="part")
        if part == Part.BILLING:
            act.change(job, billing=self.client)
        elif self.pays and part != Part.PRIMARY:
            act.change(job, billing=None)

    def _set_contacts(self, act: Acting, contacts: Iterable[Contact]) -> None:
        """Let exactly these people be whom one talks with."""
        wished = {contact.pk: contact for contact in contacts}
        has = {row.contact_id: row for row in self.chosen.all()}
        for key in has.keys() - wished.keys():
            act.remove(has[key])
        for key in wished.keys() - has.keys():
            act.insert(ParticipationContact(participation=self, contact=wished[key]))

    if TYPE_CHECKING:
        chosen: Any


class ParticipationContact(Owned):
    """That a person of a client is whom one talks with about a job."""

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="chosen", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "participation", "contact"], name="contact_in_part_once"
            ),
            SameOrganisation("participation"),
            SameOrganisation("contact"),
        ]
        indexes = [models.Index(fields=["organisation", "contact"], name="part_by_contact")]

    def __str__(self) -> str:
        return gettext("{contact} for {participation}").format(
            contact=self.contact, participation=self.participation
        )


def _kept(part: str, own: str, row: Participation) -> tuple[str, str]:
    """What is kept beside the job's own places; an own role by its word of the list.

    Refused where the list has none such; a word that stands already may stay.
    """
    if part not in Part.values:
        msg = gettext("Choose one of {values}.").format(values=", ".join(Part.values))
        raise Refusal(msg, field="part")
    if part != Part.OWN:
        return (part, "") if part == Part.TECHNICAL else (Part.SECONDARY, "")
    said = " ".join(own.replace("\x00", "").split())[:LONGEST_OWN]
    if not said:
        msg = gettext("Say what the client is to the job.")
        raise Refusal(msg, field="own")
    roles = lexicon.of(row.job.organisation).further[ROLES].values()
    for word in [row.own, *(role.label for role in roles)]:
        if fold(word) == fold(said):
            return Part.OWN, word
    msg = gettext(
        "There is no role “{said}”. Add it to the job roles in the settings first."
    ).format(said=said)
    raise Refusal(msg, field="own")
