from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents.events import (
    AgreementChanged,
    AgreementEnded,
    AgreementExpiring,
    AgreementRenewed,
    AgreementSigned,
)
from atrium.documents.models.agreement_queryset import SOON, AgreementManager
from atrium.documents.models.file import File
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.said import listed, spelled
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST = {"title": 120, "signed_by": 200, "ended_why": 300}
MOST = 500
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


class AgreementKind(models.TextChoices):
    """What is agreed on."""

    CONFIDENTIALITY = "confidentiality", gettext_lazy("Confidentiality")
    DATA = "data", gettext_lazy("Data processing")
    FRAMEWORK = "framework", gettext_lazy("Framework contract")
    SERVICE = "service", gettext_lazy("Service level")
    OTHER = "other", gettext_lazy("Other agreement")


class Agreement(Owned):
    """What a client signed: confidentiality, data processing and their like (R15).

    ``signed_by`` is who signed for the client. ``ended_on`` is the first day on which it holds no
    more, where somebody ended it or another one took its place; ``renews`` is the one before.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="agreements", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=AgreementKind)
    title = models.CharField(max_length=LONGEST["title"], blank=True)
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=LONGEST["signed_by"], blank=True)
    valid_until = models.DateField(null=True)
    file = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        related_name="agreements",
        db_constraint=False,
        db_index=False,
    )
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=LONGEST["ended_why"], blank=True)
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="renewals",
        db_constraint=False,
        db_index=False,
    )
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)

    objects: ClassVar = AgreementManager()

    if TYPE_CHECKING:
        renewals: RelatedManager[Agreement]

    class Meta(Owned.Meta):
        verbose_name = "agreement"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="agreement_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "id"], name="agreement_by_organisation"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("signed_on")),
                name="agreement_lasts",
            ),
            SameOrganisation("client"),
            SameOrganisation("file"),
            SameOrganisation("renews"),
            SameOrganisation("added_by"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client", "ended_on", "valid_until"],
                name="agreement_of_client",
            ),
            models.Index(
                fields=["organisation", "valid_until"],
                condition=Q(ended_on=None),
                name="agreement_ending",
            ),
            models.Index(fields=["organisation", "kind", "client"], name="agreement_by_kind"),
            models.Index(
                fields=["organisation", "file"],
                condition=Q(file__isnull=False),
                name="agreement_by_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(AgreementKind(self.kind).label)

    @classmethod
    def sign(
        cls, client: Client, *, by: Member | None, kind: str, signed_on: date, **values: Any
    ) -> Self:
        """Note what the client signed; refused for a day to come, and where its end is before it."""
        row = cls(client=client, added_by=by)
        _say(row, client, {"kind": kind, "signed_on": signed_on, **values})
        label = gettext("Noted the agreement {agreement} of {client}")
        with acting(by=by, label=label.format(agreement=row, client=client)) as act:
            _lock(client, act)
            if cls.objects.filter(client=client).count() >= MOST:
                msg = gettext("A client has at most {most} agreements.").format(most=MOST)
                raise Refusal(msg)
            act.insert(row)
            story = AgreementSigned(name=str(row), until=row.last_day)
            act.record(story, client=client, subject=row)
        return row

    def renew(self, *, by: Member, signed_on: date, **values: Any) -> Self:
        """Another one takes its place from the day on which that was signed."""
        client = self.client
        row = type(self)(client=client, added_by=by, renews=self)
        told = {"kind": self.kind, "title": self.title, "signed_by": self.signed_by, **values}
        _say(row, client, {**told, "signed_on": signed_on})
        label = gettext("Renewed the agreement {agreement} of {client}")
        with acting(by=by, label=label.format(agreement=self, client=client)) as act:
            self._lock_standing(act)
            if signed_on < self.signed_on:
                msg = gettext("It was signed on {day:%-d %b %Y}; choose that day or a later one.")
                raise Refusal(msg.format(day=spoken(self.signed_on)), field="signed_on")
            act.insert(row)
            act.change(self, ended_on=signed_on, ended_why="")
            story = AgreementRenewed(name=str(row), until=row.last_day)
            act.record(story, client=client, subject=row)
        return row

    def end(self, *, by: Member, on: date, why: str = "") -> None:
        """It holds no more from this day on."""
        client, why = self.client, " ".join(why.split())
        _refuse_long("ended_why", why)
        label = gettext("Ended the agreement {agreement} of {client}")
        with acting(by=by, label=label.format(agreement=self, client=client)) as act:
            self._lock_standing(act)
            if on < self.signed_on:
                msg = gettext("It was signed on {day:%-d %b %Y}; choose that day or a later one.")
                raise Refusal(msg.format(day=spoken(self.signed_on)), field="on")
            if on > client.organisation.today():
                msg = gettext("For a day to come change until when it is valid.")
                raise Refusal(msg, field="on")
            act.change(self, ended_on=on, ended_why=why)
            act.record(AgreementEnded(name=str(self), why=why), client=client, subject=self)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Mend what is said of it; nothing is told where nothing differs."""
        client = self.client
        label = gettext("Changed the agreement {agreement} of {client}")
        with acting(by=by, label=label.format(agreement=self, client=client)) as act:
            _lock(client, act)
            act.lock(self)
            before = {name: getattr(self, name) for name in _LABELS}
            now = _cleaned(client, before | values)
            if now["valid_until"] != self.valid_until:
                now["reminded_at"] = None
            if act.change(self, **now):
                what = [str(label) for name, label in _LABELS.items() if now[name] != before[name]]
                story = AgreementChanged(name=str(self), what=listed(what))
                act.record(story, client=client, subject=self)

    def remind(self, today: date) -> None:
        """Tell that it ends soon, or did; once for each last day."""
        label = gettext("Reminded of the agreement {agreement}")
        with acting(by=None, label=label.format(agreement=self)) as act:
            act.lock(self)
            if self.ended_on or self.reminded_at or self.valid_until is None:
                return
            if self.valid_until > today + timedelta(days=SOON):
                return
            act.change(self, reminded_at=timezone.now())
            story = AgreementExpiring(name=str(self), day=self.last_day)
            act.record(story, client=self.client, subject=self)

    @property
    def last_day(self) -> str:
        """Until when it is valid, as the timeline keeps it; empty without an end."""
        return spelled(self.valid_until, "%-d %b %Y") if self.valid_until else ""

    def holds(self, today: date) -> bool:
        """Whether it holds on this day."""
        lasts = self.valid_until is None or self.valid_until >= today
        return (
            lasts and self.signed_on <= today and (self.ended_on is None or self.ended_on > today)
        )

    def _lock_standing(self, act: Acting) -> None:
        _lock(self.client, act)
        act.lock(self)
        if self.ended_on is not None:
            msg = gettext("This agreement was ended or renewed on {day:%-d %b %Y} already.")
            raise Refusal(msg.format(day=spoken(self.ended_on)))


