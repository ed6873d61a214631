from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import CardKept, CardRemoved
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.providers.provider import CardTold, Declined, ProviderError
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from datetime import date

_BRANDS = {"visa": "Visa", "mastercard": "Mastercard", "amex": "American Express", "jcb": "JCB"}
_BRANDS |= {"diners": "Diners Club", "discover": "Discover", "unionpay": "UnionPay"}


class CardQuerySet(models.QuerySet["Card"]):
    """Ways to choose cards."""

    def on_file(self) -> CardQuerySet:
        return self.filter(removed_at=None)


CardManager = OwnedManager.from_queryset(CardQuerySet)


class Card(Owned):
    """A card on file (V04): the provider keeps it, Atrium knows brand, last four digits, expiry and token."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="cards", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        ProviderAccount, models.PROTECT, related_name="cards", db_constraint=False, db_index=False
    )
    token = models.CharField(max_length=200)
    customer = models.CharField(max_length=200)
    brand = models.CharField(max_length=20)
    last4 = models.CharField(max_length=4)
    month = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = CardManager()

    class Meta(Owned.Meta):
        ordering = ("-is_default", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="card_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="card_by_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "account", "token"], name="card_kept_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(is_default=True, removed_at=None),
                name="card_one_default",
            ),
            SameOrganisation("client"),
            SameOrganisation("account"),
        ]
        indexes = [models.Index(fields=["organisation", "client", "id"], name="card_by_client")]

    def __str__(self) -> str:
        return f"{_BRANDS.get(self.brand, self.brand.title() or gettext('Card'))} …{self.last4}"

    @property
    def expires(self) -> str:
        """As it stands on the card: 03/31."""
        return f"{self.month:02d}/{self.year % 100:02d}"

    def is_expired(self, today: date) -> bool:
        """Whether its last month is past."""
        return (self.year, self.month) < (today.year, today.month)

    @property
    def told(self) -> CardTold:
        """How the provider knows it."""
        return CardTold(
            token=self.token,
            customer=self.customer,
            brand=self.brand,
            last4=self.last4,
            month=self.month,
            year=self.year,
        )

    @classmethod
    def keep(cls, client: Client, account: ProviderAccount, told: CardTold, act: Acting) -> Card:
        """Keep a card that the client let us keep; the first is the default. Only verbs call this."""
        known: Card | None = cls.objects.filter(account=account, token=told.token).first()
        if known is not None:
            return known
        first = not cls.objects.on_file().filter(client=client).exists()
        card = cls(client=client, account=account, is_default=first, **vars(told))
        act.insert(card)
        act.record(CardKept(card=str(card)), client=client, subject=card)
        return card

    def be_default(self, *, by: Member) -> None:
        """Make it the one that is charged unless another is chosen."""
        with acting(by=by, label=gettext("Made {card} the usual card").format(card=self)) as act:
            self._lock(act)
            others = Card.objects.on_file().filter(client=self.client, is_default=True)
            for other in others.exclude(pk=self.pk):
                act.change(other, is_default=False)
            act.change(self, is_default=True)

    def remove(self, *, by: Member) -> None:
        """Take it off file, here and at the provider. Refused where the provider cannot be reached."""
        line = self.account.line()
        try:
            line.forget(self.token)
        except Declined:
            pass  # it does not know the card any more
        except ProviderError as error:
            msg = gettext(
                "The provider did not let the card go, so it stays on file. {error}"
            ).format(error=error)
            raise Refusal(msg) from error
        with acting(by=by, label=gettext("Removed {card}").format(card=self)) as act:
            self._lock(act)
            act.change(self, removed_at=timezone.now(), is_default=False)
            act.record(CardRemoved(card=str(self)), client=self.client, subject=self)
            heir = Card.objects.on_file().filter(client=self.client).first()
            if heir is not None and not heir.is_default:
                act.change(heir, is_default=True)

    def refuse_unusable(self) -> None:
        """Refused where it cannot be charged."""
        if self.removed_at is not None:
            raise Refusal(
                gettext("This card is not on file any more. Choose another one."), field="card"
            )
        if self.account.retired_at is not None:
            raise Refusal(
                gettext("Its provider is out of use. Ask for a card by a pay link."), field="card"
            )
        if self.is_expired(self.client.organisation.today()):
            msg = gettext("{card} expired in {expires}. Ask for another one by a pay link.").format(
                card=self, expires=self.expires
            )
            raise Refusal(msg, field="card")

    def _lock(self, act: Acting) -> None:
        client, account, place = self.client, self.account, self.client.organisation
        act.lock(client)
        client.organisation = place
        act.lock(self)
        self.client, self.account = client, account
