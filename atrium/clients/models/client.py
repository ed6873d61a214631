from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from atrium.clients import causes, details, field_values
from atrium.clients.detail_locks import refuse_locked
from atrium.clients.events import (
    AccessChanged,
    Archived,
    ClientAdded,
    NamesakeKept,
    OwnerChanged,
    Restored,
    StatusChanged,
)
from atrium.clients.models.client_indexes import INDEXES
from atrium.clients.models.client_queryset import ClientManager, State
from atrium.clients.models.field import Field
from atrium.clients.name_taken import checked, once, reason_of, settled
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold, hue_of, initials
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.clients.models.status import Status


class ClientKind(models.TextChoices):
    """Who a client is to the law."""

    COMPANY = "company", gettext_lazy("Company")
    INDIVIDUAL = "individual", gettext_lazy("Individual")


class Client(Owned):
    """Someone the organisation works for: the subject of the page that answers everything."""

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=ClientKind, default=ClientKind.COMPANY)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=400, editable=False)
    title = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=150, blank=True)
    family_name = models.CharField(max_length=150, blank=True)
    legal_name = models.CharField(max_length=300, blank=True)
    registration_number = models.CharField(max_length=60, blank=True)
    tax_id = models.CharField(max_length=60, blank=True)
    industry = models.CharField(max_length=120, blank=True)
    came_from = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    preferred_channel = models.CharField(max_length=120, blank=True)
    bars: models.JSONField[dict[str, str]] = models.JSONField(default=dict, editable=False)
    since = models.DateField(null=True, blank=True)
    birthday = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    extra: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    status = models.ForeignKey(
        "clients.Status",
        models.PROTECT,
        related_name="clients",
        db_constraint=False,
        db_index=False,
    )
    owner = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    restricted = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(choices=State, default=State.LIVE)
    state_since = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    active_at = models.DateTimeField(default=now)
    completeness = models.PositiveSmallIntegerField(default=0, editable=False)
    gaps = models.CharField(max_length=600, blank=True, editable=False)
    namesake = models.BooleanField(default=False)
    # Whom it was merged into, at the end of any chain; and the keys of those merged into it.
    survivor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    absorbs: models.JSONField[list[int]] = models.JSONField(default=list, editable=False)

    objects: ClassVar = ClientManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="client_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "number"], name="client_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="client_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name_key"],
                condition=Q(state=State.LIVE, namesake=False),
                name="client_name_once",
            ),
            SameOrganisation("status"),
            SameOrganisation("owner"),
            SameOrganisation("survivor"),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("client", self.organisation.slug, self.number)

    @property
    def code(self) -> str:
        """The number as people say it: C-0482."""
        return f"C-{self.number:04d}"

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.number)

    @property
    def country(self) -> str:
        """The country whose notations are read: that of the default location, else our own."""
        places = self.locations.exclude(country="").order_by("-is_default", "id")
        return places.values_list("country", flat=True).first() or self.organisation.country

    @property
    def is_archived(self) -> bool:
        return self.state == State.ARCHIVED

    def refuse_archived(self) -> None:
        """Raise a Refusal where the client is archived: then it is read and no more."""
        if self.is_archived:
            msg = gettext("{client} is archived. Restore it first.").format(client=self)
            raise Refusal(msg, cause=causes.ARCHIVED, steps=(causes.restore(self),))

    def refuse_merged(self) -> None:
        """Raise a Refusal where the client went up in another meanwhile: nothing is added to it."""
        if self.state == State.MERGED:
            msg = gettext(
                "{code} {client} was merged into another client meanwhile. Open it anew."
            ).format(code=self.code, client=self)
            raise Refusal(msg, cause=causes.MERGED, steps=(causes.open_client(self),))

    @classmethod
    def add(
        cls,
        *,
        by: Member | None,
        name: str,
        status: Status,
        anyway: str | None = None,
        fields: field_values.Typed | None = None,
        **values: Any,
    ) -> Client:
        """A new client with the organisation's next number; refused without a name.

        NameTaken where a client has this name, unless ``anyway`` says why there must be another.
        Fields that nothing was typed for get their defaults.
        """
        name = cls.checked_name(name)
        client = cls(name=name, name_key=fold(name)[:400], status=status, **values)
        with acting(by=by, label=gettext("Added {name}").format(name=name)) as act:
            field_values.begin(client, Field.defaults("client"), fields or {}, by=by)
            client.namesake = settled(client, client.name_key, by=by, anyway=anyway)
            [client.number] = Counter.take("client")
            with once(client, act, by=by):
                act.insert(client)
            act.record(ClientAdded(), client=client)
            if client.namesake and anyway:
                act.record(NamesakeKept(reason=reason_of(anyway)), client=client)
        return client

    checked_name = staticmethod(checked)

    def edit(
        self,
        *,
        by: Member | None,
        was: field_values.Was | None = None,
        fields: field_values.Typed | None = None,
        anyway: str | None = None,
        **texts: str,
    ) -> bool:
        """Set details and fields by what was typed for them; False when nothing changed (R04, V06).

        Refused with the mend when a text does not fit its field. ``was``: what stood there when
        opened; ChangedMeanwhile where it does no more. ``anyway``: why it takes another's name.
        """
        values = details.cleaned(self, texts)
        now = field_values.read(fields or {}, self, by=by)
        names = details.names([*values, *(f.label for f in now if f.seen_by_all)]) or "details"
        with acting(
            by=by, label=gettext("Changed {names} of {client}").format(names=names, client=self)
        ) as act:
            act.lock(self)
            refuse_locked(self, values, by=by)
            details.refuse_changed(self, was or {}, texts, values)
            field_values.refuse_changed(self, was or {}, now)
            before = {name: details.shown(self, name) for name in values}
            setting = field_values.settings(self, now)
            values |= {"extra": field_values.merged(self.extra, setting)} if setting else {}
            if values.get("name_key", self.name_key) != self.name_key:
                wished = Client(pk=self.pk, name=values["name"], name_key=values["name_key"])
                values["namesake"] = settled(wished, wished.name_key, by=by, anyway=anyway)
                if values["namesake"] and anyway:
                    act.record(NamesakeKept(reason=reason_of(anyway)), client=self)
            with once(self, act, by=by):
                if not act.change(self, **values):
                    return False
            field_values.tell(act, self, setting)
            details.tell(act, self, before)
        return True

    def move_to(self, status: Status, *, by: Member) -> None:
        """Change the status; nothing happens when it is this one already (R02)."""
        with acting(
            by=by, label=gettext("Moved {client} to {status}").format(client=self, status=status)
        ) as act:
            act.lock(self)
            before = self.status.label
            if act.change(self, status=status):
                act.record(StatusChanged(before=before, after=status.label), client=self)

    def give_to(self, owner: Member | None, *, by: Member) -> None:
        """Change the member who owns the client; None leaves it without (R19)."""
        with acting(
            by=by, label=gettext("Changed the owner of {client}").format(client=self)
        ) as act:
            act.lock(self)
            before = self.owner.name if self.owner else "nobody"
            if act.change(self, owner=owner):
                after = owner.name if owner else "nobody"
                act.record(OwnerChanged(before=before, after=after), client=self)

    def archive(self, *, by: Member | None) -> None:
        """Put the client away; it can be restored for ever (R20)."""
        with acting(by=by, label=gettext("Archived {client}").format(client=self)) as act:
            act.lock(self)
            if act.change(self, state=State.ARCHIVED):
                act.change(self, state_since=now())
                act.record(Archived(), client=self)

    def restore(self, *, by: Member) -> None:
        """Bring the client back from the archive; refused where a live one has its name now."""
        with acting(by=by, label=gettext("Restored {client}").format(client=self)) as act:
            act.lock(self)
            with once(self, act, by=by):
                changed = act.change(self, state=State.LIVE)
            if changed:
                act.change(self, state_since=now())
                act.record(Restored(), client=self)

    def restrict(self, *, by: Member, to_team: bool) -> None:
        """Let only the owner, the team and those it is granted to see the client, or everyone."""
        with acting(
            by=by, label=gettext("Changed who may see {client}").format(client=self)
        ) as act:
            act.lock(self)
            if act.change(self, restricted=to_team):
                what = (
                    gettext("only its team and those named")
                    if to_team
                    else gettext("everyone who sees clients")
                )
                act.record(AccessChanged(what=what), client=self)