_LABELS = {
    "kind": gettext_lazy("Kind"),
    "title": gettext_lazy("Title"),
    "signed_on": gettext_lazy("Signed on"),
    "signed_by": gettext_lazy("Signed by"),
    "valid_until": gettext_lazy("Valid until"),
    "file": gettext_lazy("Document"),
}


def _say(row: Agreement, client: Client, values: dict[str, Any]) -> None:
    for name, value in _cleaned(client, values).items():
        setattr(row, name, value)


def _lock(client: Client, act: Acting) -> None:
    organisation = client.organisation
    act.lock(client)
    client.organisation = organisation
    client.refuse_archived()


def _refuse_long(name: str, text: str) -> None:
    if len(text) > LONGEST[name]:
        msg = gettext("Write at most {longest} characters.").format(longest=LONGEST[name])
        raise Refusal(msg, field=name)


def _cleaned(client: Client, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused at the one that does not fit."""
    told = dict(values)
    for name in ("title", "signed_by"):
        told[name] = " ".join(str(told.get(name) or "").split())
        _refuse_long(name, told[name])
    if told["kind"] not in AgreementKind.values:
        raise Refusal(gettext("Choose a kind of agreement."), field="kind")
    if told["kind"] == AgreementKind.OTHER and not told["title"]:
        raise Refusal(gettext("Give it a title that says what is agreed on."), field="title")
    for name in ("signed_on", "valid_until"):
        if told.get(name) is not None and not EARLIEST <= told[name] < LATEST:
            raise Refusal(gettext("Choose a day between the years 1900 and 2200."), field=name)
    if told["signed_on"] > client.organisation.today():
        raise Refusal(gettext("Choose a day that is not to come."), field="signed_on")
    last = told.get("valid_until")
    if last is not None and last < told["signed_on"]:
        msg = gettext("It cannot end before it was signed; choose a later day.")
        raise Refusal(msg, field="valid_until")
    file = told.get("file")
    if file is not None and (file.client_id != client.pk or file.binned_at is not None):
        raise Refusal(gettext("Choose a file of this client."), field="file")
    return told
