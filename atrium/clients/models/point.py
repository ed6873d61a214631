from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from atrium.clients.events import PointAdded, PointChanged, PointRemoved
from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, email, phone, web
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting


class PointKind(models.TextChoices):
    """The ways to reach someone."""

    EMAIL = "email", gettext_lazy("E-mail")
    PHONE = "phone", gettext_lazy("Phone")
    LINK = "link", gettext_lazy("Link")


def _phone(text: str, country: str) -> tuple[str, str]:
    number = phone.parse(text, country)
    ext = f";ext={number.extension}" if number.extension else ""
    return number.international, f"{number.e164}{ext}"


def _email(text: str, country: str) -> tuple[str, str]:
    address = email.mend(text)
    return address.address, address.key


def _link(text: str, country: str) -> tuple[str, str]:
    url = web.mend(text)
    return url.text.removeprefix("https://").removesuffix("/"), url.text


_READERS = {PointKind.PHONE: _phone, PointKind.EMAIL: _email, PointKind.LINK: _link}
_WORDS = {"email": gettext_lazy("e-mail address"), "phone": "phone", "link": "link"}


class Point(Owned):
    """One way to reach a client or a contact: e-mail, phone, link (schema.org ContactPoint).

    ``value`` is what people read, ``normal`` what machines compare: a lower-case address, an
    E.164 number, a URL. ``sound`` is False for what an import brought and no check accepts; it is
    kept so that nothing is lost, and shown as wrong.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        related_name="points",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="points",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=PointKind)
    value = models.CharField(max_length=500)
    normal = models.CharField(max_length=500)
    label = models.CharField(max_length=60, blank=True)
    preferred = models.BooleanField(default=False)
    sound = models.BooleanField(default=True)

    class Meta(Owned.Meta):
        ordering = ("-preferred", "id")
        constraints = [
            SameOrganisation("client"),
            SameOrganisation("contact"),
            models.CheckConstraint(
                condition=Q(client=None, contact__isnull=False)
                | Q(client__isnull=False, contact=None),
                name="point_of_one",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "kind"],
                condition=Q(preferred=True, client__isnull=False),
                name="one_preferred_of_client",
            ),
            models.UniqueConstraint(
                fields=["organisation", "contact", "kind"],
                condition=Q(preferred=True, contact__isnull=False),
                name="one_preferred_of_contact",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "kind"], name="point_by_client"),
            models.Index(fields=["organisation", "contact", "kind"], name="point_by_contact"),
            models.Index(fields=["organisation", "kind", "normal"], name="point_by_normal"),
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def called(self) -> str:
        """Its label; of a social profile without one, the network. Empty where neither is."""
        link = self.kind == PointKind.LINK and self.sound and not self.label
        return web.WebAddress(self.normal).network if link else self.label

    @classmethod
    def add(
        cls,
        owner: Client | Contact,
        *,
        by: Member | None,
        kind: PointKind | str,
        text: str,
        label: str = "",
        preferred: bool = False,
    ) -> Self:
        """Add a way to reach ``owner``. The first of its kind is the preferred one.

        Refused, with the mend, when ``text`` is not of the kind or the owner has it already.
        """
        point = cls(kind=kind, label=label.strip()[:60], **cls._owner(owner))
        point.read(text, country=country_of(owner))
        with acting(
            by=by,
            label=gettext("Added the {word} {value}").format(word=point.word, value=point.value),
        ) as act:
            act.lock(owner)
            siblings = point.siblings()
            if siblings.filter(normal=point.normal).exists():
                msg = gettext("{owner} has {value} already.").format(owner=owner, value=point.value)
                raise Refusal(msg, field="value")
            point.preferred = not siblings.exists()
            act.insert(point)
            if preferred:
                point.prefer(by=by)
            for client in clients_of(owner):
                story = PointAdded(what=point.word, value=point.value, whose=_whose(owner))
                act.record(story, client=client, subject=point.contact or point)
        return point

    def edit(self, *, by: Member, text: str | None = None, label: str | None = None) -> None:
        """Change the value, the label or both; told on the timeline when the value changes."""
        with acting(
            by=by,
            label=gettext("Changed the {word} {value}").format(word=self.word, value=self.value),
        ) as act:
            act.lock(self)
            before = self.value
            wished = type(self)(kind=self.kind, value=self.value, normal=self.normal)
            wished.sound = self.sound
            if text is not None:
                wished.read(text, country=country_of(self.owner))
            act.change(
                self,
                value=wished.value,
                normal=wished.normal,
                sound=wished.sound,
                label=self.label if label is None else label.strip()[:60],
            )
            if self.value != before:
                whose = _whose(self.owner)
                story = PointChanged(what=self.word, before=before, after=self.value, whose=whose)
                for client in clients_of(self.owner):
                    act.record(story, client=client, subject=self.contact or self)

    def prefer(self, *, by: Member | None) -> None:
        """Make this the preferred one of its kind; the others stop being it."""
        with acting(by=by, label=gettext("Preferred {value}").format(value=self.value)) as act:
            self._lock(act)
            for other in self.siblings().filter(preferred=True).exclude(pk=self.pk):
                act.change(other, preferred=False)
            act.change(self, preferred=True)

    def drop(self, *, by: Member) -> None:
        """Remove it; the next of its kind becomes the preferred one."""
        with acting(
            by=by,
            label=gettext("Removed the {word} {value}").format(word=self.word, value=self.value),
        ) as act:
            self._lock(act)
            heir = self.siblings().exclude(pk=self.pk).first() if self.preferred else None
            act.remove(self)
            if heir is not None:
                act.change(heir, preferred=True)
            story = PointRemoved(what=self.word, value=self.value, whose=_whose(self.owner))
            for client in clients_of(self.owner):
                act.record(story, client=client, subject=self.contact)

    def read(self, text: str, *, country: str) -> None:
        """Take ``text`` as the value; refused with the mend when it is not of the kind."""
        try:
            self.value, self.normal = _READERS[PointKind(self.kind)](text, country)
        except FormatError as error:
            raise Refusal(str(error), field="value") from error
        self.sound = True

    @property
    def owner(self) -> Client | Contact:
        owner = self.client or self.contact
        assert owner is not None, "the database holds that a point has an owner"
        return owner

    @property
    def dialled(self) -> str:
        """What a telephone takes of it."""
        return phone.dialled(self.normal)

    @property
    def word(self) -> str:
        return _WORDS[self.kind]

    def _lock(self, act: Acting) -> None:
        """The owner first, so that nobody waits for each other; refused where the row is gone."""
        act.lock(self.owner)
        try:
            act.lock(self)
        except Point.DoesNotExist as error:
            msg = gettext("{value} was removed meanwhile.").format(value=self.value)
            raise Refusal(msg) from error

    def siblings(self) -> models.QuerySet[Point]:
        """All points of this kind that the owner has."""
        return Point.objects.filter(
            kind=self.kind, client_id=self.client_id, contact_id=self.contact_id
        ).order_by("id")

    @staticmethod
    def _owner(owner: Client | Contact) -> dict[str, Client | Contact]:
        return {"client" if isinstance(owner, Client) else "contact": owner}


def _whose(owner: Client | Contact) -> str:
    return "" if isinstance(owner, Client) else f" of {owner}"


def clients_of(owner: Client | Contact) -> list[Client]:
    """The clients on whose timeline a change of ``owner`` is told."""
    if isinstance(owner, Client):
        return [owner]
    return [link.client for link in owner.links.filter(ended_on=None).select_related("client")]


def country_of(owner: Client | Contact) -> str:
    """The country whose notation a number is read in."""
    clients = clients_of(owner)
    return clients[0].country if clients else owner.organisation.country
